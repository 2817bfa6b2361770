/**
 * One instant as a live run is told of it: the candles that closed, and those that opened since the last one. It is a row
 * of numbers in memory that serves again for the next instant; a journal keeps these bytes as they are.
 */
import type { CandleColumns } from "./candles.ts";

/** Of each candle: stream, open time, open, high, low, close, volume. One that has only opened is NaN beyond its open. */
export const NUMBERS_PER_CANDLE = 7;

export interface LiveCandle {
  /** Index of the stream, in the order in which the streams were asked for. */
  readonly stream: number;
  /** False: its open is known, nothing else is. */
  readonly hasClosed: boolean;
  /** Milliseconds UTC. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export class LiveInstant {
  /** The common close time, milliseconds UTC; strictly ascending from instant to instant. */
  time = NaN;
  /** Numbers in use. */
  length = 0;
  readonly numbers: Float64Array;
  private readonly streams: number;
  /** The bytes of the first n candles, made once: a view costs more than all else about an instant. */
  private readonly views: readonly Uint8Array[];

  constructor(streams: number) {
    this.streams = streams;
    // At an instant a stream closes one candle at most, and opens another.
    const candles = 2 * streams;
    this.numbers = new Float64Array(candles * NUMBERS_PER_CANDLE);
    this.views = Array.from(
      { length: candles + 1 },
      (_, n) => new Uint8Array(this.numbers.buffer, 0, n * NUMBERS_PER_CANDLE * Float64Array.BYTES_PER_ELEMENT),
    );
  }

  /** Begins an instant; nothing has happened at it yet. */
  begin(time: number): void {
    this.time = time;
    this.length = 0;
  }

  /** The stream's candle in this row closed at the instant. To be told before the stream's next one opens. */
  close(stream: number, candles: CandleColumns, row: number): void {
    const { numbers, length: at } = this;
    this.open(stream, candles, row);
    numbers[at + 3] = candles.high[row];
    numbers[at + 4] = candles.low[row];
    numbers[at + 5] = candles.close[row];
    numbers[at + 6] = candles.volume[row];
  }

  /** The stream's candle in this row opened since the last instant, and has not closed. */
  open(stream: number, candles: CandleColumns, row: number): void {
    const { numbers, length: at } = this;
    numbers[at] = stream;
    numbers[at + 1] = candles.openTime[row];
    numbers[at + 2] = candles.open[row];
    for (let unknown = at + 3; unknown < at + NUMBERS_PER_CANDLE; unknown++) numbers[unknown] = NaN;
    this.length += NUMBERS_PER_CANDLE;
  }

  /** What was told, as bytes that are valid until the next instant. */
  bytes(): Uint8Array {
    return this.views[this.length / NUMBERS_PER_CANDLE];
  }

  /**
   * Takes an instant from what `bytes` gave.
   * @returns false where that is no row of candles of these streams
   */
  load(time: number, bytes: Uint8Array): boolean {
    const view = this.views.find(({ length }) => length === bytes.length);
    if (view === undefined) return false;
    view.set(bytes);
    this.time = time;
    this.length = bytes.length / Float64Array.BYTES_PER_ELEMENT;
    for (let at = 0; at < this.length; at += NUMBERS_PER_CANDLE) {
      const stream = this.numbers[at];
      if (!Number.isInteger(stream) || stream < 0 || stream >= this.streams) return false;
    }
    return true;
  }

  /** The candles as objects, for those who are in no hurry. */
  candles(): LiveCandle[] {
    return Array.from({ length: this.length / NUMBERS_PER_CANDLE }, (_, n) => {
      const [stream, openTime, open, high, low, close, volume] = this.numbers.subarray(n * NUMBERS_PER_CANDLE);
      return { stream, hasClosed: !Number.isNaN(close), openTime, open, high, low, close, volume };
    });
  }
}
