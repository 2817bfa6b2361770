import assert from "node:assert/strict";
import { createHmac, createSecretKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type ApiKey, TRADE_ONLY } from "../keys.ts";
import { authenticate } from "./authentication.ts";
import { BinanceRefusal } from "./errors.ts";
import { Parameters } from "./parameters.ts";

const NOW_MS = 1_499_827_319_600;
const vectorsPath = join(import.meta.dirname, "../../../shared/data/oracles/binance_hmac_vectors.json");

function keyring(key: ApiKey["key"], change: Partial<ApiKey> = {}): ReadonlyMap<string, ApiKey> {
  const apiKey = { id: "key", accountId: "a", key, permissions: TRADE_ONLY, createdTimeMs: 0, ...change };
  return new Map([["key", apiKey]]);
}

function check(keys: ReadonlyMap<string, ApiKey>, query: string, body = "", nowMs = NOW_MS, apiKeyHeader = "key") {
  const request = { query, body, apiKeyHeader, remoteAddress: "::ffff:127.0.0.1" };
  return authenticate(keys, request, new Parameters(query, body), nowMs);
}

const refusedWith = (code: number) => (error: unknown) => error instanceof BinanceRefusal && error.code === code;
const hmac = (payload: string, secret = "secret") => createHmac("sha256", secret).update(payload).digest("hex");
const keys = keyring(createSecretKey("secret", "utf8"));

test("the signatures in Binance's documentation are accepted, and none with a bit changed", {
  skip: existsSync(vectorsPath) ? false : "the recorded vectors are not on this machine",
}, () => {
  const document = JSON.parse(readFileSync(vectorsPath, "utf8")) as {
    secret_key: string;
    vectors: { payload: string; expected_hex: string }[];
  };
  const documented = keyring(createSecretKey(document.secret_key, "utf8"));
  for (const { payload, expected_hex: signature } of document.vectors) {
    check(documented, `${payload}&signature=${signature}`);
    check(documented, "", `${payload}&signature=${signature}`);
    const changed = (signature.startsWith("0") ? "1" : "0") + signature.slice(1);
    assert.throws(() => check(documented, `${payload}&signature=${changed}`), refusedWith(-1022));
  }
});

test("query string and body are joined with nothing between", () => {
  const query = "symbol=LTCBTC&side=BUY";
  const body = `quantity=1&timestamp=${NOW_MS}`;
  check(keys, query, `${body}&signature=${hmac(query + body)}`);
  assert.throws(() => check(keys, query, `${body}&signature=${hmac(`${query}&${body}`)}`), refusedWith(-1022));
});

test("Ed25519 keys sign in base64", () => {
  const pair = generateKeyPairSync("ed25519");
  const payload = `timestamp=${NOW_MS}`;
  const signature = sign(null, Buffer.from(payload), pair.privateKey).toString("base64");
  const ring = keyring(pair.publicKey);
  check(ring, `${payload}&signature=${encodeURIComponent(signature)}`);
  assert.throws(() => check(ring, `${payload}&signature=${hmac(payload)}`), refusedWith(-1022));
});

test("time is held to recvWindow and to one second ahead", () => {
  const at = (timestampMs: number, window?: number) => {
    const payload = `${window === undefined ? "" : `recvWindow=${window}&`}timestamp=${timestampMs}`;
    return () => check(keys, `${payload}&signature=${hmac(payload)}`);
  };
  at(NOW_MS - 5_000)();
  assert.throws(at(NOW_MS - 5_001), refusedWith(-1021));
  at(NOW_MS + 999)();
  assert.throws(at(NOW_MS + 1_000), refusedWith(-1021));
  assert.throws(at(NOW_MS - 200, 100), refusedWith(-1021));
  assert.throws(at(NOW_MS, 60_001), refusedWith(-1131));
  assert.throws(() => check(keys, "symbol=BTCUSDT&signature=00"), refusedWith(-1102));
});

test("an unknown key, a foreign address and a doubled parameter are refused", () => {
  const payload = `timestamp=${NOW_MS}`;
  const query = `${payload}&signature=${hmac(payload)}`;
  assert.throws(() => check(keys, query, "", NOW_MS, "other"), refusedWith(-2015));
  assert.throws(() => check(keys, query, "", NOW_MS, ""), refusedWith(-2014));
  const elsewhere = keyring(createSecretKey("secret", "utf8"), { allowedAddresses: ["10.0.0.1"] });
  assert.throws(() => check(elsewhere, query), refusedWith(-2015));
  check(keyring(createSecretKey("secret", "utf8"), { allowedAddresses: ["127.0.0.1"] }), query);
  assert.throws(() => check(keys, `${query}&timestamp=1`), refusedWith(-1101));
});
