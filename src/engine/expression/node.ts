/**
 * What a strategy is written with: immutable expressions over market data and features.
 *
 * A `Series` has a number a candle, a `Condition` a truth value a candle: true, false, or unknown while something it
 * needs is missing. The leaves are market data and features, never the portfolio: that is what lets a strategy's columns
 * be computed ahead, in blocks, whatever money later does.
 */
import type { ValueColumn } from "../candles.ts";
import type { AnyParameterValues } from "../parameters.ts";
import type { OperatorDefinition } from "./operator.ts";
import { print } from "./print.ts";

export type SourceColumn = ValueColumn | "openTime" | "closeTime";
export type Comparison = ">" | "<" | ">=" | "<=" | "==" | "!=";
export type AcrossFunction = "rank" | "zscore";

/** Which candles a leaf reads: a role ("" for the strategy's one symbol) and a timeframe ("" for the strategy's own). */
export interface Place {
  readonly role: string;
  readonly timeframe: string;
}

export type SeriesOperation =
  | ({ readonly type: "source"; readonly column: SourceColumn } & Place)
  | { readonly type: "constant"; readonly value: number }
  | {
      readonly type: "operator";
      readonly definition: OperatorDefinition;
      readonly inputs: readonly Expression[];
      readonly parameters: AnyParameterValues;
    }
  | { readonly type: "align"; readonly timeframe: string; readonly input: Series }
  | { readonly type: "across"; readonly compute: AcrossFunction; readonly input: Series }
  | { readonly type: "feature"; readonly name: string; readonly maxAgeMs: number }
  | { readonly type: "prediction"; readonly name: string; readonly inputs: readonly Series[] };

export type ConditionOperation =
  | { readonly type: "compare"; readonly comparison: Comparison; readonly left: Series; readonly right: Series }
  | { readonly type: "rises"; readonly input: Condition }
  | { readonly type: "and" | "or"; readonly inputs: readonly Condition[] }
  | { readonly type: "not"; readonly input: Condition }
  | { readonly type: "known"; readonly input: Series }
  | { readonly type: "every"; readonly timeframe: string }
  | { readonly type: "align"; readonly timeframe: string; readonly input: Condition };

abstract class Node<Operation> {
  readonly operation: Operation;
  /** How it is printed where that is shorter than its formula: `macd(close, 12, 26, 9).signal`. No part of its identity. */
  readonly label: string | undefined;

  constructor(operation: Operation, label?: string) {
    this.operation = operation;
    this.label = label;
  }
}

/** A number a candle; NaN where it is not known. */
export class Series extends Node<SeriesOperation> {
  readonly kind = "series" as const;
  /** Which output of an operator that has several. */
  readonly output: number;

  constructor(operation: SeriesOperation, output = 0, label?: string) {
    super(operation, label);
    this.output = output;
    Object.freeze(this);
  }

  /** The same node with another printed form. */
  named(label: string): Series {
    return new Series(this.operation, this.output, label);
  }

  override toString(): string {
    return print(this);
  }
}

/** True, false or unknown, for each candle. */
export class Condition extends Node<ConditionOperation> {
  readonly kind = "condition" as const;

  constructor(operation: ConditionOperation, label?: string) {
    super(operation, label);
    Object.freeze(this);
  }

  /** The same node with another printed form. */
  named(label: string): Condition {
    return new Condition(this.operation, label);
  }

  override toString(): string {
    return print(this);
  }
}

export type Expression = Series | Condition;

/** The columns of a symbol's candles: what `signals` is given. */
export interface Market {
  readonly open: Series;
  readonly high: Series;
  readonly low: Series;
  readonly close: Series;
  readonly volume: Series;
  /** Milliseconds UTC. */
  readonly openTime: Series;
  readonly closeTime: Series;
}
