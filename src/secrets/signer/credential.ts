import { createPrivateKey, createSecretKey, type KeyObject } from "node:crypto";
import type { SealedContents } from "../envelope/contents.ts";
import type { CredentialKind } from "../envelope/format.ts";
import { SignerError } from "./errors.ts";
import type { Credential } from "./venue.ts";

const KEY_TYPES = { ed25519: "ed25519", es256: "ec" } as const;

/**
 * Puts the secret into a `KeyObject`, which holds the only copy: no string of it is ever made (each signature with a string leaves
 * one more copy in memory).
 * @param contents stay the caller's, who erases them right after
 * @throws SignerError `noCredential`, `badStart`
 */
export function credentialFrom(contents: SealedContents, kind: CredentialKind): Credential {
  if (contents.apiKey.length === 0 || contents.secret.length === 0) throw new SignerError("noCredential");
  return { kind, apiKey: contents.apiKey.toString("latin1"), key: keyFrom(contents.secret, kind) };
}

function keyFrom(secret: Buffer, kind: CredentialKind): KeyObject {
  if (kind === "hmac-sha256") return createSecretKey(secret);
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: secret, format: "der", type: "pkcs8" });
  } catch {
    throw new SignerError("badStart", "The sealed private key can't be read.");
  }
  if (key.asymmetricKeyType !== KEY_TYPES[kind])
    throw new SignerError("badStart", `The sealed key is not of kind ${kind}.`);
  return key;
}
