/**
 * The quiet stretch: instants at which no signal fires and no order waits. All there is to do is to mark the open
 * positions and to look for the first candle that touches a stop or a target, or an equity that reaches a limit.
 * These loops are where a backtest spends its time, so they are plain and allocate nothing.
 */
import type { Block } from "./expression/block.ts";
import type { CurveRecorder } from "./equity-curve.ts";
import type { Portfolio } from "./portfolio.ts";
import { widenRange } from "./price-range.ts";
import type { Guards } from "./protection/guards.ts";
import type { Halts } from "./risk/halts.ts";
import type { Sleeve } from "./sleeve.ts";

export class QuietStretch {
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly guards: Guards;
  private readonly halts: Halts;
  private readonly curve: CurveRecorder;
  /** Price of each position, in order, before the stretch. */
  private readonly priceBefore: Float64Array;
  /** By sleeve: where its candles of this block lie. */
  private readonly lows: Float64Array[] = [];
  private readonly highs: Float64Array[] = [];
  private readonly closes: Float64Array[] = [];
  private readonly rowsAt: (Int32Array | undefined)[] = [];
  private readonly offsets: Int32Array;
  private peakBefore = 0.5;
  private wentTooFar = false;

  constructor(sleeves: readonly Sleeve[], portfolio: Portfolio, guards: Guards, halts: Halts, curve: CurveRecorder) {
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.guards = guards;
    this.halts = halts;
    this.curve = curve;
    this.offsets = new Int32Array(sleeves.length);
    this.priceBefore = new Float64Array(sleeves.length);
  }

  /** A new block. */
  begin(block: Block): void {
    for (let s = 0; s < this.sleeves.length; s++) {
      const { candles, from, rowAt } = block.streams[this.sleeves[s].execution];
      this.lows[s] = candles.low;
      this.highs[s] = candles.high;
      this.closes[s] = candles.close;
      this.rowsAt[s] = rowAt;
      this.offsets[s] = from;
    }
  }

  /**
   * Marks the instants `from` to `end - 1` of the block, or up to the first that needs a whole step.
   * @param base index of the block's first instant in the curve
   * @returns the first instant that was not marked
   */
  run(from: number, end: number, base: number): number {
    const { open, openCount, hasHistory } = this.portfolio;
    if (openCount === 0) return this.flat(from, end, base);
    const reached =
      openCount === 1 && this.rowsAt[open[0]] === undefined
        ? this.single(open[0], from, end, base)
        : this.several(openCount, from, end, base);
    if (!hasHistory) for (let n = 0; n < openCount; n++) this.followRange(open[n], from, reached);
    return reached;
  }

  /** Keeps the marks of the open positions and the peak, for `goBack`. */
  remember(): void {
    const { open, openCount, markPrice } = this.portfolio;
    for (let n = 0; n < openCount; n++) this.priceBefore[n] = markPrice[open[n]];
    this.peakBefore = this.halts.peak;
  }

  /**
   * Undoes what was marked since `remember`, but for the curve, which is written anew, and the ranges, which are followed only
   * without history: blocks then hold one instant, and nothing is marked ahead.
   */
  goBack(): void {
    this.restorePrices(this.portfolio.openCount);
    this.halts.peak = this.peakBefore;
  }

  private restorePrices(count: number): void {
    const { open, markPrice } = this.portfolio;
    for (let n = 0; n < count; n++) markPrice[open[n]] = this.priceBefore[n];
  }

  /** Live, where the candles are gone when somebody asks. */
  private followRange(sleeve: number, from: number, to: number): void {
    const { lowest, highest } = this.portfolio;
    const low = this.lows[sleeve];
    const high = this.highs[sleeve];
    const rowAt = this.rowsAt[sleeve];
    const offset = this.offsets[sleeve];
    for (let k = from; k < to; k++) {
      const local = rowAt === undefined ? k : rowAt[k];
      if (local >= 0) widenRange(lowest, highest, sleeve, low, high, offset + local, offset + local + 1);
    }
  }

  private several(count: number, from: number, end: number, base: number): number {
    const touched = this.markAll(count, from, end, base);
    const within = this.withinLimits(from, touched, base);
    // Some were marked beyond the instant that needs a step: back, and up to there.
    if (this.wentTooFar || within < touched) {
      this.restorePrices(count);
      this.markAll(count, from, within, base);
    }
    return within;
  }

  /**
   * Marks every position up to the first instant at which one of them reaches a level. Position by position, not instant by
   * instant: each walks along its symbol's columns. The sums are the same.
   * @returns that instant, or `end`; `wentTooFar` says whether positions before that one were marked further
   */
  private markAll(count: number, from: number, end: number, base: number): number {
    const { open, markPrice } = this.portfolio;
    this.fillWithCash(from, end, base);
    this.wentTooFar = false;
    let reached = end;
    for (let n = 0; n < count; n++) {
      const s = open[n];
      this.priceBefore[n] = markPrice[s];
      const touched = this.mark(s, from, reached, base);
      if (touched < reached && n > 0) this.wentTooFar = true;
      reached = touched;
    }
    return reached;
  }

  /** One position, whose candles close at every instant: the same in one loop, since this is where most backtests are. */
  private single(index: number, from: number, end: number, base: number): number {
    const { portfolio, halts, guards } = this;
    const low = this.lows[index];
    const high = this.highs[index];
    const close = this.closes[index];
    const offset = this.offsets[index];
    const { equity } = this.curve;
    const { cash } = portfolio;
    const quantity = portfolio.quantity[index];
    const lower = guards.lower[index];
    const upper = guards.upper[index];
    let { peak } = halts;
    let k = from;
    let total = -Infinity;
    while (k < end) {
      const floor = halts.floorBelow(peak);
      for (; k < end; k++) {
        const row = offset + k;
        if (low[row] <= lower || high[row] >= upper) break;
        total = cash + quantity * close[row];
        if (total > peak || total <= floor) break;
        equity[base + k] = total;
      }
      if (!(k < end && total > peak)) break;
      // A new highest equity: the same instant again. Asked for inside, the floor would be a call in the loop, and V8 keeps
      // nothing that it has read of arrays across one, however seldom it is made.
      peak = total;
    }
    if (k > from) {
      portfolio.markPrice[index] = close[offset + k - 1];
      halts.peak = peak;
    }
    return k;
  }

  /** No position: the equity is the cash. What the last exit made of it can still reach a limit. */
  private flat(from: number, end: number, base: number): number {
    const { halts } = this;
    const { cash } = this.portfolio;
    if (cash > halts.peak) {
      if (end > from) halts.peak = cash;
    } else if (cash <= halts.floorBelow(halts.peak)) return from;
    this.fillWithCash(from, end, base);
    return end;
  }

  private fillWithCash(from: number, end: number, base: number): void {
    const { equity } = this.curve;
    const { cash } = this.portfolio;
    // Most stretches are short: a loop beats a call of `fill`.
    for (let k = base + from; k < base + end; k++) equity[k] = cash;
  }

  /** First instant at which the equity reaches a limit, or `end`; the peak follows up to there. */
  private withinLimits(from: number, end: number, base: number): number {
    const { halts } = this;
    const { equity } = this.curve;
    let { peak } = halts;
    let k = from;
    let total = -Infinity;
    while (k < end) {
      const floor = halts.floorBelow(peak);
      for (; k < end; k++) {
        total = equity[base + k];
        if (total > peak || total <= floor) break;
      }
      if (!(k < end && total > peak)) break;
      peak = total;
    }
    halts.peak = peak;
    return k;
  }

  /**
   * Adds a position's value at each instant, and follows its price. Where none of its candles closes, the price is that of
   * the last one.
   * @returns the first instant whose candle reaches a level, which is not marked, or `end`; a level that is NaN is not reached
   */
  private mark(sleeve: number, from: number, end: number, base: number): number {
    const low = this.lows[sleeve];
    const high = this.highs[sleeve];
    const close = this.closes[sleeve];
    const rowAt = this.rowsAt[sleeve];
    const offset = this.offsets[sleeve];
    const { markPrice } = this.portfolio;
    const { equity } = this.curve;
    const quantity = this.portfolio.quantity[sleeve];
    const lower = this.guards.lower[sleeve];
    const upper = this.guards.upper[sleeve];
    let price = markPrice[sleeve];
    let k = from;
    for (; k < end; k++) {
      const local = rowAt === undefined ? k : rowAt[k];
      if (local >= 0) {
        const row = offset + local;
        if (low[row] <= lower || high[row] >= upper) break;
        price = close[row];
      }
      equity[base + k] += quantity * price;
    }
    markPrice[sleeve] = price;
    return k;
  }
}
