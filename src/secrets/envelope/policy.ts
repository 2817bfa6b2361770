/**
 * The limits that the signer holds on its own, whatever the bot asks for. They lie in the envelope, in clear and authenticated,
 * so that only a holder of the master key can change them.
 */
import { SealedError } from "./errors.ts";

export interface OrderPolicy {
  /** The pairs that may be traded, `BASE/QUOTE`. Empty: none. */
  readonly symbols: readonly string[];
  /** Most that one buy may be worth, in the quote currency; a plain decimal. */
  readonly maxOrderNotional: string;
  /** Most that the buys of one UTC day may be worth together, in the quote currency. */
  readonly maxDailyNotional: string;
  /** How far an order's price may lie from the mid price, as a fraction: `0.05` is 5 %. */
  readonly priceCollarFraction: string;
  readonly maxOrdersPerMinute: number;
}

/** What a new account starts with: it may trade nothing until `vault policy` says what. */
export const closedPolicy: OrderPolicy = Object.freeze({
  symbols: Object.freeze([]),
  maxOrderNotional: "0",
  maxDailyNotional: "0",
  priceCollarFraction: "0.05",
  maxOrdersPerMinute: 30,
});

const maximumSymbols = 200;
const symbolPattern = /^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/;
// One spelling a number: no sign, no exponent, no leading or trailing zeros.
const decimalPattern = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,7}[1-9])?$/;

/**
 * @throws SealedError `badPolicy` naming the limit
 */
export function checkPolicy(policy: OrderPolicy): void {
  const { symbols } = policy;
  if (symbols.length > maximumSymbols) fail("symbols", `at most ${maximumSymbols}`);
  for (const [index, symbol] of symbols.entries()) {
    if (!symbolPattern.test(symbol)) fail("symbols", `${JSON.stringify(symbol)} is not BASE/QUOTE in capitals`);
    if (index > 0 && symbol <= symbols[index - 1]) fail("symbols", "they must be sorted, each once");
  }
  for (const name of ["maxOrderNotional", "maxDailyNotional", "priceCollarFraction"] as const) {
    if (!decimalPattern.test(policy[name])) fail(name, "a plain decimal such as 250 or 0.05");
  }
  if (Number(policy.priceCollarFraction) > 0.5) fail("priceCollarFraction", "at most 0.5");
  const rate = policy.maxOrdersPerMinute;
  if (!Number.isSafeInteger(rate) || rate < 0 || rate > 6000) fail("maxOrdersPerMinute", "a whole number up to 6000");
}

function fail(limit: string, reason: string): never {
  throw new SealedError("badPolicy", { detail: `${limit}: ${reason}.` });
}
