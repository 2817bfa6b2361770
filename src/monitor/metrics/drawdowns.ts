/** Drawdowns of an equity series: how far below its highest value so far, and for how long. */
import type { Times } from "../../engine/times.ts";
import type { Series } from "./statistics/moments.ts";

/** One decline: from a peak to the point at which the peak was reached again. */
export interface Drawdown {
  readonly peakTime: number;
  readonly troughTime: number;
  /** null while not recovered. */
  readonly recoveryTime: number | null;
  /** Depth at the trough as a fraction of the peak, negative. */
  readonly depth: number;
  /** Depth at the trough in currency, negative. */
  readonly amount: number;
  /** From the peak to the recovery, or to the end of the data. */
  readonly durationMs: number;
}

/** `E / peak - 1` at each point, <= 0. The peak starts at `startingEquity`: a loss on the first bar counts. */
export function drawdownSeries(equity: Series, startingEquity: number): Float64Array {
  const depths = new Float64Array(equity.length);
  let peak = startingEquity;
  for (let index = 0; index < equity.length; index++) {
    if (equity[index] > peak) peak = equity[index];
    depths[index] = equity[index] / peak - 1;
  }
  return depths;
}

/**
 * Every drawdown of the series, in time order.
 * @param startTime time of the starting equity, the first peak
 */
export function findDrawdowns(time: Times, equity: Series, startTime: number, startingEquity: number): Drawdown[] {
  const search = new DrawdownSearch(startTime, startingEquity);
  for (let from = 0; from < equity.length; from += PIECE)
    search.take(time, equity, from, Math.min(equity.length, from + PIECE));
  return search.finish(time.at(equity.length - 1));
}

/** Piece by piece: one loop over a million points is compiled while it runs, and thrown away when it ends. */
const PIECE = 4096;

class DrawdownSearch {
  private readonly found: Drawdown[] = [];
  private peak = 0.5;
  private peakTime = 0.5;
  private trough = Infinity;
  private troughTime = NaN;

  constructor(startTime: number, startingEquity: number) {
    this.peak = startingEquity;
    this.peakTime = startTime;
  }

  take(time: Times, equity: Series, from: number, to: number): void {
    let { peak, trough } = this;
    for (let index = from; index < to; index++) {
      const value = equity[index];
      if (value >= peak) {
        if (trough < peak) {
          this.trough = trough;
          this.close(time.at(index), true);
          trough = Infinity;
        }
        peak = value;
        this.peak = value;
        this.peakTime = time.at(index);
      } else if (value < trough) {
        trough = value;
        this.troughTime = time.at(index);
      }
    }
    this.trough = trough;
  }

  finish(endTime: number): Drawdown[] {
    if (this.trough < this.peak) this.close(endTime, false);
    return this.found;
  }

  private close(end: number, recovered: boolean): void {
    const { peak, peakTime, trough, troughTime } = this;
    this.found.push({
      peakTime,
      troughTime,
      recoveryTime: recovered ? end : null,
      depth: trough / peak - 1,
      amount: trough - peak,
      durationMs: end - peakTime,
    });
  }
}

/** Deepest first. */
export function deepest(drawdowns: readonly Drawdown[], count: number): Drawdown[] {
  return [...drawdowns].sort((left, right) => left.depth - right.depth).slice(0, count);
}

/** Depth of the deepest one as a positive fraction; 0 without any. */
export function maximumDrawdown(drawdowns: readonly Drawdown[]): number {
  return drawdowns.reduce((deepestYet, { depth }) => Math.max(deepestYet, -depth), 0);
}

/** Root of the mean square: the Ulcer index, when given drawdowns. */
export function rootMeanSquare(values: Series): number {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += values[index] * values[index];
  return Math.sqrt(squares / values.length);
}
