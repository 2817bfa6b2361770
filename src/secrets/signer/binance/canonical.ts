/**
 * The canonical request of Binance: parameters in a fixed order, percent-encoded, joined by `&`.
 * The signature covers these bytes and not the path, so whoever could choose parameters freely could sign a withdrawal under the
 * cover of a query. Here every name is a constant of this code, and every value has passed a pattern that holds no `&`, `=` or `%`.
 */
import { createHmac, sign } from "node:crypto";
import type { Credential } from "../venue.ts";

export type Parameter = readonly [name: ParameterName, value: string];

/** Every parameter name that can stand in a signed request. None of them is one that a withdraw or transfer route needs. */
export const PARAMETER_NAMES = [
  "symbol",
  "side",
  "type",
  "timeInForce",
  "quantity",
  "quoteOrderQty",
  "price",
  "stopPrice",
  "newClientOrderId",
  "newOrderRespType",
  "selfTradePreventionMode",
  "origClientOrderId",
  "orderId",
  "fromId",
  "startTime",
  "endTime",
  "limit",
  "omitZeroBalances",
  "recvWindow",
  "timestamp",
  "apiKey",
] as const;
export type ParameterName = (typeof PARAMETER_NAMES)[number];

export function encodeParameters(parameters: readonly Parameter[]): string {
  return parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

/** HMAC-SHA256 in hexadecimal, or Ed25519 in base64. Source: Binance, "Request security". */
export function signPayload(credential: Credential, payload: string): string {
  return credential.kind === "hmac-sha256"
    ? createHmac("sha256", credential.key).update(payload, "utf8").digest("hex")
    : sign(null, Buffer.from(payload, "utf8"), credential.key).toString("base64");
}
