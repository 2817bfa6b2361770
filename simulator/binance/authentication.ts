import { createHmac, type KeyObject, timingSafeEqual, verify } from "node:crypto";
import { addressAllowed, type ApiKey } from "../keys.ts";
import { refuse } from "./errors.ts";
import type { Parameters } from "./parameters.ts";

export interface SignedRequest {
  /** The query string as it came, without the question mark. */
  readonly query: string;
  /** The body as it came. */
  readonly body: string;
  readonly apiKeyHeader: string | undefined;
  readonly remoteAddress: string;
}

const DEFAULT_RECV_WINDOW_MS = 5_000;
const MAX_RECV_WINDOW_MS = 60_000;
const MAX_AHEAD_MS = 1_000;

/**
 * Is this signature right for these exact bytes? Query string and body are joined with nothing between, the signature's own parameter taken out.
 * Source: Binance "Request security": HMAC-SHA256 as hexadecimal, Ed25519 and RSA as base64.
 */
function signatureMatches(key: KeyObject, payload: string, signature: string): boolean {
  if (key.type === "secret") {
    const expected = createHmac("sha256", key).update(payload, "utf8").digest();
    const given = /^[0-9a-fA-F]{64}$/.test(signature) ? Buffer.from(signature, "hex") : Buffer.alloc(0);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
  const algorithm = key.asymmetricKeyType === "rsa" ? "sha256" : null;
  return verify(algorithm, Buffer.from(payload, "utf8"), key, Buffer.from(signature, "base64"));
}

/** The payload that was signed, byte for byte as sent. */
function withoutSignature(encoded: string): string {
  return encoded
    .split("&")
    .filter((part) => !part.startsWith("signature="))
    .join("&");
}

/** @throws BinanceRefusal -2014 without a key, -2015 for a key that is unknown or used from a foreign address */
export function findKey(keys: ReadonlyMap<string, ApiKey>, apiKeyHeader: string | undefined, address: string): ApiKey {
  if (apiKeyHeader === undefined || apiKeyHeader === "") throw refuse.keyFormat();
  const key = keys.get(apiKeyHeader);
  if (key === undefined || !addressAllowed(key, address)) throw refuse.keyRejected();
  return key;
}

/**
 * Checks key, time and signature of a signed request, in that order.
 * @throws BinanceRefusal
 */
export function authenticate(
  keys: ReadonlyMap<string, ApiKey>,
  request: SignedRequest,
  parameters: Parameters,
  nowMs: number,
): ApiKey {
  const key = findKey(keys, request.apiKeyHeader, request.remoteAddress);
  checkTime(parameters.required("timestamp"), parameters.optional("recvWindow"), nowMs);
  const signature = parameters.required("signature");
  const payload = withoutSignature(request.query) + withoutSignature(request.body);
  if (!signatureMatches(key.key, payload, signature)) throw refuse.signature();
  return key;
}

function checkTime(timestamp: string, recvWindow: string | undefined, nowMs: number): void {
  // Sixteen digits are microseconds.
  const timestampMs = timestamp.length >= 16 ? Number(timestamp) / 1_000 : Number(timestamp);
  if (!Number.isFinite(timestampMs)) throw refuse.illegalCharacters("timestamp");
  const recvWindowMs = Number(recvWindow ?? DEFAULT_RECV_WINDOW_MS);
  if (!Number.isFinite(recvWindowMs)) throw refuse.illegalCharacters("recvWindow");
  if (recvWindowMs > MAX_RECV_WINDOW_MS) throw refuse.recvWindow();
  if (timestampMs >= nowMs + MAX_AHEAD_MS) throw refuse.timestamp(true);
  if (nowMs - timestampMs > recvWindowMs) throw refuse.timestamp(false);
}

/** The same check for a WebSocket request: its parameters sorted by name and joined as a query string. */
export function authenticateMessage(
  keys: ReadonlyMap<string, ApiKey>,
  values: Readonly<Record<string, string | number | boolean>>,
  remoteAddress: string,
  nowMs: number,
): ApiKey {
  const text = (name: string) => (values[name] === undefined ? undefined : String(values[name]));
  const required = (name: string) => {
    const value = text(name);
    if (value === undefined || value === "") throw refuse.missing(name);
    return value;
  };
  const key = findKey(keys, text("apiKey"), remoteAddress);
  checkTime(required("timestamp"), text("recvWindow"), nowMs);
  const payload = Object.keys(values)
    .filter((name) => name !== "signature")
    .sort()
    .map((name) => `${name}=${encodeURIComponent(String(values[name]))}`)
    .join("&");
  if (!signatureMatches(key.key, payload, required("signature"))) throw refuse.signature();
  return key;
}
