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

/**
 * Reads a sleeve's signals on a local row of its stream.
 * @param intent is filled and given back: a sleeve has one intent an instant, so one object a sleeve is enough
 */
export function readIntent(sleeve: Sleeve, row: number, intent: Intent = emptyIntent()): Intent {
  const { columns } = sleeve;
  intent.enterLong = fires(columns.enterLong, row);
  intent.exitLong = fires(columns.exitLong, row);
  intent.enterShort = fires(columns.enterShort, row);
  intent.exitShort = fires(columns.exitShort, row);
  intent.strength = columns.strength === undefined ? 1 : Math.min(1, Math.max(0, valueOf(columns.strength, row)));
  intent.limitPrice = valueOf(columns.limitPrice, row);
  intent.stopPrice = valueOf(columns.stopPrice, row);
  intent.protectiveStop = valueOf(columns.protectiveStop, row);
  intent.targetPrice = valueOf(columns.targetPrice, row);
  intent.annualVolatility = valueOf(columns.annualVolatility, row);
  intent.notional = NaN;
  intent.reason = intent.enterShort && !intent.exitShort ? columns.shortReason : columns.longReason;
  return intent;
}

/** A price that the strategy gives for its entries and that is missing on this candle: without it they mean something else. */
export function unknownPrice({ columns }: Sleeve, intent: Intent): string | undefined {
  const { limitPrice, stopPrice, protectiveStop } = intent;
  if (columns.limitPrice !== undefined && limitPrice !== limitPrice) return "limitPrice";
  if (columns.stopPrice !== undefined && stopPrice !== stopPrice) return "stopPrice";
  if (columns.protectiveStop !== undefined && protectiveStop !== protectiveStop) return "protectiveStop";
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
