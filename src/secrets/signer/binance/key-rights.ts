import { readObject } from "../answers.ts";
import type { KeyVerdict } from "../venue.ts";

/** Rights that move money out of the account. */
const MOVES_MONEY = ["enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer"];
/** Rights that spot trading does not need. */
const TOO_POWERFUL = [
  "enableMargin",
  "enableFutures",
  "enableVanillaOptions",
  "enablePortfolioMarginTrading",
  "enableFixApiTrade",
];
/** Rights and facts that do no harm. */
const HARMLESS = new Set([
  "ipRestrict",
  "createTime",
  "enableReading",
  "enableSpotAndMarginTrading",
  "enableFixReadOnly",
  "tradingAuthorityExpirationTime",
]);

/**
 * Judges the answer of `GET /sapi/v1/account/apiRestrictions`. A right that is not known here counts against the key unless it is
 * plainly false; so does one of the dangerous rights that is missing from the answer, because then nobody said that it is off.
 */
export function judgeBinanceKey(body: string, purpose: "trade" | "read"): KeyVerdict {
  const flags = readObject(body);
  if (flags === undefined) {
    return {
      rights: "",
      refusal: { error: "keyUnverified", detail: "The exchange's answer is not a list of rights." },
    };
  }
  const rights = Object.keys(flags)
    .filter((name) => flags[name] !== false && name !== "createTime")
    .sort()
    .join(" ")
    .slice(0, 1_000);
  const verdict = { rights, addressBound: flags["ipRestrict"] === true };
  const refused = (error: NonNullable<KeyVerdict["refusal"]>["error"], detail: string): KeyVerdict => ({
    ...verdict,
    refusal: { error, detail },
  });
  const money = MOVES_MONEY.find((name) => flags[name] !== false);
  if (money !== undefined) return refused("keyCanMoveMoney", `${money} is not off.`);
  const unknown = Object.keys(flags).find(
    (name) => flags[name] !== false && !HARMLESS.has(name) && !TOO_POWERFUL.includes(name),
  );
  if (unknown !== undefined) return refused("keyUnknownRight", `It is called ${JSON.stringify(unknown.slice(0, 80))}.`);
  const power = TOO_POWERFUL.find((name) => flags[name] !== undefined && flags[name] !== false);
  if (power !== undefined) return refused("keyTooPowerful", `${power} is on.`);
  if (flags["enableReading"] !== true) return refused("keyCannotTrade", "enableReading is off.");
  if (purpose === "trade" && flags["enableSpotAndMarginTrading"] !== true) {
    return refused("keyCannotTrade", "enableSpotAndMarginTrading is off.");
  }
  return verdict;
}
