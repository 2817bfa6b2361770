import { verify } from "node:crypto";
import { addressAllowed, type ApiKey } from "../keys.ts";
import { refuse } from "./errors.ts";

/** Coinbase lets a token live two minutes; a little is granted for clocks. */
const MAX_LIFETIME_SECONDS = 120;
const CLOCK_LEEWAY_SECONDS = 30;

interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

function parse(text: string): Token {
  const parts = text.split(".");
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) throw refuse.unauthorized();
  const [header = "", claims = "", signature = ""] = parts;
  const decode = (part: string): Record<string, unknown> => {
    try {
      return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
    } catch {
      throw refuse.unauthorized();
    }
  };
  return {
    header: decode(header),
    claims: decode(claims),
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/** ES256 for P-256 keys, EdDSA for Ed25519 ones; a token may not choose an algorithm that is not its key's. */
function signatureMatches(key: ApiKey["key"], token: Token): boolean {
  const bytes = Buffer.from(token.signed, "ascii");
  if (key.type !== "public") return false;
  if (key.asymmetricKeyType === "ed25519") {
    return token.header["alg"] === "EdDSA" && verify(null, bytes, key, token.signature);
  }
  return (
    token.header["alg"] === "ES256" && verify("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, token.signature)
  );
}

/**
 * Checks a bearer token (JWT, RFC 7519).
 * @param uri what the token must name: `GET host/path`, without the query; undefined on a WebSocket
 * @throws CoinbaseRefusal 401; Coinbase does not say why
 */
export function authenticate(
  keys: ReadonlyMap<string, ApiKey>,
  text: string | undefined,
  uri: string | undefined,
  remoteAddress: string,
  nowMs: number,
): ApiKey {
  if (text === undefined) throw refuse.unauthorized();
  const token = parse(text);
  const { claims, header } = token;
  const key = keys.get(String(claims["sub"]));
  if (key === undefined || header["kid"] !== claims["sub"] || !addressAllowed(key, remoteAddress)) {
    throw refuse.unauthorized();
  }
  const named = claims["uri"] ?? (Array.isArray(claims["uris"]) ? (claims["uris"] as unknown[])[0] : undefined);
  if (named !== uri) throw refuse.unauthorized();
  const nowSeconds = nowMs / 1_000;
  const notBefore = Number(claims["nbf"]);
  const expires = Number(claims["exp"]);
  const inTime = notBefore <= nowSeconds + CLOCK_LEEWAY_SECONDS && expires > nowSeconds;
  if (!inTime || expires - notBefore > MAX_LIFETIME_SECONDS) throw refuse.unauthorized();
  if (!signatureMatches(key.key, token)) throw refuse.unauthorized();
  return key;
}
