import { maximum, minimum } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { delay } from "./delay.ts";

/** High and low of each candle, stretched to the previous close: Wilder's true high and true low. */
export function trueExtremes({ high, low, close }: Market): Readonly<Record<"high" | "low", Series>> {
  const previous = delay(close);
  return Object.freeze({ high: maximum(high, previous), low: minimum(low, previous) });
}
