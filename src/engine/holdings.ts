/**
 * What was held from when on: a row for every fill, from which the exposure at each instant follows. A backtest has its
 * candles at hand, so it works the exposure out when somebody asks; live candles are gone, and it is noted as they close.
 */
import { firstAtOrAfterNear, type MarkingCandles } from "./candles.ts";
import type { Times } from "./times.ts";

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
  numbers = new Float64Array(FIRST_ROWS * WIDTH);

  /** The fills that come now count from this instant on, before or after the candles that close at it. */
  beginAt(instant: number, isAfterClose: boolean): void {
    this.instant = instant;
    this.afterClose = isAfterClose ? 1 : 0;
  }

  add(sleeve: number, quantity: number, price: number): void {
    if (this.length * WIDTH === this.numbers.length) {
      const larger = new Float64Array(2 * this.numbers.length);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    const at = this.length++ * WIDTH;
    this.numbers[at] = this.instant;
    this.numbers[at + 1] = sleeve;
    this.numbers[at + 2] = quantity;
    this.numbers[at + 3] = price;
    this.numbers[at + 4] = this.afterClose;
  }

  /** The rows of each sleeve, as places in `numbers`. */
  bySleeve(sleeves: number): number[][] {
    const rows = Array.from({ length: sleeves }, (): number[] => []);
    for (let row = 0; row < this.length; row++) rows[this.numbers[row * WIDTH + 1]].push(row * WIDTH);
    return rows;
  }
}

/**
 * Walks along the exposure: the sum of |quantity * price| over all positions, at each instant. The price is the last close,
 * or the fill's where no candle has closed since.
 */
export class ExposureWalk {
  private readonly numbers: Float64Array;
  private readonly rows: readonly (readonly number[])[];
  private readonly times: Times;
  private readonly marking: readonly MarkingCandles[];
  /** By sleeve: how many of its rows have begun, the next candle to close, and the price now. */
  private readonly begun: Int32Array;
  private readonly candle: Int32Array;
  private readonly price: Float64Array;

  /**
   * @param times of the instants, milliseconds UTC
   * @param marking by sleeve
   */
  constructor(holdings: Holdings, times: Times, marking: readonly MarkingCandles[]) {
    this.numbers = holdings.numbers;
    this.rows = holdings.bySleeve(marking.length);
    this.times = times;
    this.marking = marking;
    this.begun = new Int32Array(marking.length);
    this.candle = new Int32Array(marking.length);
    this.price = new Float64Array(marking.length);
  }

  /** Adds the exposure of the instants `from` to `to - 1` to `sums`, from its beginning on. Each call goes on where the last one ended. */
  add(sums: Float64Array, from: number, to: number): void {
    // Sleeve by sleeve, in their order: the sums are those of `Portfolio.exposure`.
    for (let sleeve = 0; sleeve < this.rows.length; sleeve++) this.addSleeve(sleeve, sums, from, to);
  }

  private addSleeve(sleeve: number, sums: Float64Array, from: number, to: number): void {
    const rows = this.rows[sleeve];
    let k = from;
    while (k < to) {
      while (this.begun[sleeve] < rows.length && this.numbers[rows[this.begun[sleeve]]] <= k) this.begin(sleeve);
      const begun = this.begun[sleeve];
      const end = begun < rows.length ? Math.min(to, this.numbers[rows[begun]]) : to;
      if (begun > 0 && this.numbers[rows[begun - 1] + 2] !== 0) this.mark(sleeve, rows[begun - 1], sums, from, k, end);
      k = end;
    }
  }

  private begin(sleeve: number): void {
    const at = this.rows[sleeve][this.begun[sleeve]++];
    const firstMark = this.numbers[at] + this.numbers[at + 4];
    const marking = this.marking[sleeve];
    this.price[sleeve] = this.numbers[at + 3];
    this.candle[sleeve] =
      firstMark < this.times.length
        ? firstAtOrAfterNear(marking, this.times.at(firstMark) - marking.lengthMs, this.candle[sleeve])
        : marking.candles.length;
  }

  private mark(sleeve: number, at: number, sums: Float64Array, offset: number, from: number, to: number): void {
    const { times } = this;
    const { candles, lengthMs } = this.marking[sleeve];
    const { openTime, close, length } = candles;
    const quantity = this.numbers[at + 2];
    let price = this.price[sleeve];
    let row = this.candle[sleeve];
    for (let k = from; k < to; k++) {
      if (row < length && openTime[row] + lengthMs === times.at(k)) price = close[row++];
      sums[k - offset] += Math.abs(quantity * price);
    }
    this.price[sleeve] = price;
    this.candle[sleeve] = row;
  }
}
