/**
 * HashiCorp Vault and OpenBao, transit engine. The key must be `derived`: then every call takes a `context`, which both products bind
 * into the key itself, while the associated data of a plain key is not taken by every call of either.
 */
import { readFileSync } from "node:fs";
import { CandlewrightError } from "../../engine/errors.ts";
import { SealedError } from "../envelope/errors.ts";
import { wrapContextBytes, type Identity } from "../envelope/identity.ts";
import { vaultErrors } from "../errors.ts";
import { requireSecureAddress, serviceTimeoutMs, takeDataKey, type KeyProvider, type SettingsOf } from "./provider.ts";

const maximumAnswerBytes = 65_536;
const ciphertextPattern = /^vault:v([0-9]{1,9}):[A-Za-z0-9+/=]{1,2048}$/;

/** @param settings `keyId` is the mount and the key's name: `transit/candlewright` */
export function vaultTransitProvider(
  settings: SettingsOf<"vault-transit">,
  environment: Readonly<Record<string, string | undefined>>,
  timeoutMs = serviceTimeoutMs,
): KeyProvider {
  const [mount, name] = splitKeyId(settings.keyId);
  const call = (method: string, path: string, body?: object): Promise<unknown> =>
    request({ settings, environment, timeoutMs }, method, `${mount}/${path}/${name}`, body);
  const context = (identity: Identity): string => wrapContextBytes(identity).toString("base64");
  return {
    wrap: async (dataKey, identity) => {
      const body = { plaintext: dataKey.toString("base64"), context: context(identity) };
      const ciphertext = textIn(await call("POST", "encrypt", body), "ciphertext");
      const version = ciphertextPattern.exec(ciphertext)?.[1];
      if (version === undefined) throw lie("Its ciphertext is not in Vault's form.");
      const { provider, keyId, role } = settings;
      return { provider, keyId, role, keyVersion: version, wrapped: Buffer.from(ciphertext, "latin1") };
    },
    unwrap: async (wrap, identity) => {
      const ciphertext = wrap.wrapped.toString("latin1");
      if (wrap.provider !== "vault-transit" || !ciphertextPattern.test(ciphertext)) throw new SealedError("wrongKey");
      const answer = await call("POST", "decrypt", { ciphertext, context: context(identity) });
      return takeDataKey(Buffer.from(textIn(answer, "plaintext"), "base64"));
    },
    status: async () => {
      const key = dataOf(await call("GET", "keys"));
      if (key["derived"] !== true) {
        throw new CandlewrightError(vaultErrors.providerRefused, {
          detail: "The transit key is not derived, so nothing would bind a wrap to its account.",
          fix: `Make a new one: vault write -f ${mount}/keys/${name} derived=true`,
        });
      }
      const version = String(key["latest_version"]);
      return { detail: `transit key ${settings.keyId}, version ${version}`, keyVersion: version };
    },
  };
}

function splitKeyId(keyId: string): [mount: string, name: string] {
  const parts = /^([A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*)\/([A-Za-z0-9_-]+)$/.exec(keyId);
  if (parts === null) {
    throw new CandlewrightError(vaultErrors.badSettings, {
      detail: `key_id "${keyId}" is not like transit/candlewright.`,
    });
  }
  return [parts[1], parts[2]];
}

interface Connection {
  readonly settings: SettingsOf<"vault-transit">;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}

async function request(
  { settings, environment, timeoutMs }: Connection,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const { address = "", namespace } = settings.options;
  const url = requireSecureAddress(address, "address");
  const headers: Record<string, string> = { "X-Vault-Token": token(settings, environment), "X-Vault-Request": "true" };
  if (namespace !== undefined) headers["X-Vault-Namespace"] = namespace;
  let status: number;
  let text: string;
  try {
    const answer = await fetch(new URL(`/v1/${path}`, url), {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = answer.status;
    text = await answer.text();
  } catch (cause) {
    throw new CandlewrightError(vaultErrors.providerUnreachable, { detail: `Vault at ${address}.`, cause });
  }
  if (text.length > maximumAnswerBytes) throw lie("Its answer is too long.");
  if (status === 200) return parsed(text);
  // 503 sealed, 472/473 standby, 429 standby or rate limit: another try may do; all else is a refusal.
  const entry =
    status >= 500 || [429, 472, 473].includes(status) ? vaultErrors.providerUnreachable : vaultErrors.providerRefused;
  throw new CandlewrightError(entry, { detail: `Vault answered ${status}: ${errorsIn(text)}` });
}

/** As the `vault` command does: VAULT_TOKEN, else a file. */
function token(
  settings: SettingsOf<"vault-transit">,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const file = settings.options.token_file ?? `${environment["HOME"] ?? ""}/.vault-token`;
  const found = environment["VAULT_TOKEN"] ?? readToken(file);
  if (found !== undefined && /^[\x21-\x7e]{1,4096}$/.test(found)) return found;
  throw new CandlewrightError(vaultErrors.providerRefused, {
    detail: "There is no Vault token.",
    fix: `Log in with \`vault login\`, or put the token into ${file}.`,
  });
}

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CandlewrightError(vaultErrors.providerUnreachable, { detail: "Vault's answer was cut off.", cause });
  }
}

function dataOf(answer: unknown): Record<string, unknown> {
  const data = (answer as { data?: unknown } | null)?.data;
  if (typeof data !== "object" || data === null) throw lie("Its answer has no data.");
  return data as Record<string, unknown>;
}

function textIn(answer: unknown, field: string): string {
  const value = dataOf(answer)[field];
  if (typeof value !== "string") throw lie(`Its answer has no ${field}.`);
  return value;
}

function errorsIn(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    return Array.isArray(errors) ? errors.join("; ").slice(0, 300) : "no reason given";
  } catch {
    return "no reason given";
  }
}

const lie = (detail: string): CandlewrightError => new CandlewrightError(vaultErrors.providerLied, { detail });
