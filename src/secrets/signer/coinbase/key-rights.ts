import { readObject } from "../answers.ts";
import type { KeyVerdict } from "../venue.ts";

/** What the answer may hold beside rights. */
const FACTS = new Set(["portfolio_uuid", "portfolio_type"]);

/** Judges the answer of `GET /api/v3/brokerage/key_permissions`. It does not say whether the key is bound to IP addresses. */
export function judgeCoinbaseKey(body: string, purpose: "trade" | "read"): KeyVerdict {
  const flags = readObject(body);
  if (flags === undefined) {
    return {
      rights: "",
      refusal: { error: "keyUnverified", detail: "The exchange's answer is not a list of rights." },
    };
  }
  const names = Object.keys(flags).filter((name) => flags[name] !== false && !FACTS.has(name));
  const rights = names.sort().join(" ").slice(0, 1_000);
  if (flags["can_transfer"] !== false) {
    return { rights, refusal: { error: "keyCanMoveMoney", detail: "can_transfer is not off." } };
  }
  const unknown = names.find((name) => name !== "can_view" && name !== "can_trade");
  if (unknown !== undefined) {
    return {
      rights,
      refusal: { error: "keyUnknownRight", detail: `It is called ${JSON.stringify(unknown.slice(0, 80))}.` },
    };
  }
  if (flags["can_view"] !== true) return { rights, refusal: { error: "keyCannotTrade", detail: "can_view is off." } };
  if (purpose === "trade" && flags["can_trade"] !== true) {
    return { rights, refusal: { error: "keyCannotTrade", detail: "can_trade is off." } };
  }
  return { rights };
}
