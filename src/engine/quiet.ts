/**
 * The quiet stretch: instants at which no signal fires and no order waits. All there is to do is to mark the open
 * positions and to look for the first candle that touches a stop or a target, or an equity that reaches a limit.
 * These loops are where a backtest spends its time, so they are plain and allocate nothing.
 */
import type { Block } from "./expression/block.ts";
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

  constructor(sleeves: readonly Sleeve[], portfolio: Portfolio, guards: Guards, halts: Halts, curve: CurveRecorder) {
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.guards = guards;
    this.halts = halts;
    this.curve = curve;
    this.open = new Int32Array(sleeves.length);
  }

  /**
   * Marks the instants `from` to `end - 1` of the block, or up to the first that needs a whole step.
   * @param base index of the block's first instant in the curve
   * @returns the first instant that was not marked
   */
  run(block: Block, from: number, end: number, base: number): number {
    if (this.portfolio.openCount === 0) return this.flat(from, end, base);
    let count = 0;
    for (let s = 0; s < this.sleeves.length; s++) if (this.portfolio.quantity[s] !== 0) this.open[count++] = s;
    const only = this.open[0];
    return count === 1 && block.streams[this.sleeves[only].execution].rowAt === undefined
      ? this.single(block, only, from, end, base)
      : this.several(block, count, from, end, base);
  }

  private flat(from: number, end: number, base: number): number {
    const { equity, exposure } = this.curve;
    equity.fill(this.portfolio.cash, base + from, base + end);
    exposure.fill(0, base + from, base + end);
    return end;
  }

  /** One position, whose candles close at every instant. */
  private single(block: Block, index: number, from: number, end: number, base: number): number {
    const { portfolio, halts, guards } = this;
    const { candles, from: offset } = block.streams[this.sleeves[index].execution];
    const { low, high, close } = candles;
    const { equity, exposure } = this.curve;
    const { cash } = portfolio;
    const quantity = portfolio.quantity[index];
    const lower = guards.lower[index];
    const upper = guards.upper[index];
    const { drawdownFactor, dayFloor } = halts;
    let { peak } = halts;
    let lowest = portfolio.lowest[index];
    let highest = portfolio.highest[index];
    let k = from;
    for (; k < end; k++) {
      const row = offset + k;
      const candleLow = low[row];
      const candleHigh = high[row];
      if (candleLow <= lower || candleHigh >= upper) break;
      const value = quantity * close[row];
      const total = cash + value;
      if (total > peak) peak = total;
      else if (total <= peak * drawdownFactor) break;
      if (total <= dayFloor) break;
      if (candleLow < lowest) lowest = candleLow;
      if (candleHigh > highest) highest = candleHigh;
      equity[base + k] = total;
      exposure[base + k] = value < 0 ? -value : value;
    }
    if (k > from) {
      portfolio.markPrice[index] = close[offset + k - 1];
      portfolio.lowest[index] = lowest;
      portfolio.highest[index] = highest;
      halts.peak = peak;
    }
    return k;
  }

  private several(block: Block, count: number, from: number, end: number, base: number): number {
    const { portfolio, halts, curve, open, sleeves } = this;
    const { quantity, markPrice } = portfolio;
    for (let k = from; k < end; k++) {
      if (this.isTouched(block, count, k)) return k;
      let total = portfolio.cash;
      let exposure = 0;
      for (let n = 0; n < count; n++) {
        const s = open[n];
        const stream = block.streams[sleeves[s].execution];
        const row = stream.rowAt === undefined ? k : stream.rowAt[k];
        const price = row < 0 ? markPrice[s] : stream.candles.close[stream.from + row];
        const value = quantity[s] * price;
        total += value;
        exposure += value < 0 ? -value : value;
      }
      if (total <= halts.peak * halts.drawdownFactor || total <= halts.dayFloor) return k;
      if (total > halts.peak) halts.peak = total;
      this.widen(block, count, k);
      curve.equity[base + k] = total;
      curve.exposure[base + k] = exposure;
    }
    return end;
  }

  private isTouched(block: Block, count: number, k: number): boolean {
    const { guards, open, sleeves } = this;
    for (let n = 0; n < count; n++) {
      const s = open[n];
      const stream = block.streams[sleeves[s].execution];
      const row = stream.rowAt === undefined ? k : stream.rowAt[k];
      if (row < 0) continue;
      if (
        stream.candles.low[stream.from + row] <= guards.lower[s] ||
        stream.candles.high[stream.from + row] >= guards.upper[s]
      )
        return true;
    }
    return false;
  }

  private widen(block: Block, count: number, k: number): void {
    const { portfolio, open, sleeves } = this;
    for (let n = 0; n < count; n++) {
      const s = open[n];
      const stream = block.streams[sleeves[s].execution];
      const row = stream.rowAt === undefined ? k : stream.rowAt[k];
      if (row < 0) continue;
      const at = stream.from + row;
      portfolio.markPrice[s] = stream.candles.close[at];
      if (stream.candles.low[at] < portfolio.lowest[s]) portfolio.lowest[s] = stream.candles.low[at];
      if (stream.candles.high[at] > portfolio.highest[s]) portfolio.highest[s] = stream.candles.high[at];
    }
  }
}
