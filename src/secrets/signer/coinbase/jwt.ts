/**
 * Coinbase's bearer token: a JWT (RFC 7519) that lives 120 seconds and is bound to method, host and path, but neither to query nor body.
 * So it is never handed out; it is made for one request and sent with it.
 */
import { randomBytes, sign } from "node:crypto";
import type { Credential } from "../venue.ts";

const LIFETIME_SECONDS = 120;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** @param uri `GET api.coinbase.com/api/v3/brokerage/accounts`; absent for a WebSocket subscription */
export function makeToken(credential: Credential, uri: string | undefined, nowMs: number): string {
  const nowSeconds = Math.floor(nowMs / 1_000);
  const isEd25519 = credential.kind === "ed25519";
  const header = {
    alg: isEd25519 ? "EdDSA" : "ES256",
    kid: credential.apiKey,
    nonce: randomBytes(16).toString("hex"),
    typ: "JWT",
  };
  const claims = {
    iss: "cdp",
    sub: credential.apiKey,
    nbf: nowSeconds,
    exp: nowSeconds + LIFETIME_SECONDS,
    ...(uri === undefined ? {} : { uri }),
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  const bytes = Buffer.from(signed, "ascii");
  // JWS wants r and s side by side (RFC 7518, 3.4), not the DER that OpenSSL makes by default.
  const signature = isEd25519
    ? sign(null, bytes, credential.key)
    : sign("sha256", bytes, { key: credential.key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
