/** What a file's parser hands on: candles as they stand in the file, in the file's own order. */
import { type CandleColumns, emptyCandles, sliceCandles } from "../../engine/candles.ts";

export interface ParsedCandles {
  /** In the file's order: perhaps descending, unordered or with duplicates. */
  readonly candles: CandleColumns;
  /** When each candle closed by the file's own word, milliseconds UTC; absent where the file does not say. */
  readonly closeTime?: Float64Array;
  /** True where the file gives only the time at which a candle ends: `openTime` then holds that. */
  readonly timesAreEnds?: boolean;
  /** Line of the file on which each candle stands is this plus its index; absent where there are no lines. */
  readonly firstLine?: number;
  /** `ETH-USD` or the like, where the content names its market. */
  readonly market?: string;
}

/** Seven columns that grow as rows come in. */
export class GrowingCandles {
  length = 0;
  readonly #withCloseTime: boolean;
  #columns: Float64Array[];

  constructor(capacity: number, withCloseTime: boolean) {
    this.#withCloseTime = withCloseTime;
    this.#columns = Array.from({ length: 7 }, (_, i) => new Float64Array(i < 6 || withCloseTime ? capacity : 0));
  }

  /** @param row values by role */
  push(row: Float64Array): void {
    if (this.length === this.#columns[0].length) this.#grow();
    const columns = this.#columns;
    const at = this.length++;
    columns[0][at] = row[0];
    columns[1][at] = row[1];
    columns[2][at] = row[2];
    columns[3][at] = row[3];
    columns[4][at] = row[4];
    columns[5][at] = row[5];
    if (this.#withCloseTime) columns[6][at] = row[6];
  }

  finish(): { candles: CandleColumns; closeTime?: Float64Array } {
    const [openTime, open, high, low, close, volume, closeTime] = this.#columns;
    const whole: CandleColumns = { ...emptyCandles(0), length: this.length, openTime, open, high, low, close, volume };
    const candles = sliceCandles(whole, 0, this.length);
    return this.#withCloseTime ? { candles, closeTime: closeTime.subarray(0, this.length) } : { candles };
  }

  #grow(): void {
    this.#columns = this.#columns.map((column) => {
      const longer = new Float64Array(Math.ceil(column.length * 1.5) + 1000);
      longer.set(column);
      return longer;
    });
  }
}
