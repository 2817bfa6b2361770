/**
 * How the signer's process must have been started. A process can't undo what came before its first line (a preloaded library, a
 * patched module), so the launcher builds options and environment from these lists, and the signer refuses to go on with anything else.
 */
import { url as inspectorUrl } from "node:inspector";
import { SignerError } from "./errors.ts";

/** Every one must be there: no files but those named, no processes, no workers, no add-ons, no inspector on a signal, no database module that passes the file rules by. */
export const REQUIRED_OPTIONS = [
  "--permission",
  "--disable-sigusr1",
  "--no-addons",
  "--no-experimental-sqlite",
  "--disallow-code-generation-from-strings",
  "--disable-proto=delete",
] as const;

const FILE_OPTION = /^--allow-fs-(?:read|write)=/;

/** What an empty environment still holds on some platforms. */
const ALLOWED_VARIABLES: ReadonlySet<string> = new Set([
  "SystemRoot",
  "SYSTEMROOT",
  "WINDIR",
  "__CF_USER_TEXT_ENCODING",
]);

/**
 * Variables that load code into every Node process, or log every TLS key. Those that only concern trust or tuning (`NODE_EXTRA_CA_CERTS`
 * in many companies) are not here: the signer does not inherit them, and its caller holds no secret.
 */
const HOSTILE_VARIABLES: ReadonlySet<string> = new Set([
  "NODE_OPTIONS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "SSLKEYLOGFILE",
  "OPENSSL_CONF",
  "OPENSSL_MODULES",
  "LD_PRELOAD",
  "LD_AUDIT",
  "DYLD_INSERT_LIBRARIES",
]);

export interface ProcessFacts {
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The address of an open inspector. */
  readonly inspector: string | undefined;
  /** Whether Node's permission model is on and keeps files and processes shut. */
  readonly confined: boolean;
}

export function currentFacts(): ProcessFacts {
  // Its types say that it is always there; without --permission it is not.
  const permission = process.permission as NodeJS.Process["permission"] | undefined;
  const confined =
    permission !== undefined &&
    !["child", "worker", "addon", "fs.read", "fs.write"].some((scope) => permission.has(scope));
  return { options: process.execArgv, environment: process.env, inspector: inspectorUrl(), confined };
}

/** @throws SignerError `unsafeEnvironment`, `unsafeOption` */
export function requireSafeProcess(facts: ProcessFacts): void {
  for (const name of Object.keys(facts.environment)) {
    if (!ALLOWED_VARIABLES.has(name))
      throw new SignerError("unsafeEnvironment", `The variable is ${name.slice(0, 80)}.`);
  }
  const missing = REQUIRED_OPTIONS.find((option) => !facts.options.includes(option));
  if (missing !== undefined) throw new SignerError("unsafeOption", `${missing} is missing.`);
  const foreign = facts.options.find(
    (option) => !REQUIRED_OPTIONS.some((required) => required === option) && !FILE_OPTION.test(option),
  );
  if (foreign !== undefined) throw new SignerError("unsafeOption", `${foreign.split("=", 1)[0]} is not one of them.`);
  if (facts.inspector !== undefined) throw new SignerError("unsafeOption", "An inspector is open.");
  if (!facts.confined) throw new SignerError("unsafeOption", "Node's permission model does not hold.");
}

/**
 * Refuses to start a signer from an environment that asks for code or key logs in every Node process. The signer would not inherit it,
 * but the process that starts it has it, and someone put it there.
 * @throws SignerError `unsafeEnvironment`
 */
export function requireSafeCaller(environment: Readonly<Record<string, string | undefined>>): void {
  const hostile = Object.keys(environment).find((name) => HOSTILE_VARIABLES.has(name) && environment[name] !== "");
  if (hostile !== undefined) throw new SignerError("unsafeEnvironment", `The variable is ${hostile}.`);
}

/** The signer's whole environment. */
export function allowedEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(environment).filter(
    ([name, value]) => ALLOWED_VARIABLES.has(name) && value !== undefined,
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
