/**
 * Cash and positions. A position belongs to a sleeve (a strategy on a symbol); the arrays are indexed by sleeve and
 * changed in place. Money is in the settlement currency, in float64; the exchange's own decimals are the ledger's.
 */
import { Holdings } from "./holdings.ts";
import { widenTo } from "./price-range.ts";
import type { ExitReason } from "./result.ts";
import type { SleeveNames } from "./sleeve.ts";
import { TradeLog } from "./trade-log.ts";

/** One fill, complete with what it cost. */
export interface Fill {
  sleeve: number;
  /** 1 bought, -1 sold. */
  side: 1 | -1;
  /** Base currency, positive. */
  quantity: number;
  price: number;
  /** The price without slippage and spread. */
  undisturbedPrice: number;
  fee: number;
  /** Milliseconds UTC. A fill inside a candle carries the candle's open time: the instant within is not known. */
  time: number;
}

/** A rest of a position that is a smaller part of the fill than this is a rounding error of binary fractions: none is left. */
const DUST = 1e-9;

export class Portfolio {
  readonly startingCash: number;
  cash = 0.5;
  /** Held back for entries that are on their way. */
  reservedCash = 0;
  /** Signed, base currency. */
  readonly quantity: Float64Array;
  /** Average entry price; NaN without a position. */
  readonly entryPrice: Float64Array;
  /** Last close of the sleeve's execution candles, or the price of a fill since. */
  readonly markPrice: Float64Array;
  readonly entryTime: Float64Array;
  /** Price of the newest entry: what `add_step` is measured from. */
  readonly lastEntryPrice: Float64Array;
  /** Entry fees of the open quantity. */
  readonly entryFees: Float64Array;
  readonly entrySlippage: Float64Array;
  readonly entries: Int32Array;
  readonly initialStop: Float64Array;
  /** Lowest and highest price since entry; of its own fills alone while its range is not followed. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  /** 1 where the position was opened inside a candle, at a moment that is not known. */
  readonly isOpenedInside: Uint8Array;
  readonly entryReason: string[];
  /** The sleeves with a position, ascending; the first `openCount` entries count. */
  readonly open: Int32Array;
  openCount = 0;
  readonly trades: TradeLog;
  readonly holdings = new Holdings();
  totalFees = 0;
  totalSlippage = 0;
  tradedNotional = 0;
  fillCount = 0;
  /** Whether all candles outlast the run: what is read off them afterwards is not followed. */
  readonly hasHistory: boolean;

  constructor(startingCash: number, names: readonly SleeveNames[], hasHistory: boolean) {
    this.hasHistory = hasHistory;
    const column = () => new Float64Array(names.length);
    this.startingCash = startingCash;
    this.cash = startingCash;
    this.trades = new TradeLog(names);
    this.open = new Int32Array(names.length);
    this.quantity = column();
    this.entryPrice = column().fill(NaN);
    this.markPrice = column();
    this.entryTime = column();
    this.lastEntryPrice = column();
    this.entryFees = column();
    this.entrySlippage = column();
    this.entries = new Int32Array(names.length);
    this.initialStop = column().fill(NaN);
    this.lowest = column();
    this.highest = column();
    this.isOpenedInside = new Uint8Array(names.length);
    this.entryReason = names.map(() => "");
  }

  /** Cash plus marked positions, summed afresh in the order of the sleeves. */
  equity(): number {
    let equity = this.cash;
    const { open, quantity, markPrice } = this;
    for (let n = 0; n < this.openCount; n++) equity += quantity[open[n]] * markPrice[open[n]];
    return equity;
  }

  /** Sum of the absolute notionals of all positions. */
  exposure(): number {
    let exposure = 0;
    const { open, quantity, markPrice } = this;
    for (let n = 0; n < this.openCount; n++) exposure += Math.abs(quantity[open[n]] * markPrice[open[n]]);
    return exposure;
  }

  /**
   * Books a fill that opens, adds to, reduces or closes a position; one that turns it over is booked in two parts.
   * @param entryReason for the trade log, where it opens a position
   * @param exitReason where it reduces one
   */
  book(fill: Readonly<Fill>, entryReason: string, exitReason: ExitReason): void {
    const held = this.quantity[fill.sleeve];
    const isReducing = held !== 0 && held > 0 !== fill.side > 0;
    const rest = Math.abs(held) - fill.quantity;
    if (isReducing && rest !== 0 && Math.abs(rest) <= DUST * fill.quantity)
      return this.book({ ...fill, quantity: Math.abs(held) }, entryReason, exitReason);
    if (isReducing && fill.quantity > Math.abs(held)) {
      const part = Math.abs(held) / fill.quantity;
      this.book({ ...fill, quantity: Math.abs(held), fee: fill.fee * part }, entryReason, exitReason);
      this.book(
        { ...fill, quantity: fill.quantity - Math.abs(held), fee: fill.fee * (1 - part) },
        entryReason,
        exitReason,
      );
      return;
    }
    const notional = fill.quantity * fill.price;
    const slippage = Math.abs(fill.price - fill.undisturbedPrice) * fill.quantity;
    this.cash -= fill.side * notional + fill.fee;
    this.totalFees += fill.fee;
    this.totalSlippage += slippage;
    this.tradedNotional += notional;
    this.fillCount++;
    if (isReducing) this.reduce(fill, slippage, exitReason);
    else this.increase(fill, slippage, entryReason);
    if (this.hasHistory) this.holdings.add(fill.sleeve, this.quantity[fill.sleeve], fill.price);
  }

  private increase(fill: Readonly<Fill>, slippage: number, reason: string): void {
    const { sleeve, side, quantity, price } = fill;
    const held = this.quantity[sleeve];
    if (held === 0) {
      this.listOpen(sleeve);
      this.quantity[sleeve] = side * quantity;
      this.entryPrice[sleeve] = price;
      this.entryTime[sleeve] = fill.time;
      this.entryFees[sleeve] = fill.fee;
      this.entrySlippage[sleeve] = slippage;
      this.entries[sleeve] = 1;
      this.lowest[sleeve] = price;
      this.highest[sleeve] = price;
      this.isOpenedInside[sleeve] = 0;
      this.entryReason[sleeve] = reason;
    } else {
      const total = held + side * quantity;
      this.entryPrice[sleeve] = (held * this.entryPrice[sleeve] + side * quantity * price) / total;
      this.quantity[sleeve] = total;
      this.entryFees[sleeve] += fill.fee;
      this.entrySlippage[sleeve] += slippage;
      this.entries[sleeve]++;
    }
    this.lastEntryPrice[sleeve] = price;
    this.markPrice[sleeve] = price;
  }

  private listOpen(sleeve: number): void {
    const { open } = this;
    let n = this.openCount++;
    for (; n > 0 && open[n - 1] > sleeve; n--) open[n] = open[n - 1];
    open[n] = sleeve;
  }

  private delistOpen(sleeve: number): void {
    const { open } = this;
    let n = 0;
    while (open[n] !== sleeve) n++;
    this.openCount--;
    for (; n < this.openCount; n++) open[n] = open[n + 1];
  }

  private reduce(fill: Readonly<Fill>, slippage: number, exitReason: ExitReason): void {
    const { sleeve, quantity, price } = fill;
    const held = this.quantity[sleeve];
    const sign = held > 0 ? 1 : -1;
    const part = quantity / Math.abs(held);
    const entryPrice = this.entryPrice[sleeve];
    const entryFee = this.entryFees[sleeve] * part;
    const entrySlippage = this.entrySlippage[sleeve] * part;
    widenTo(this.lowest, this.highest, sleeve, price);
    const fees = entryFee + fill.fee;
    this.trades.add(
      sleeve,
      this.entries[sleeve],
      this.entryTime[sleeve],
      entryPrice,
      fill.time,
      price,
      sign * quantity,
      fees,
      entrySlippage + slippage,
      sign * (price - entryPrice) * quantity - fees,
      this.initialStop[sleeve],
      this.lowest[sleeve],
      this.highest[sleeve],
      this.entryReason[sleeve],
      exitReason,
      this.isOpenedInside[sleeve] === 1,
    );
    const left = part === 1 ? 0 : held - sign * quantity;
    this.quantity[sleeve] = left;
    this.entryFees[sleeve] -= entryFee;
    this.entrySlippage[sleeve] -= entrySlippage;
    this.markPrice[sleeve] = price;
    if (left === 0) {
      this.delistOpen(sleeve);
      this.entryPrice[sleeve] = NaN;
      this.initialStop[sleeve] = NaN;
      this.entries[sleeve] = 0;
    }
  }
}
