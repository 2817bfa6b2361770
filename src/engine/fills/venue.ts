/**
 * The simulated venue: a synchronous state machine that matches orders against candles by a named convention. Backtests
 * and dry runs fill here; nothing in it knows about strategies.
 */
import type { CandleColumns } from "../candles.ts";
import type { Openings } from "../openings.ts";
import type { Order } from "../order.ts";
import { widenRange, widenTo } from "../price-range.ts";
import { initialStop } from "../protection/levels.ts";
import type { Detail } from "../refusals.ts";
import type { Sleeve } from "../sleeve.ts";
import { PositionMatcher } from "./position-matcher.ts";
import { RestingMatcher } from "./resting-matcher.ts";
import type { VenueParts } from "./venue-parts.ts";

export class SimulatedVenue {
  private readonly parts: VenueParts;
  private readonly positions: PositionMatcher;
  private readonly resting: RestingMatcher;
  private candlesByStream: readonly CandleColumns[] = [];
  private openings: Openings | undefined;
  private areGapsMatched = false;

  constructor(parts: VenueParts) {
    this.parts = parts;
    this.positions = new PositionMatcher(parts);
    this.resting = new RestingMatcher(parts, this.positions);
  }

  /** Tells the venue where the candles are; live they are short buffers, in a backtest all of history. */
  setCandles(byStream: readonly CandleColumns[]): void {
    this.candlesByStream = byStream;
  }

  /**
   * A candle closes: the protection of the sleeve's position, then its resting orders, are matched inside it.
   * @param row of the sleeve's execution candles
   * @param closeTime when they close, milliseconds UTC
   */
  matchCandle(sleeve: Sleeve, candles: CandleColumns, row: number, closeTime: number): void {
    const { quantity } = this.parts.portfolio;
    const { index } = sleeve;
    if (quantity[index] !== 0) this.positions.match(sleeve, candles, row, closeTime);
    if (this.parts.desk.resting.length > 0) this.resting.match(sleeve, candles, row, closeTime);
    if (quantity[index] !== 0) this.followRange(index, candles, row);
  }

  /** Follows the position's lowest and highest price, where its stops trail or nobody can look it up afterwards. */
  private followRange(index: number, candles: CandleColumns, row: number): void {
    const { portfolio, guards } = this.parts;
    if (portfolio.hasHistory && guards.moves[index] === 0) return;
    const { lowest, highest, isOpenedInside, entryTime } = portfolio;
    // What the candle did before the entry is no excursion of the position; its close is.
    if (isOpenedInside[index] === 1 && entryTime[index] === candles.openTime[row])
      widenTo(lowest, highest, index, candles.close[row]);
    else widenRange(lowest, highest, index, candles.low, candles.high, row, row + 1);
  }

  /**
   * Candles open: exits that are due, then entries, in the order of their ids.
   * @param openings of the instant at which they open
   */
  openCandles(openings: Openings, time: number): void {
    const { desk, sleeves } = this.parts;
    const { atOpen } = desk;
    this.openings = openings;
    this.areGapsMatched = false;
    let entersNow = false;
    for (let n = 0; n < atOpen.length; n++) {
      const order = atOpen[n];
      if (order.state !== "accepted") continue;
      if (order.purpose !== "exit") {
        entersNow = true;
        continue;
      }
      const { execution } = sleeves[order.sleeve];
      const row = openings.rowOf(execution);
      if (row >= 0) this.fillExit(order, this.candlesByStream[execution].open[row], time);
    }
    for (let n = entersNow ? 0 : atOpen.length; n < atOpen.length; n++) {
      const order = atOpen[n];
      if (order.state !== "accepted" || order.purpose === "exit") continue;
      const { execution } = sleeves[order.sleeve];
      const row = openings.rowOf(execution);
      if (row < 0) continue;
      if (order.expiresAt < time) {
        desk.end(order, "expire", time);
        desk.note(order, "late_candle", "The next candle came late: what was decided on is long ago.", time);
        continue;
      }
      // Where its own position goes first, the entry goes with it.
      if (!this.areGapsMatched) this.matchGap(sleeves[order.sleeve], time);
      if (!order.isClosed) this.fillEntry(order, this.candlesByStream[execution].open[row], time);
    }
    desk.forgetClosed();
  }

  /**
   * Stops that the opens lie beyond set their cash free before an entry goes without. Otherwise they wait for their candle:
   * it fills them at the same price.
   * @returns whether it was the first time at these openings
   */
  private matchGaps(time: number): boolean {
    const { portfolio, sleeves } = this.parts;
    if (this.areGapsMatched) return false;
    this.areGapsMatched = true;
    if (portfolio.openCount === 0) return false;
    for (const sleeve of sleeves) this.matchGap(sleeve, time);
    return true;
  }

  private matchGap(sleeve: Sleeve, time: number): void {
    if (this.openings === undefined || this.parts.portfolio.quantity[sleeve.index] === 0) return;
    const row = this.openings.rowOf(sleeve.execution);
    if (row >= 0) this.positions.matchGap(sleeve, this.candlesByStream[sleeve.execution].open[row], time);
  }

  /** Market orders fill at the close of the signal's own candle, exits first. */
  fillAtClose(time: number): void {
    const { desk, portfolio } = this.parts;
    this.areGapsMatched = true;
    for (let n = 0; n < desk.atOpen.length; n++) {
      const order = desk.atOpen[n];
      if (order.purpose === "exit") this.fillExit(order, portfolio.markPrice[order.sleeve], time);
    }
    for (let n = 0; n < desk.atOpen.length; n++) {
      const order = desk.atOpen[n];
      if (order.state === "accepted") this.fillEntry(order, portfolio.markPrice[order.sleeve], time);
    }
    desk.forgetClosed();
  }

  /**
   * Closes what is open at a price, without slippage: the end of the data. The time is that of the last candle's open, though the
   * position has outlasted it: `trade-log.ts` counts on that.
   */
  closeAll(priceOf: (sleeve: Sleeve) => number, timeOf: (sleeve: Sleeve) => number): void {
    for (const sleeve of this.parts.sleeves) {
      if (this.parts.portfolio.quantity[sleeve.index] === 0) continue;
      this.positions.exit(sleeve, priceOf(sleeve), priceOf(sleeve), "end_of_data", timeOf(sleeve));
    }
  }

  private fillExit(order: Order, price: number, time: number): void {
    const { portfolio, desk, costs, sleeves } = this.parts;
    const held = Math.abs(portfolio.quantity[order.sleeve]);
    // The position may have been closed by its protection while the exit waited.
    if (held === 0) return desk.end(order, "cancel", time);
    if (!(order.quantity <= held)) order.quantity = held;
    const { takerFeeRate } = sleeves[order.sleeve].market;
    desk.fill(order, order.quantity, costs.exitPrice(price, order.side), price, takerFeeRate, time);
  }

  private fillEntry(order: Order, open: number, time: number): void {
    const { desk, costs, sleeves } = this.parts;
    const sleeve = sleeves[order.sleeve];
    const price = costs.entryPrice(open, order.side);
    const feeRate = sleeve.market.takerFeeRate;
    const isSizedHere = this.parts.settings.convention.sizeAt === "fill";
    const isFilled = isSizedHere
      ? this.sizeAtFill(sleeve, order, price, time)
      : this.shrinkToCash(sleeve, order, price, time);
    if (isFilled) desk.fill(order, order.quantity, price, open, feeRate, time);
  }

  /** @returns false where the order was refused */
  private sizeAtFill(sleeve: Sleeve, order: Order, price: number, time: number): boolean {
    const { sizing, portfolio, desk } = this.parts;
    const { wish } = sizing;
    this.matchGaps(time);
    wish.side = order.side;
    wish.price = price;
    wish.costRate = sleeve.market.takerFeeRate;
    wish.strength = order.strength;
    wish.stopPrice = initialStop(price, order.side, sleeve.protection, order.wantedStop);
    wish.annualVolatility = order.annualVolatility;
    wish.time = time;
    wish.ownReservation = order.reservedCash;
    wish.submittedAt = order.createdAt;
    wish.equity = portfolio.equity();
    wish.notional = order.notional;
    const sized = sizing.size(sleeve);
    if (sized.quantity === 0) {
      desk.refuse(order, sized.code, sized.detail, time);
      return false;
    }
    order.quantity = sized.quantity;
    return true;
  }

  /** An open above the decision's price can cost more than is there. @returns false where the order was refused */
  private shrinkToCash(sleeve: Sleeve, order: Order, price: number, time: number): boolean {
    const { sizing, desk } = this.parts;
    const unitCost = price * (1 + sleeve.market.takerFeeRate);
    // Where a short is stopped by a gap there is less than before, not more.
    if (sleeve.market.kind !== "spot") this.matchGaps(time);
    let free = sizing.available(sleeve) + order.reservedCash;
    if (order.quantity * unitCost > free && this.matchGaps(time)) free = sizing.available(sleeve) + order.reservedCash;
    if (order.quantity * unitCost <= free) return true;
    const affordable = sizing.affordable(sleeve, free, unitCost, price);
    if (affordable === 0) {
      desk.refuse(order, "insufficient_cash", tooDear(order.quantity, price, free), time);
      return false;
    }
    desk.note(order, "shrunk_at_open", shrunk(order.quantity, affordable, price), time);
    order.quantity = affordable;
    return true;
  }
}

function tooDear(quantity: number, price: number, free: number): Detail {
  return () => `${quantity} at ${price} with ${free} free.`;
}
function shrunk(quantity: number, affordable: number, price: number): Detail {
  return () => `${quantity} to ${affordable} at ${price}.`;
}
