/**
 * The quiet stretch: instants at which no signal fires and no order waits. All there is to do is to mark the open
 * positions and to look for the first candle that touches a stop or a target, or an equity that reaches a limit.
 * These loops are where a backtest spends its time, so they are plain and allocate nothing.
 */
import type { Block, StreamBlock } from "./expression/block.ts";
import type { CurveRecorder } from "./equity-curve.ts";
import type { Portfolio } from "./portfolio.ts";
import type { Guards } from "./protection/guards.ts";
import type { Halts } from "./risk/halts.ts";
import type { Sleeve } from "./sleeve.ts";

export class QuietStretch {
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly guards: Guards;
  private readonly halts: Halts;
  private readonly curve: CurveRecorder;
  /** The sleeves with a position, in order; the first `openCount` entries count. */
  private readonly open: Int32Array;
  /** Of each of these: price, lowest and highest before the stretch. */
  private readonly before: Float64Array;

  constructor(sleeves: readonly Sleeve[], portfolio: Portfolio, guards: Guards, halts: Halts, curve: CurveRecorder) {
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.guards = guards;
    this.halts = halts;
    this.curve = curve;
    this.open = new Int32Array(sleeves.length);
    this.before = new Float64Array(3 * sleeves.length);
  }

  /**
   * Marks the instants `from` to `end - 1` of the block, or up to the first that needs a whole step.
   * @param base index of the block's first instant in the curve
   * @returns the first instant that was not marked
   */
  run(block: Block, from: number, end: number, base: number): number {
    const { openCount } = this.portfolio;
    if (openCount === 0) return this.flat(from, end, base);
    this.listOpen();
    const stream = block.streams[this.sleeves[this.open[0]].execution];
    return openCount === 1 && stream.rowAt === undefined
      ? this.single(stream, this.open[0], from, end, base)
      : this.several(block, openCount, from, end, base);
  }

  private listOpen(): void {
    const { quantity } = this.portfolio;
    let count = 0;
    for (let s = 0; s < quantity.length; s++) if (quantity[s] !== 0) this.open[count++] = s;
  }

  private several(block: Block, count: number, from: number, end: number, base: number): number {
    const { portfolio, guards, sleeves, open } = this;
    let reached = end;
    for (let n = 0; n < count; n++) {
      const s = open[n];
      reached = firstTouch(block, block.streams[sleeves[s].execution], from, reached, guards.lower[s], guards.upper[s]);
      if (reached === from) return from;
    }
    this.markAll(block, count, from, reached, base);
    const within = this.withinLimits(from, reached, base);
    if (within === reached) return reached;
    // Marked too far: back, and up to where the limit is reached.
    const { markPrice, lowest, highest } = portfolio;
    for (let n = 0; n < count; n++) {
      const s = open[n];
      markPrice[s] = this.before[3 * n];
      lowest[s] = this.before[3 * n + 1];
      highest[s] = this.before[3 * n + 2];
    }
    this.markAll(block, count, from, within, base);
    return within;
  }

  /** Position by position, not instant by instant: each loop walks along one symbol's columns. The sums are the same. */
  private markAll(block: Block, count: number, from: number, end: number, base: number): void {
    const { open, before } = this;
    const { markPrice, lowest, highest } = this.portfolio;
    this.flat(from, end, base);
    for (let n = 0; n < count; n++) {
      const s = open[n];
      before[3 * n] = markPrice[s];
      before[3 * n + 1] = lowest[s];
      before[3 * n + 2] = highest[s];
      this.mark(block, s, from, end, base);
    }
  }

  /** One position, whose candles close at every instant: the same in one loop, since this is where most backtests are. */
  private single(
    { candles, from: offset }: StreamBlock,
    index: number,
    from: number,
    end: number,
    base: number,
  ): number {
    const { portfolio, halts, guards } = this;
    const { low, high, close } = candles;
    const { equity } = this.curve;
    const { cash } = portfolio;
    const quantity = portfolio.quantity[index];
    const lower = guards.lower[index];
    const upper = guards.upper[index];
    let { peak } = halts;
    let floor = halts.floorBelow(peak);
    let lowest = portfolio.lowest[index];
    let highest = portfolio.highest[index];
    let k = from;
    for (; k < end; k++) {
      const row = offset + k;
      const candleLow = low[row];
      const candleHigh = high[row];
      if (candleLow <= lower || candleHigh >= upper) break;
      const total = cash + quantity * close[row];
      if (total > peak) {
        peak = total;
        floor = halts.floorBelow(peak);
      } else if (total <= floor) break;
      if (candleLow < lowest) lowest = candleLow;
      if (candleHigh > highest) highest = candleHigh;
      equity[base + k] = total;
    }
    if (k > from) {
      portfolio.markPrice[index] = close[offset + k - 1];
      portfolio.lowest[index] = lowest;
      portfolio.highest[index] = highest;
      halts.peak = peak;
    }
    return k;
  }

  private flat(from: number, end: number, base: number): number {
    const { equity } = this.curve;
    const { cash } = this.portfolio;
    // Most stretches are short: a loop beats a call of `fill`.
    for (let k = base + from; k < base + end; k++) equity[k] = cash;
    return end;
  }

  /** First instant at which the equity reaches a limit, or `end`; the peak follows up to there. */
  private withinLimits(from: number, end: number, base: number): number {
    const { halts } = this;
    const { equity } = this.curve;
    let { peak } = halts;
    let floor = halts.floorBelow(peak);
    let k = from;
    for (; k < end; k++) {
      const total = equity[base + k];
      if (total > peak) {
        peak = total;
        floor = halts.floorBelow(peak);
      } else if (total <= floor) break;
    }
    halts.peak = peak;
    return k;
  }

  /**
   * Adds a position's value at each instant, and follows its price, its lowest and its highest. Where none of its candles
   * closes, the price is that of the last one.
   */
  private mark(block: Block, sleeve: number, from: number, end: number, base: number): void {
    const { candles, from: offset, rowAt } = block.streams[this.sleeves[sleeve].execution];
    const { low, high, close } = candles;
    const { lowest, highest, markPrice } = this.portfolio;
    const { equity } = this.curve;
    const quantity = this.portfolio.quantity[sleeve];
    let price = markPrice[sleeve];
    let least = lowest[sleeve];
    let most = highest[sleeve];
    for (let k = from; k < end; k++) {
      const local = rowAt === undefined ? k : rowAt[k];
      if (local >= 0) {
        const row = offset + local;
        price = close[row];
        if (low[row] < least) least = low[row];
        if (high[row] > most) most = high[row];
      }
      equity[base + k] += quantity * price;
    }
    markPrice[sleeve] = price;
    lowest[sleeve] = least;
    highest[sleeve] = most;
  }
}

/** Row of the first candle that closes at instant `k` or later. */
function rowClosingFrom(block: Block, { from, count, rowAt }: StreamBlock, k: number): number {
  if (rowAt === undefined) return from + k;
  while (k < block.count && rowAt[k] < 0) k++;
  return k < block.count ? from + rowAt[k] : from + count;
}

/** First instant of `from` to `end - 1` whose candle reaches one of the levels, or `end`. A level that is NaN is not reached. */
function firstTouch(
  block: Block,
  stream: StreamBlock,
  from: number,
  end: number,
  lower: number,
  upper: number,
): number {
  const { low, high } = stream.candles;
  const first = rowClosingFrom(block, stream, from);
  const last = rowClosingFrom(block, stream, end);
  for (let row = first; row < last; row++) {
    if (low[row] <= lower || high[row] >= upper)
      return stream.instantOf === undefined ? row - stream.from : stream.instantOf[row - stream.from];
  }
  return end;
}
