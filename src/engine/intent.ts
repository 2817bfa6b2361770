/** What a sleeve wants at an instant, read from its columns. */
import { readBit } from "./expression/bits.ts";
import type { ConditionColumn, SeriesColumn } from "./expression/column.ts";
import type { Sleeve } from "./sleeve.ts";

/** What a sleeve wants at an instant, from expressions and handlers alike. */
export interface Intent {
  enterLong: boolean;
  exitLong: boolean;
  enterShort: boolean;
  exitShort: boolean;
  strength: number;
  limitPrice: number;
  stopPrice: number;
  protectiveStop: number;
  targetPrice: number;
  annualVolatility: number;
  /** Wanted amount instead of the sizing rule's; NaN: by the rule. */
  notional: number;
  reason: string;
}

export function emptyIntent(): Intent {
  return {
    enterLong: false,
    exitLong: false,
    enterShort: false,
    exitShort: false,
    strength: 1,
    limitPrice: NaN,
    stopPrice: NaN,
    protectiveStop: NaN,
    targetPrice: NaN,
    annualVolatility: NaN,
    notional: NaN,
    reason: "signal",
  };
}

function fires(column: ConditionColumn | undefined, row: number): boolean {
  return column !== undefined && readBit(column.isTrue, row);
}
function valueOf(column: SeriesColumn | undefined, row: number): number {
  return column === undefined ? NaN : column.values[column.offset + row];
}

/** Reads a sleeve's signals on a local row of its stream. */
export function readIntent(sleeve: Sleeve, row: number): Intent {
  const { columns } = sleeve;
  const strength = valueOf(columns.strength, row);
  const enterShort = fires(columns.enterShort, row);
  const exitShort = fires(columns.exitShort, row);
  return {
    enterLong: fires(columns.enterLong, row),
    exitLong: fires(columns.exitLong, row),
    enterShort,
    exitShort,
    strength: columns.strength === undefined ? 1 : Math.min(1, Math.max(0, strength)),
    limitPrice: valueOf(columns.limitPrice, row),
    stopPrice: valueOf(columns.stopPrice, row),
    protectiveStop: valueOf(columns.protectiveStop, row),
    targetPrice: valueOf(columns.targetPrice, row),
    annualVolatility: valueOf(columns.annualVolatility, row),
    notional: NaN,
    reason: enterShort && !exitShort ? columns.shortReason : columns.longReason,
  };
}

/** A price that the strategy gives for its entries and that is missing on this candle: without it they mean something else. */
export function unknownPrice({ columns }: Sleeve, intent: Intent): string | undefined {
  for (const name of ["limitPrice", "stopPrice", "protectiveStop"] as const)
    if (columns[name] !== undefined && intent[name] !== intent[name]) return name;
  return undefined;
}

/** The prices that go with an entry that no signal of this candle asked for: it is a market order. */
export function readPrices(sleeve: Sleeve, row: number): Intent {
  return {
    ...readIntent(sleeve, row),
    enterLong: false,
    enterShort: false,
    exitLong: false,
    exitShort: false,
    limitPrice: NaN,
    stopPrice: NaN,
  };
}
