/**
 * What was held from when on: a row for every fill, from which the exposure at each instant follows. A backtest has its
 * candles at hand, so it works the exposure out when somebody asks; live candles are gone, and it is noted as they close.
 */
import type { CandleColumns } from "./candles.ts";

/** The candles that a sleeve's position is marked by. */
export interface MarkingCandles {
  readonly candles: CandleColumns;
  readonly lengthMs: number;
}

/**
 * Numbers of a row: the instant from which it holds, the sleeve, its signed quantity, the price of the fill, and 1 where the
 * fill came after the candles that close at this instant.
 */
const WIDTH = 5;
const FIRST_ROWS = 256;

export class Holdings {
  /** Index of the instant from which the fills that come now count. */
  private instant = 0;
  private afterClose = 0;
  length = 0;
  private rows = new Float64Array(FIRST_ROWS * WIDTH);

  /** The fills that come now count from this instant on, before or after the candles that close at it. */
  beginAt(instant: number, isAfterClose: boolean): void {
    this.instant = instant;
    this.afterClose = isAfterClose ? 1 : 0;
  }

  add(sleeve: number, quantity: number, price: number): void {
    if (this.length * WIDTH === this.rows.length) {
      const larger = new Float64Array(2 * this.rows.length);
      larger.set(this.rows);
      this.rows = larger;
    }
    const at = this.length++ * WIDTH;
    this.rows[at] = this.instant;
    this.rows[at + 1] = sleeve;
    this.rows[at + 2] = quantity;
    this.rows[at + 3] = price;
    this.rows[at + 4] = this.afterClose;
  }

  /**
   * The sum of |quantity * price| over all positions, at each instant: the price is the last close, or the fill's where no
   * candle has closed since.
   * @param times of the instants, milliseconds UTC
   * @param marking by sleeve
   */
  exposure(times: Float64Array, marking: readonly MarkingCandles[]): Float64Array {
    const exposure = new Float64Array(times.length);
    // Sleeve by sleeve, in their order: the sums are those of `Portfolio.exposure`.
    const bySleeve = marking.map((): number[] => []);
    for (let row = 0; row < this.length; row++) bySleeve[this.rows[row * WIDTH + 1]].push(row * WIDTH);
    bySleeve.forEach((rows, sleeve) => {
      rows.forEach((at, n) => {
        const end = n + 1 < rows.length ? this.rows[rows[n + 1]] : times.length;
        // Read one by one: to take a row apart as a list costs more than to mark what it says.
        const from = this.rows[at];
        const quantity = this.rows[at + 2];
        const price = this.rows[at + 3];
        if (quantity === 0) return;
        const firstMark = from + this.rows[at + 4];
        for (let k = from; k < Math.min(end, firstMark); k++) exposure[k] += Math.abs(quantity * price);
        addExposure(exposure, times, firstMark, end, quantity, price, marking[sleeve]);
      });
    });
    return exposure;
  }
}

function addExposure(
  exposure: Float64Array,
  times: Float64Array,
  from: number,
  end: number,
  quantity: number,
  fillPrice: number,
  { candles, lengthMs }: MarkingCandles,
): void {
  const { openTime, close, length } = candles;
  let price = fillPrice;
  let row = from < times.length ? firstClosingFrom(candles, lengthMs, times[from]) : length;
  for (let k = from; k < end; k++) {
    if (row < length && openTime[row] + lengthMs === times[k]) price = close[row++];
    exposure[k] += Math.abs(quantity * price);
  }
}

/** Row of the first candle that closes at `time` or later. */
function firstClosingFrom({ openTime, length }: CandleColumns, lengthMs: number, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openTime[middle] + lengthMs < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
