/** How an expression of ours answers to a field of Stock.Indicators' expected values. */
import type { Expression } from "../../../src/engine/expression/node.ts";

export interface FieldComparison {
  readonly series: Expression;
  /** Rows before this one are not compared: another seed, whose weight has died away by then. */
  readonly convergesAt?: number;
  /** Every `step`th row from `first` on; on the others the oracle looks ahead. */
  readonly onlyAt?: { readonly first: number; readonly step: number };
  /** The oracle dates a value back to the candle it speaks of; it is known this many candles later. */
  readonly confirmedAfter?: number;
  /** Relative; 1e-9 where not given. */
  readonly tolerance?: number;
}

export interface FileComparison {
  /** `results/<file>.standard.json`. */
  readonly file: string;
  /** Part of the call that made the file, as in its `params.json`. */
  readonly call: string;
  readonly compared: Readonly<Record<string, FieldComparison>>;
  readonly leftOut?: Readonly<Record<string, string>>;
}

/** Each field with its expression, all rows of it. */
export function exactly(fields: Readonly<Record<string, Expression>>): Readonly<Record<string, FieldComparison>> {
  return Object.fromEntries(Object.entries(fields).map(([field, series]) => [field, { series }]));
}
