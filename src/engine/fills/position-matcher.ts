/** The protection of open positions against candles: which level is reached, and the exit that follows. */
import type { CandleColumns } from "../candles.ts";
import type { ExitReason } from "../result.ts";
import type { Sleeve } from "../sleeve.ts";
import { type BracketHit, testBracket } from "./bracket.ts";
import { drillDown } from "./drill-down.ts";
import { freqtradeExit } from "./freqtrade.ts";
import type { VenueParts } from "./venue-parts.ts";

export class PositionMatcher {
  private readonly parts: VenueParts;
  private readonly isBracket: boolean;
  private readonly needsThrough: boolean;
  private readonly hit: BracketHit = { price: NaN, isStop: false, isAmbiguous: false };

  constructor(parts: VenueParts) {
    this.parts = parts;
    this.isBracket = parts.settings.convention.matching === "bracket";
    this.needsThrough = parts.settings.convention.limitFill === "through";
  }

  /** Tests the sleeve's position against a candle and closes it where a level is reached. */
  match(sleeve: Sleeve, candles: CandleColumns, row: number, closeTime: number): void {
    if (!this.isBracket) return this.matchFreqtrade(sleeve, candles, row);
    const { guards, finer } = this.parts;
    const { hit, needsThrough } = this;
    // Most candles reach neither level.
    if (!(candles.low[row] <= guards.lower[sleeve.index] || candles.high[row] >= guards.upper[sleeve.index])) return;
    const direction = this.direction(sleeve);
    const stop = guards.stop[sleeve.index];
    const target = guards.target[sleeve.index];
    testBracket(direction, stop, target, candles.open[row], candles.high[row], candles.low[row], needsThrough, hit);
    if (hit.price !== hit.price) return;
    const time = candles.openTime[row];
    if (hit.isAmbiguous) {
      const fine = finer.get(sleeve.execution);
      if (fine !== undefined) drillDown(fine, time, closeTime, direction, stop, target, needsThrough, hit);
    }
    this.exitAtLevel(sleeve, direction, time);
  }

  /** Closes the position where the open lies beyond its stop. */
  matchGap(sleeve: Sleeve, open: number, time: number): void {
    const { guards, costs } = this.parts;
    const direction = this.direction(sleeve);
    if (!this.isBracket || !(direction * open <= direction * guards.stop[sleeve.index])) return;
    this.exit(sleeve, costs.exitPrice(open, direction === 1 ? -1 : 1), open, guards.stopReason[sleeve.index], time);
  }

  /**
   * The candle in which a resting order opened the position. Its stop counts at once, tested against the whole candle,
   * which is the careful reading; its target only where it opened with the candle, since the best price may otherwise
   * have come before.
   * @returns whether the position is still open
   */
  matchEntryCandle(sleeve: Sleeve, openedAtOpen: boolean, candles: CandleColumns, row: number): boolean {
    if (!this.isBracket) return true;
    const { guards, portfolio } = this.parts;
    const direction = this.direction(sleeve);
    const target = openedAtOpen ? guards.target[sleeve.index] : NaN;
    const entryPrice = portfolio.entryPrice[sleeve.index];
    const { high, low, openTime } = candles;
    testBracket(
      direction,
      guards.stop[sleeve.index],
      target,
      entryPrice,
      high[row],
      low[row],
      this.needsThrough,
      this.hit,
    );
    if (this.hit.price !== this.hit.price) return true;
    this.exitAtLevel(sleeve, direction, openTime[row]);
    return false;
  }

  /** Closes the sleeve's position at a price. Entries that were to add to it are cancelled. */
  exit(sleeve: Sleeve, price: number, undisturbed: number, reason: ExitReason, time: number, isMaker = false): void {
    const { portfolio, desk } = this.parts;
    const held = portfolio.quantity[sleeve.index];
    const { makerFeeRate, takerFeeRate } = sleeve.market;
    desk.cancelEntries(sleeve.index, time);
    const order = desk.submitProtective(sleeve.index, held > 0 ? -1 : 1, Math.abs(held), reason, time);
    desk.fill(order, Math.abs(held), price, undisturbed, isMaker ? makerFeeRate : takerFeeRate, time);
    desk.forget(order);
  }

  private direction(sleeve: Sleeve): 1 | -1 {
    return this.parts.portfolio.quantity[sleeve.index] > 0 ? 1 : -1;
  }

  private exitAtLevel(sleeve: Sleeve, direction: 1 | -1, time: number): void {
    const { guards, costs, settings } = this.parts;
    const { price, isStop } = this.hit;
    // A stop is a market order once it is touched; a target rests in the book.
    if (isStop)
      this.exit(sleeve, costs.exitPrice(price, direction === 1 ? -1 : 1), price, guards.stopReason[sleeve.index], time);
    else
      this.exit(
        sleeve,
        price,
        price,
        guards.targetReason[sleeve.index],
        time,
        settings.convention.restingFee === "maker",
      );
  }

  private matchFreqtrade(sleeve: Sleeve, candles: CandleColumns, row: number): void {
    const { portfolio, guards, costs } = this.parts;
    const { index } = sleeve;
    const direction = this.direction(sleeve);
    const position = {
      direction,
      entryPrice: portfolio.entryPrice[index],
      entryTime: portfolio.entryTime[index],
      stop: guards.stop[index],
      isTrailing: guards.stopReason[index] === "trailing_stop",
    };
    const candle = {
      openTime: candles.openTime[row],
      open: candles.open[row],
      high: candles.high[row],
      low: candles.low[row],
      close: candles.close[row],
    };
    const found = freqtradeExit(position, candle, sleeve.protection);
    guards.stop[index] = position.stop;
    if (position.isTrailing) guards.stopReason[index] = "trailing_stop";
    if (found === undefined) return;
    this.exit(
      sleeve,
      costs.exitPrice(found.price, direction === 1 ? -1 : 1),
      found.price,
      found.reason,
      candle.openTime,
    );
  }
}
