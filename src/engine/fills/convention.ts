/**
 * Fill conventions: when and at what price simulated orders fill. The convention is named on every report, since it
 * decides results as much as the strategy does.
 */

export interface FillConvention {
  readonly name: string;
  readonly about: string;
  /** Where market orders fill: at the open of the next candle, or at the close of the signal's own. */
  readonly marketFill: "next-open" | "signal-close";
  /** What closes a position inside a candle: stop and target levels, or freqtrade's own order of tests. */
  readonly matching: "bracket" | "freqtrade";
  /** An entry whose next candle comes late (after a gap) expires, or waits for it. */
  readonly lateEntry: "expires" | "waits";
  /** A limit order (and a target) fills when the price goes through it, or already when it is touched. */
  readonly limitFill: "through" | "touch";
  /** Whether sizes come from price and cash of the decision or of the fill. */
  readonly sizeAt: "decision" | "fill";
  /** What a share of capital is a share of: all equity, or the cash that is free. */
  readonly sizeOf: "equity" | "free-cash";
  /** The part of the wanted amount that is used: backtesting.py's "all" is 1 less the smallest fraction. */
  readonly sizeShare: number;
  /** True: the amount includes fee and spread, so that quantity = amount / (price with costs). */
  readonly costsWithinSize: boolean;
  /** Fee of orders that rested in the book. */
  readonly restingFee: "maker" | "taker";
  /** The spread: half of it on each market order, or all of it on entries. */
  readonly spread: "half-each-side" | "whole-on-entry";
  /** What happens to positions that are open when the data ends: marked at the last close, or closed at an earlier price. */
  readonly endOfData: "mark" | "close-at-last-open" | "close-at-previous-close";
}

const PESSIMISTIC: FillConvention = {
  name: "pessimistic",
  about:
    "Market orders fill at the next open plus slippage; a limit fills only when the price goes through it; a stop that gaps fills at the open; " +
    "stop before target where one candle holds both; taker fee on everything.",
  marketFill: "next-open",
  matching: "bracket",
  lateEntry: "expires",
  limitFill: "through",
  sizeAt: "decision",
  sizeOf: "equity",
  sizeShare: 1,
  costsWithinSize: false,
  restingFee: "taker",
  spread: "half-each-side",
  endOfData: "mark",
};

const BACKTESTING_PY: FillConvention = {
  ...PESSIMISTIC,
  name: "backtesting.py",
  about:
    "As backtesting.py fills: next open, sized at the fill from all free equity, in whole units where the market has them, touching fills a limit, the spread on entries only.",
  lateEntry: "waits",
  limitFill: "touch",
  sizeAt: "fill",
  sizeOf: "free-cash",
  sizeShare: 1 - Number.EPSILON,
  costsWithinSize: true,
  spread: "whole-on-entry",
  endOfData: "close-at-last-open",
};

/** All conventions by name; the first is the default. */
export const FILL_CONVENTIONS: ReadonlyMap<string, FillConvention> = new Map(
  [
    PESSIMISTIC,
    BACKTESTING_PY,
    {
      ...BACKTESTING_PY,
      name: "backtesting.py-on-close",
      about: "As backtesting.py with trade_on_close: market orders fill at the close of the signal's candle.",
      marketFill: "signal-close" as const,
      endOfData: "close-at-previous-close" as const,
    },
    {
      ...PESSIMISTIC,
      name: "freqtrade",
      about:
        "As freqtrade's backtest: next open; stop, minimal ROI and trailing stop tested on each candle in its order, the stop trailed by the same candle's high.",
      matching: "freqtrade" as const,
      lateEntry: "waits" as const,
      limitFill: "touch" as const,
      sizeAt: "fill" as const,
      sizeOf: "free-cash" as const,
      endOfData: "close-at-last-open" as const,
    },
    {
      ...PESSIMISTIC,
      name: "signal-close",
      about:
        "As Jesse and NautilusTrader: market orders fill at the close of the signal's candle, stops and targets from the next candle on.",
      marketFill: "signal-close" as const,
      limitFill: "touch" as const,
      sizeAt: "fill" as const,
      sizeOf: "free-cash" as const,
    },
  ].map((convention) => [convention.name, Object.freeze(convention)]),
);

/** The convention with sizes from another moment than its own: its name says so, on every report. */
export function sizedAt(convention: FillConvention, sizeAt: FillConvention["sizeAt"]): FillConvention {
  if (sizeAt === convention.sizeAt) return convention;
  return Object.freeze({ ...convention, sizeAt, name: `${convention.name} (sized at the ${sizeAt})` });
}

/** The convention that a result names, whatever moment it was sized at. */
export function conventionNamed(name: string): FillConvention | undefined {
  return FILL_CONVENTIONS.get(name.replace(/ \(sized at the \w+\)$/, ""));
}
