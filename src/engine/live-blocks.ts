/**
 * Blocks of one instant, made from candles as they come: what a dry run and live trading give to `Run.take`. Each stream
 * keeps two rows: the candle that closes, and the one that has opened and is not known further.
 */
import { type CandleColumns, emptyCandles } from "./candles.ts";
import type { Block } from "./expression/block.ts";
import { type LiveInstant, NUMBERS_PER_CANDLE } from "./live-instant.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export class LiveBlocks {
  private readonly candles: Writable<CandleColumns>[];
  private readonly rowAt: Int32Array[];
  private readonly time = new Float64Array(1);
  private readonly block: Block;

  constructor(streams: number) {
    this.candles = Array.from({ length: streams }, () => ({ ...emptyCandles(2), length: 0 }));
    this.rowAt = Array.from({ length: streams }, () => new Int32Array(1));
    this.block = {
      count: 1,
      instants: { times: this.time, from: 0, shiftMs: 0, isLasting: false },
      streams: this.candles.map((candles, s) => ({
        candles,
        from: 0,
        count: 0,
        rowAt: this.rowAt[s],
        instantOf: new Int32Array(1),
      })),
    };
  }

  /** The block of one instant; the same object each time, filled anew. */
  take(instant: LiveInstant): Block {
    const { block, candles } = this;
    this.time[0] = instant.time;
    for (let s = 0; s < candles.length; s++) {
      this.rowAt[s][0] = -1;
      block.streams[s].count = 0;
      // A row that closed at the last instant makes room: what has opened since moves to the front.
      if (candles[s].length === 2 || (candles[s].length === 1 && Number.isFinite(candles[s].close[0])))
        this.shift(candles[s]);
    }
    for (let at = 0; at < instant.length; at += NUMBERS_PER_CANDLE) this.put(instant.numbers, at);
    return block;
  }

  private shift(columns: Writable<CandleColumns>): void {
    columns.openTime[0] = columns.openTime[1];
    columns.open[0] = columns.open[1];
    columns.close[0] = NaN;
    columns.length--;
  }

  /** A candle that closes is the first row; one that has opened comes after it. */
  private put(numbers: Float64Array, at: number): void {
    const s = numbers[at];
    const columns = this.candles[s];
    const stream = this.block.streams[s];
    const row = stream.count;
    columns.openTime[row] = numbers[at + 1];
    columns.open[row] = numbers[at + 2];
    columns.high[row] = numbers[at + 3];
    columns.low[row] = numbers[at + 4];
    columns.close[row] = numbers[at + 5];
    columns.volume[row] = numbers[at + 6];
    columns.length = row + 1;
    if (Number.isNaN(columns.close[row])) return;
    this.rowAt[s][0] = 0;
    stream.count = 1;
  }
}
