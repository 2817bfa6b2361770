/** The leaves: candles of this or a higher timeframe, features, predictions, the clock, and other symbols. */
import { timeframeMs } from "../timeframe.ts";
import { type SeriesLike, toSeries } from "./apply.ts";
import { Condition, type Expression, type Market, Series, type SourceColumn } from "./node.ts";

/**
 * The columns of one symbol.
 * @param role "" for the strategy's one symbol, else a declared role
 * @param timeframe "" for the strategy's own
 */
export function marketOf(role = "", timeframe = ""): Market {
  const column = (name: SourceColumn) => new Series({ type: "source", column: name, role, timeframe });
  return Object.freeze({
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
    openTime: column("openTime"),
    closeTime: column("closeTime"),
  });
}

/**
 * An expression over closed candles of a longer timeframe, which the engine builds from the strategy's own.
 * A value is visible from the base candle whose close time is at or after the higher candle's own.
 * @param timeframe a whole multiple of the strategy's timeframe
 * @param role whose candles; "" for the strategy's one symbol
 */
export function higherTimeframe<Result extends Expression>(
  timeframe: string,
  build: (market: Market) => Result,
  role = "",
): Result {
  timeframeMs(timeframe);
  const input: Expression = build(marketOf(role, timeframe));
  const aligned =
    input.kind === "series"
      ? new Series({ type: "align", timeframe, input })
      : new Condition({ type: "align", timeframe, input });
  return aligned as Result;
}

/**
 * An outside series (sentiment, funding), by the time at which each value became available.
 * @param maxAgeMs an older value counts as missing
 */
export function feature(name: string, options: { maxAgeMs?: number } = {}): Series {
  return new Series({ type: "feature", name, maxAgeMs: options.maxAgeMs ?? Infinity });
}

/** What a model, injected by name when the plan is built, says about the inputs. Unknown while an input is. */
export function prediction(name: string, inputs: readonly SeriesLike[]): Series {
  return new Series({ type: "prediction", name, inputs: inputs.map(toSeries) });
}

/** True on the first candle that closes in a new interval of the clock (UTC): `every("1d")`, `every("4h")`. */
export function every(timeframe: string): Condition {
  timeframeMs(timeframe);
  return new Condition({ type: "every", timeframe });
}

/** Compares the strategy's symbols with one another at each instant. */
export const across = Object.freeze({
  /** Rank of this symbol among all symbols whose value is known: 1 is the highest; ties share the better rank. */
  rank: (value: Series): Series => new Series({ type: "across", compute: "rank", input: value }),
  /** Distance from the mean over the symbols, in (population) standard deviations; unknown for fewer than two symbols. */
  zscore: (value: Series): Series => new Series({ type: "across", compute: "zscore", input: value }),
});
