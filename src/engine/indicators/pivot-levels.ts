import { applyAll } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator, type OperatorOutput } from "../expression/operator.ts";
import { typicalOf } from "./price.ts";

export const PIVOT_LEVELS = ["pivot", "s1", "s2", "s3", "r1", "r2", "r3"] as const;
export type PivotLevels = Readonly<Record<(typeof PIVOT_LEVELS)[number], Series>>;

export const pivotOutputs: readonly OperatorOutput[] = PIVOT_LEVELS.map((name) => ({ name, scale: "price" }));

class FloorPivots extends Operator {
  s1 = NaN;
  s2 = NaN;
  s3 = NaN;
  r1 = NaN;
  r2 = NaN;
  r3 = NaN;

  next(high: number, low: number, close: number): number {
    const pivot = typicalOf(high, low, close);
    const range = high - low;
    this.s1 = 2 * pivot - high;
    this.s2 = pivot - range;
    this.s3 = low - 2 * (high - pivot);
    this.r1 = 2 * pivot - low;
    this.r2 = pivot + range;
    this.r3 = high + 2 * (pivot - low);
    return pivot;
  }
}

export const FLOOR_PIVOT_FORMULA =
  "pivot = typicalOf(high, low, close); s1, r1 = 2 * pivot - high, - low; s2, r2 = pivot -, + (high - low); s3 = low - 2 * (high - pivot), r3 = high + 2 * (pivot - low)";

const floorPivotsDefinition = defineOperator({
  name: "floorPivots",
  title: "Floor pivots",
  about: "The floor traders' pivot, supports and resistances.",
  formula: FLOOR_PIVOT_FORMULA,
  source: "The floor traders' standard levels.",
  inputs: ["high", "low", "close"],
  outputs: pivotOutputs,
  parameters: {},
  warmUp: () => 0,
  create: () => new FloorPivots(),
});

/** The floor traders' pivot, supports and resistances from the high, low and close of an earlier period. */
export function pivotLevels(high: Series, low: Series, close: Series): PivotLevels {
  return applyAll(floorPivotsDefinition, PIVOT_LEVELS, [high, low, close]);
}

/** The same number of candles for every level. */
export function pivotWarmUps(candles: number): Readonly<Record<string, number>> {
  return Object.fromEntries(PIVOT_LEVELS.map((name) => [name, candles]));
}
