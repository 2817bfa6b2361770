/**
 * Blocks of one instant, made from candles as they come: what a dry run and live trading give to `Run.take`. Each stream
 * keeps two rows: the candle that closes, and the one that has opened and is not known further.
 */
import { type CandleColumns, emptyCandles } from "./candles.ts";
import type { Block } from "./expression/block.ts";

export interface ClosedCandle {
  readonly stream: number;
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface OpenedCandle {
  readonly stream: number;
  readonly openTime: number;
  readonly open: number;
}

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
  take(time: number, closes: readonly ClosedCandle[], opens: readonly OpenedCandle[]): Block {
    const { block, candles } = this;
    this.time[0] = time;
    for (let s = 0; s < candles.length; s++) {
      this.rowAt[s][0] = -1;
      block.streams[s].count = 0;
      // A row that closed at the last instant makes room: what has opened since moves to the front.
      if (candles[s].length === 2 || (candles[s].length === 1 && Number.isFinite(candles[s].close[0])))
        this.shift(candles[s]);
    }
    for (const closed of closes) this.close(closed);
    for (const opened of opens) this.open(opened);
    return block;
  }

  private shift(columns: Writable<CandleColumns>): void {
    columns.openTime[0] = columns.openTime[1];
    columns.open[0] = columns.open[1];
    columns.close[0] = NaN;
    columns.length--;
  }

  private close(candle: ClosedCandle): void {
    const columns = this.candles[candle.stream];
    columns.openTime[0] = candle.openTime;
    columns.open[0] = candle.open;
    columns.high[0] = candle.high;
    columns.low[0] = candle.low;
    columns.close[0] = candle.close;
    columns.volume[0] = candle.volume;
    columns.length = 1;
    this.rowAt[candle.stream][0] = 0;
    this.block.streams[candle.stream].count = 1;
  }

  private open(candle: OpenedCandle): void {
    const columns = this.candles[candle.stream];
    const row = this.block.streams[candle.stream].count;
    columns.openTime[row] = candle.openTime;
    columns.open[row] = candle.open;
    columns.close[row] = NaN;
    columns.length = row + 1;
  }
}
