import { add, divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import type { OperatorOutput } from "../expression/operator.ts";

export const PIVOT_LEVELS = ["pivot", "s1", "s2", "s3", "r1", "r2", "r3"] as const;
export type PivotLevels = Readonly<Record<(typeof PIVOT_LEVELS)[number], Series>>;

export const pivotOutputs: readonly OperatorOutput[] = PIVOT_LEVELS.map((name) => ({ name, scale: "price" }));

/** The floor traders' pivot, supports and resistances from the high, low and close of an earlier period. */
export function pivotLevels(high: Series, low: Series, close: Series): PivotLevels {
  const pivot = divide(add(add(high, low), close), 3);
  const range = subtract(high, low);
  return {
    pivot,
    s1: subtract(multiply(pivot, 2), high),
    s2: subtract(pivot, range),
    s3: subtract(low, multiply(subtract(high, pivot), 2)),
    r1: subtract(multiply(pivot, 2), low),
    r2: add(pivot, range),
    r3: add(high, multiply(subtract(pivot, low), 2)),
  };
}

/** The same number of candles for every level. */
export function pivotWarmUps(candles: number): Readonly<Record<string, number>> {
  return Object.fromEntries(PIVOT_LEVELS.map((name) => [name, candles]));
}
