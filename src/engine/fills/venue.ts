/**
 * The simulated venue: a synchronous state machine that matches orders against candles by a named convention. Backtests
 * and dry runs fill here; nothing in it knows about strategies.
 */
import type { CandleColumns } from "../candles.ts";
import type { EngineSettings } from "../engine-settings.ts";
import type { EntrySizing } from "../entry-sizing.ts";
import type { Order } from "../order.ts";
import type { OrderDesk } from "../order-desk.ts";
import type { Portfolio } from "../portfolio.ts";
import type { Guards } from "../protection/guards.ts";
import type { RefusalLog } from "../refusals.ts";
import type { ExitReason } from "../result.ts";
import type { Sleeve } from "../sleeve.ts";
import { type BracketHit, testBracket } from "./bracket.ts";
import type { TradingCosts } from "./costs.ts";
import { drillDown } from "./drill-down.ts";
import { freqtradeExit } from "./freqtrade.ts";
import { restingFillPrice } from "./resting.ts";

/** Finer candles of an execution stream, for candles that hold both stop and target. */
export type FinerCandles = ReadonlyMap<number, CandleColumns>;

export class SimulatedVenue {
  private readonly settings: EngineSettings;
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly guards: Guards;
  private readonly desk: OrderDesk;
  private readonly sizing: EntrySizing;
  private readonly costs: TradingCosts;
  private readonly refusals: RefusalLog;
  private readonly finer: FinerCandles;
  private readonly hit: BracketHit = { price: NaN, isStop: false, isAmbiguous: false };
  /** Whether the position of a sleeve was opened inside the candle at hand, at a moment that is not known. */
  private openedInside = -1;

  constructor(parts: {
    settings: EngineSettings;
    sleeves: readonly Sleeve[];
    portfolio: Portfolio;
    guards: Guards;
    desk: OrderDesk;
    sizing: EntrySizing;
    costs: TradingCosts;
    refusals: RefusalLog;
    finer: FinerCandles;
  }) {
    this.settings = parts.settings;
    this.sleeves = parts.sleeves;
    this.portfolio = parts.portfolio;
    this.guards = parts.guards;
    this.desk = parts.desk;
    this.sizing = parts.sizing;
    this.costs = parts.costs;
    this.refusals = parts.refusals;
    this.finer = parts.finer;
  }

  /**
   * A candle closes: the protection of the sleeve's position, then its resting orders, are matched inside it.
   * @param row of the sleeve's execution candles
   * @param closeTime when they close, milliseconds UTC
   */
  matchCandle(sleeve: Sleeve, candles: CandleColumns, row: number, closeTime: number): void {
    const { index } = sleeve;
    this.openedInside = -1;
    if (this.portfolio.quantity[index] !== 0) this.matchPosition(sleeve, candles, row, closeTime);
    if (this.desk.resting.length > 0) this.matchResting(sleeve, candles, row, closeTime);
    if (this.portfolio.quantity[index] !== 0) this.widenRange(index, candles, row);
  }

  /**
   * Candles open: exits that are due, stops that a gap has passed, then entries, in the order of their ids.
   * @param openingRow by stream: the row that opens now, or -1
   */
  openCandles(openingRow: Int32Array, time: number): void {
    const { atOpen } = this.desk;
    let entersNow = false;
    for (const order of atOpen) {
      const sleeve = this.sleeves[order.sleeve];
      const row = openingRow[sleeve.execution];
      if (row < 0) continue;
      if (order.purpose === "exit") this.fillExit(order, this.candlesOf(sleeve).open[row], time);
      else entersNow = true;
    }
    if (entersNow) {
      this.matchGaps(openingRow, time);
      for (const order of atOpen) {
        const sleeve = this.sleeves[order.sleeve];
        const row = openingRow[sleeve.execution];
        if (row < 0 || order.purpose === "exit" || order.state !== "accepted") continue;
        if (order.expiresAt < time) this.desk.end(order, "expire", time);
        else this.fillEntry(order, this.candlesOf(sleeve).open[row], time);
      }
    }
    this.desk.forgetClosed();
  }

  private matchGaps(openingRow: Int32Array, time: number): void {
    if (this.portfolio.openCount === 0) return;
    for (const sleeve of this.sleeves) {
      const row = openingRow[sleeve.execution];
      if (row < 0 || this.portfolio.quantity[sleeve.index] === 0) continue;
      // What was to be added to a position that is closed here has nothing to add to any more: exitNow cancels it.
      this.matchGap(sleeve, this.candlesOf(sleeve).open[row], time);
    }
  }

  /** Market orders fill at the close of the signal's own candle, exits first. */
  fillAtClose(time: number): void {
    const { atOpen } = this.desk;
    const { markPrice } = this.portfolio;
    for (const order of atOpen) if (order.purpose === "exit") this.fillExit(order, markPrice[order.sleeve], time);
    for (const order of atOpen) {
      if (order.purpose === "entry" && order.state === "accepted") this.fillEntry(order, markPrice[order.sleeve], time);
    }
    this.desk.forgetClosed();
  }

  /** Closes what is open at a price, without slippage: the end of the data. */
  closeAll(priceOf: (sleeve: Sleeve) => number, timeOf: (sleeve: Sleeve) => number): void {
    for (const sleeve of this.sleeves) {
      if (this.portfolio.quantity[sleeve.index] !== 0)
        this.exitNow(sleeve, priceOf(sleeve), priceOf(sleeve), "end_of_data", timeOf(sleeve), false);
    }
  }

  private candlesByStream: readonly CandleColumns[] = [];

  /** Tells the venue where the candles are; live they are short buffers, in a backtest all of history. */
  setCandles(byStream: readonly CandleColumns[]): void {
    this.candlesByStream = byStream;
  }

  private candlesOf(sleeve: Sleeve): CandleColumns {
    return this.candlesByStream[sleeve.execution];
  }

  private fillExit(order: Order, price: number, time: number): void {
    const sleeve = this.sleeves[order.sleeve];
    const held = Math.abs(this.portfolio.quantity[order.sleeve]);
    // The position may have been closed by its protection while the exit waited.
    if (held === 0) {
      this.desk.end(order, "cancel", time);
      return;
    }
    if (!(order.quantity <= held)) order.quantity = held;
    this.desk.fill(
      order,
      order.quantity,
      this.costs.exitPrice(price, order.side),
      price,
      sleeve.market.takerFeeRate,
      time,
    );
  }

  private fillEntry(order: Order, open: number, time: number): void {
    const sleeve = this.sleeves[order.sleeve];
    const price = this.costs.entryPrice(open, order.side);
    const feeRate = sleeve.market.takerFeeRate;
    const { convention } = this.settings;
    if (convention.sizeAt === "fill" || order.quantity !== order.quantity) {
      const sized = this.sizing.size(sleeve, {
        side: order.side,
        price,
        costRate: feeRate,
        strength: order.strength,
        stopPrice: order.wantedStop,
        annualVolatility: order.annualVolatility,
        time,
        ownReservation: order.reservedCash,
        equity: this.portfolio.equity(),
        notional: order.notional,
      });
      if (sized.quantity === 0) return this.refuse(order, sized.code, sized.detail, time);
      order.quantity = sized.quantity;
    } else {
      const free = this.sizing.available(sleeve) + order.reservedCash;
      if (order.quantity * price * (1 + feeRate) > free) {
        const affordable = this.sizing.affordable(sleeve, free, price * (1 + feeRate), price);
        if (affordable === 0)
          return this.refuse(order, "insufficient_cash", `${order.quantity} at ${price} with ${free} free.`, time);
        this.refusals.add(
          this.refusal(order, "shrunk_at_open", `${order.quantity} to ${affordable} at ${price}.`, time),
        );
        order.quantity = affordable;
      }
    }
    this.desk.fill(order, order.quantity, price, open, feeRate, time);
  }

  private refuse(order: Order, code: string, detail: string, time: number): void {
    this.desk.end(order, "reject", time);
    this.refusals.add(this.refusal(order, code, detail, time));
  }

  private refusal(order: Order, code: string, detail: string, time: number) {
    const { strategy, symbol } = this.sleeves[order.sleeve];
    return { time, strategy, symbol, code, detail };
  }

  /** Closes the position where the open lies beyond its stop. */
  private matchGap(sleeve: Sleeve, open: number, time: number): void {
    const direction = this.portfolio.quantity[sleeve.index] > 0 ? 1 : -1;
    const stop = this.guards.stop[sleeve.index];
    if (this.settings.convention.matching !== "bracket" || !(direction * open <= direction * stop)) return;
    const price = this.costs.exitPrice(open, direction === 1 ? -1 : 1);
    this.exitNow(sleeve, price, open, this.guards.stopReason[sleeve.index], time, false);
  }

  private matchPosition(sleeve: Sleeve, candles: CandleColumns, row: number, closeTime: number): void {
    if (this.settings.convention.matching === "freqtrade") return this.matchFreqtrade(sleeve, candles, row);
    const { index } = sleeve;
    const direction = this.portfolio.quantity[index] > 0 ? 1 : -1;
    const stop = this.guards.stop[index];
    const target = this.guards.target[index];
    const needsThrough = this.settings.convention.limitFill === "through";
    const { hit } = this;
    testBracket(direction, stop, target, candles.open[row], candles.high[row], candles.low[row], needsThrough, hit);
    if (hit.price !== hit.price) return;
    const time = candles.openTime[row];
    if (hit.isAmbiguous) {
      const finer = this.finer.get(sleeve.execution);
      if (finer !== undefined) drillDown(finer, time, closeTime, direction, stop, target, needsThrough, hit);
    }
    this.exitAtLevel(sleeve, hit, direction, time);
  }

  private exitAtLevel(sleeve: Sleeve, hit: BracketHit, direction: 1 | -1, time: number): void {
    const reason = hit.isStop ? this.guards.stopReason[sleeve.index] : this.guards.targetReason[sleeve.index];
    // A stop is a market order once it is touched; a target rests in the book.
    const price = hit.isStop ? this.costs.exitPrice(hit.price, direction === 1 ? -1 : 1) : hit.price;
    this.exitNow(sleeve, price, hit.price, reason, time, !hit.isStop);
  }

  private matchFreqtrade(sleeve: Sleeve, candles: CandleColumns, row: number): void {
    const { index } = sleeve;
    const direction = this.portfolio.quantity[index] > 0 ? 1 : -1;
    const position = {
      direction,
      entryPrice: this.portfolio.entryPrice[index],
      entryTime: this.portfolio.entryTime[index],
      stop: this.guards.stop[index],
      isTrailing: this.guards.stopReason[index] === "trailing_stop",
    } as const;
    const moving = { ...position };
    const candle = {
      openTime: candles.openTime[row],
      open: candles.open[row],
      high: candles.high[row],
      low: candles.low[row],
      close: candles.close[row],
    };
    const exit = freqtradeExit(moving, candle, sleeve.protection);
    this.guards.stop[index] = moving.stop;
    if (moving.isTrailing) this.guards.stopReason[index] = "trailing_stop";
    if (exit !== undefined)
      this.exitNow(
        sleeve,
        this.costs.exitPrice(exit.price, direction === 1 ? -1 : 1),
        exit.price,
        exit.reason,
        candle.openTime,
        false,
      );
  }

  private exitNow(
    sleeve: Sleeve,
    price: number,
    undisturbed: number,
    reason: ExitReason,
    time: number,
    isResting: boolean,
  ): void {
    const held = this.portfolio.quantity[sleeve.index];
    const isMaker = isResting && this.settings.convention.restingFee === "maker";
    this.desk.cancelEntries(sleeve.index, time);
    const order = this.desk.submitProtective(sleeve.index, held > 0 ? -1 : 1, Math.abs(held), reason, time);
    this.desk.fill(
      order,
      Math.abs(held),
      price,
      undisturbed,
      isMaker ? sleeve.market.makerFeeRate : sleeve.market.takerFeeRate,
      time,
    );
  }

  private matchResting(sleeve: Sleeve, candles: CandleColumns, row: number, closeTime: number): void {
    const { resting } = this.desk;
    const time = candles.openTime[row];
    const needsThrough = this.settings.convention.limitFill === "through";
    const own = resting.filter((order) => order.sleeve === sleeve.index && order.createdAt <= time);
    for (const order of own) {
      if (order.state !== "accepted") continue;
      const price = restingFillPrice(order, candles.open[row], candles.high[row], candles.low[row], needsThrough);
      if (price === price) this.fillResting(sleeve, order, price, candles, row);
      else if (closeTime >= order.expiresAt) this.desk.end(order, "expire", closeTime);
    }
    this.desk.forgetClosed();
  }

  private fillResting(sleeve: Sleeve, order: Order, level: number, candles: CandleColumns, row: number): void {
    const isMarket = order.type === "stop";
    const time = candles.openTime[row];
    const price = isMarket ? this.costs.entryPrice(level, order.side) : level;
    const isMaker = !isMarket && this.settings.convention.restingFee === "maker";
    const feeRate = isMaker ? sleeve.market.makerFeeRate : sleeve.market.takerFeeRate;
    const held = this.portfolio.quantity[sleeve.index];
    const isReducing = held !== 0 && held > 0 !== order.side > 0;
    let { quantity } = order;
    if (isReducing) quantity = sleeve.market.kind === "spot" ? Math.min(quantity, Math.abs(held)) : quantity;
    else
      quantity = Math.min(
        quantity,
        this.sizing.affordable(
          sleeve,
          this.sizing.available(sleeve) + order.reservedCash,
          price * (1 + feeRate),
          price,
        ),
      );
    if (!(quantity > 0) || (sleeve.market.kind === "spot" && order.side === -1 && held <= 0)) {
      this.refuse(
        order,
        order.side === -1 ? "nothing_to_sell" : "insufficient_cash",
        `${order.quantity} at ${price}.`,
        time,
      );
      return;
    }
    order.quantity = quantity;
    this.desk.fill(order, quantity, price, level, feeRate, time);
    if (held === 0) this.stopInsideEntryCandle(sleeve, level === candles.open[row], candles, row);
  }

  /**
   * A position opened inside a candle has its stop at once; its target only from the next candle on, since the best price
   * may have come before the entry. The stop is tested against the whole candle, which is the careful reading.
   */
  private stopInsideEntryCandle(sleeve: Sleeve, openedAtOpen: boolean, candles: CandleColumns, row: number): void {
    if (this.settings.convention.matching !== "bracket") return;
    const direction = this.portfolio.quantity[sleeve.index] > 0 ? 1 : -1;
    const target = openedAtOpen ? this.guards.target[sleeve.index] : NaN;
    const needsThrough = this.settings.convention.limitFill === "through";
    const entryPrice = this.portfolio.entryPrice[sleeve.index];
    testBracket(
      direction,
      this.guards.stop[sleeve.index],
      target,
      entryPrice,
      candles.high[row],
      candles.low[row],
      needsThrough,
      this.hit,
    );
    if (this.hit.price === this.hit.price) this.exitAtLevel(sleeve, this.hit, direction, candles.openTime[row]);
    else this.openedInside = sleeve.index;
  }

  private widenRange(index: number, candles: CandleColumns, row: number): void {
    const { lowest, highest } = this.portfolio;
    // What the candle did before the entry is no excursion of the position; its close is.
    const isWhole = this.openedInside !== index;
    const low = isWhole ? candles.low[row] : candles.close[row];
    const high = isWhole ? candles.high[row] : candles.close[row];
    if (low < lowest[index]) lowest[index] = low;
    if (high > highest[index]) highest[index] = high;
  }
}
