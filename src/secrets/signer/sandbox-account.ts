/**
 * Keys from a `.env` file, for work on one's own machine: the sandbox of an exchange, or the simulator. Nothing is sealed here, so
 * nothing real may be behind it: `live` can't even be said.
 */
import { createPrivateKey, createSecretKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AuditDetails, AuditEntry } from "../envelope/audit-log.ts";
import { environmentNames, findCredential } from "../envelope/env-file.ts";
import type { CredentialKind } from "../envelope/format.ts";
import type { OrderPolicy } from "../envelope/policy.ts";
import { SignerError } from "./errors.ts";
import type { SignerLog } from "./signer.ts";
import type { SandboxStartOptions } from "./start-options.ts";
import type { Credential } from "./venue.ts";

/** Play money needs no limits but those that find mistakes: the symbols that are configured, and no price from another world. */
export function sandboxPolicy(symbols: readonly string[]): OrderPolicy {
  return {
    symbols,
    maxOrderNotional: "1000000",
    maxDailyNotional: "1000000000",
    priceCollarFraction: "0.5",
    maxOrdersPerMinute: 6000,
  };
}

/** @throws SignerError `noCredential` where the file lacks a name, `badStart` where the secret is no key */
export function sandboxCredential({ envFile, exchange }: SandboxStartOptions): Credential {
  const file = readFileSync(envFile);
  const found = findCredential(file, exchange);
  file.fill(0);
  if (found === undefined) {
    const names = environmentNames[exchange];
    throw new SignerError("noCredential", `${names.apiKey} and ${names.secret} are wanted in ${envFile}.`);
  }
  try {
    const key = keyFrom(found.secret);
    return { kind: kindOf(key), apiKey: found.apiKey.toString("latin1"), key };
  } finally {
    found.secret.fill(0);
  }
}

/** An HMAC secret as it is, or a private key as PEM, whose line feeds may be written as `\\n`. */
function keyFrom(secret: Buffer): KeyObject {
  if (!secret.subarray(0, 11).equals(Buffer.from("-----BEGIN "))) return createSecretKey(secret);
  for (let at = secret.indexOf("\\n"); at >= 0; at = secret.indexOf("\\n", at)) secret.set([0x20, 0x0a], at);
  try {
    return createPrivateKey({ key: secret, format: "pem" });
  } catch {
    throw new SignerError("badStart", "The private key in the file can't be read.");
  }
}

function kindOf(key: KeyObject): CredentialKind {
  if (key.type === "secret") return "hmac-sha256";
  return key.asymmetricKeyType === "ed25519" ? "ed25519" : "es256";
}

/** A log that ends with the process: what is played with needs no proof. */
export class PassingLog implements SignerLog {
  readonly #entries: AuditEntry[] = [];

  refresh(): readonly AuditEntry[] {
    return this.#entries;
  }

  append(event: string, details: AuditDetails, _key: Buffer | undefined, time = new Date()): AuditEntry {
    const index = this.#entries.length;
    const entry = { index, time: time.toISOString(), event, details, previous: "", mac: "" };
    this.#entries.push(entry);
    return entry;
  }
}
