import assert from "node:assert/strict";
import { test } from "node:test";
import { SignerError } from "./errors.ts";
import {
  allowedEnvironment,
  type ProcessFacts,
  REQUIRED_OPTIONS,
  requireSafeCaller,
  requireSafeProcess,
} from "./hardening.ts";

const SAFE: ProcessFacts = {
  options: [...REQUIRED_OPTIONS, "--allow-fs-read=/a"],
  environment: {},
  inspector: undefined,
  confined: true,
};
const isRefused = (error: unknown) => error instanceof SignerError && error.code.startsWith("SIGNER_UNSAFE_");

test("threats 21 debug hooks: every variable and option that is not on the list stops the signer", () => {
  requireSafeProcess(SAFE);
  for (const name of [
    "NODE_OPTIONS",
    "SSLKEYLOGFILE",
    "NODE_DEBUG",
    "LD_PRELOAD",
    "OPENSSL_CONF",
    "HOME",
    "BINANCE_API_SECRET",
  ]) {
    assert.throws(() => requireSafeProcess({ ...SAFE, environment: { [name]: "x" } }), isRefused, name);
  }
  for (const option of [
    "--inspect",
    "--inspect-brk=0",
    "--require=/evil.js",
    "--import=/evil.mjs",
    "--tls-keylog=/keys",
    "--heapsnapshot-signal=SIGUSR2",
    "--report-on-signal",
    "--allow-child-process",
    "--allow-worker",
    "--allow-addons",
    "--env-file=.env",
    "--openssl-config=/evil.cnf",
  ]) {
    assert.throws(() => requireSafeProcess({ ...SAFE, options: [...SAFE.options, option] }), isRefused, option);
  }
  for (const option of REQUIRED_OPTIONS) {
    const options = SAFE.options.filter((other) => other !== option);
    assert.throws(() => requireSafeProcess({ ...SAFE, options }), isRefused, option);
  }
  assert.throws(() => requireSafeProcess({ ...SAFE, inspector: "ws://127.0.0.1:9229" }), isRefused);
  assert.throws(() => requireSafeProcess({ ...SAFE, confined: false }), isRefused);
});

test("threats 21 debug hooks: a caller whose environment loads code or logs keys is refused, an ordinary one is not", () => {
  for (const name of ["NODE_OPTIONS", "SSLKEYLOGFILE", "LD_PRELOAD", "OPENSSL_CONF", "NODE_TLS_REJECT_UNAUTHORIZED"]) {
    assert.throws(() => requireSafeCaller({ [name]: "x" }), isRefused, name);
  }
  requireSafeCaller({ HOME: "/home/u", PATH: "/bin", NODE_EXTRA_CA_CERTS: "/ca.pem", NODE_OPTIONS: "" });
});

test("threats 20 argv and environment: of the caller's environment nothing reaches the signer", () => {
  assert.deepEqual(allowedEnvironment({ BINANCE_API_SECRET: "x", HOME: "/", NODE_OPTIONS: "y", SystemRoot: "C:" }), {
    SystemRoot: "C:",
  });
});
