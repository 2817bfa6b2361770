/** The last candles of each sleeve: what a run that closes its positions at the end of the data closes them at. */
import type { Block } from "./expression/block.ts";
import type { Sleeve } from "./sleeve.ts";

export class LastCandles {
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Close of the candle before; the candle's own where it is the only one. */
  readonly previousClose: Float64Array;
  private readonly sleeves: readonly Sleeve[];

  constructor(sleeves: readonly Sleeve[]) {
    const column = () => new Float64Array(sleeves.length).fill(NaN);
    this.sleeves = sleeves;
    this.openTime = column();
    this.open = column();
    this.close = column();
    this.previousClose = column();
  }

  /** Blocks may be of one instant, and their candles gone when the next one comes: what is needed is copied. */
  take(block: Block): void {
    for (const { index, execution } of this.sleeves) {
      const { candles, from, count } = block.streams[execution];
      if (count === 0) continue;
      const row = from + count - 1;
      const before = count > 1 ? candles.close[row - 1] : this.close[index];
      this.openTime[index] = candles.openTime[row];
      this.open[index] = candles.open[row];
      this.close[index] = candles.close[row];
      this.previousClose[index] = before === before ? before : candles.close[row];
    }
  }
}
