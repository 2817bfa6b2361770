/**
 * P4 and P5 of a step: strategies decide on one snapshot of the portfolio; exits become orders first, then entries, by
 * the order of the strategies, strength, and symbol.
 */
import type { EngineSettings } from "./engine-settings.ts";
import type { EntrySizing } from "./entry-sizing.ts";
import { readBit } from "./expression/bits.ts";
import type { ConditionColumn, SeriesColumn } from "./expression/column.ts";
import { isTradable, roundPrice, roundQuantityDown } from "./market.ts";
import type { OrderType } from "./order.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Portfolio } from "./portfolio.ts";
import { initialStop } from "./protection/levels.ts";
import type { RefusalLog } from "./refusals.ts";
import type { ExitReason } from "./result.ts";
import type { Sleeve } from "./sleeve.ts";

/** What a sleeve wants at an instant, from expressions and handlers alike. */
export interface Intent {
  enterLong: boolean;
  exitLong: boolean;
  enterShort: boolean;
  exitShort: boolean;
  strength: number;
  limitPrice: number;
  stopPrice: number;
  protectiveStop: number;
  targetPrice: number;
  annualVolatility: number;
  /** Wanted amount instead of the sizing rule's; NaN: by the rule. */
  notional: number;
  reason: string;
}

export function emptyIntent(): Intent {
  return {
    enterLong: false,
    exitLong: false,
    enterShort: false,
    exitShort: false,
    strength: 1,
    limitPrice: NaN,
    stopPrice: NaN,
    protectiveStop: NaN,
    targetPrice: NaN,
    annualVolatility: NaN,
    notional: NaN,
    reason: "signal",
  };
}

interface Candidate {
  readonly sleeve: Sleeve;
  readonly side: 1 | -1;
  readonly intent: Intent;
}

function fires(column: ConditionColumn | undefined, row: number): boolean {
  return column !== undefined && readBit(column.isTrue, row);
}
function valueOf(column: SeriesColumn | undefined, row: number): number {
  return column === undefined ? NaN : column.values[column.offset + row];
}

/**
 * Reads a sleeve's signals on a local row of its stream.
 * @param intent is filled and given back: a sleeve has one intent an instant, so one object a sleeve is enough
 */
export function readIntent(sleeve: Sleeve, row: number, intent: Intent = emptyIntent()): Intent {
  const { columns } = sleeve;
  intent.enterLong = fires(columns.enterLong, row);
  intent.exitLong = fires(columns.exitLong, row);
  intent.enterShort = fires(columns.enterShort, row);
  intent.exitShort = fires(columns.exitShort, row);
  intent.strength = columns.strength === undefined ? 1 : Math.min(1, Math.max(0, valueOf(columns.strength, row)));
  intent.limitPrice = valueOf(columns.limitPrice, row);
  intent.stopPrice = valueOf(columns.stopPrice, row);
  intent.protectiveStop = valueOf(columns.protectiveStop, row);
  intent.targetPrice = valueOf(columns.targetPrice, row);
  intent.annualVolatility = valueOf(columns.annualVolatility, row);
  intent.notional = NaN;
  intent.reason = intent.enterShort && !intent.exitShort ? columns.shortReason : columns.longReason;
  return intent;
}

/** The prices that go with an entry that no signal of this candle asked for: it is a market order. */
export function readPrices(sleeve: Sleeve, row: number): Intent {
  return {
    ...readIntent(sleeve, row),
    enterLong: false,
    enterShort: false,
    exitLong: false,
    exitShort: false,
    limitPrice: NaN,
    stopPrice: NaN,
  };
}

export class Decider {
  private readonly settings: EngineSettings;
  private readonly portfolio: Portfolio;
  private readonly desk: OrderDesk;
  private readonly sizing: EntrySizing;
  private readonly refusals: RefusalLog;
  private readonly candidates: Candidate[] = [];
  /** Part of a price that an entry pays on top: fee, slippage, spread. */
  private readonly priceCostRate: number;

  constructor(
    settings: EngineSettings,
    portfolio: Portfolio,
    desk: OrderDesk,
    sizing: EntrySizing,
    refusals: RefusalLog,
    priceCostRate: number,
  ) {
    this.settings = settings;
    this.portfolio = portfolio;
    this.desk = desk;
    this.sizing = sizing;
    this.refusals = refusals;
    this.priceCostRate = priceCostRate;
  }

  /** Takes what one sleeve wants: its exits are ordered at once, its entry waits for `placeEntries`. */
  take(sleeve: Sleeve, intent: Intent, time: number): void {
    const held = this.portfolio.quantity[sleeve.index];
    const exits = held > 0 ? intent.exitLong : held < 0 && intent.exitShort;
    if (exits) this.exit(sleeve, Math.abs(held), "signal", intent.reason, time);
    // Exit beats entry: a signal that also says "out" on this side does not enter on it.
    const wantsLong = intent.enterLong && !intent.exitLong;
    const wantsShort = intent.enterShort && !intent.exitShort;
    if (wantsLong && wantsShort)
      return this.refuse(sleeve, time, "both_directions", "Long and short entries fired on the same candle.");
    if (!wantsLong && !wantsShort) return;
    const side = wantsLong ? 1 : -1;
    if (side === -1 && sleeve.market.kind === "spot") {
      return this.refuse(
        sleeve,
        time,
        "short_on_spot",
        "A spot market has nothing to borrow: shorts need a margin market.",
      );
    }
    if (held !== 0 && held > 0 !== side > 0 && !this.desk.hasPendingExit(sleeve.index)) {
      return this.refuse(
        sleeve,
        time,
        "opposite_position",
        "The opposite position is open and no exit fired with the entry.",
      );
    }
    if (held !== 0 && held > 0 === side > 0) {
      if (
        exits ||
        sleeve.adding.addStep !== 0 ||
        this.portfolio.entries[sleeve.index] + this.desk.pendingEntries[sleeve.index] >= sleeve.adding.maxEntries
      ) {
        return this.refuse(sleeve, time, "position_open", "The position is open and max_entries is reached.");
      }
    }
    const { limitPrice, stopPrice } = sleeve.columns;
    if (
      (limitPrice !== undefined && intent.limitPrice !== intent.limitPrice) ||
      (stopPrice !== undefined && intent.stopPrice !== intent.stopPrice)
    ) {
      const detail = "The strategy's limit or stop price is not known on this candle.";
      return this.refuse(sleeve, time, "price_unknown", detail);
    }
    this.want(sleeve, side, intent, time);
  }

  /** Adds to a position whose price has moved by the step (in favour above 0, against below 0). */
  takeStep(sleeve: Sleeve, price: number, intent: Intent): void {
    const { index, adding } = sleeve;
    const held = this.portfolio.quantity[index];
    if (adding.addStep === 0 || held === 0 || this.desk.hasPendingExit(index)) return;
    if (this.portfolio.entries[index] + this.desk.pendingEntries[index] >= adding.maxEntries) return;
    const direction = held > 0 ? 1 : -1;
    const move = direction * (price / this.portfolio.lastEntryPrice[index] - 1);
    if (adding.addStep > 0 ? move >= adding.addStep : move <= adding.addStep)
      this.candidates.push({ sleeve, side: direction, intent });
  }

  /** Moves the position towards a wanted exposure of -1..1 of the sleeve's capital. */
  takeExposure(sleeve: Sleeve, wanted: number, price: number, intent: Intent, equity: number, time: number): void {
    if (wanted !== wanted || this.desk.hasPendingExit(sleeve.index) || this.desk.pendingEntries[sleeve.index] > 0)
      return;
    if (wanted < 0 && sleeve.market.kind === "spot") {
      if (this.portfolio.quantity[sleeve.index] === 0)
        return this.refuse(
          sleeve,
          time,
          "short_on_spot",
          "A spot market has nothing to borrow: shorts need a margin market.",
        );
      wanted = 0;
    }
    const capital = equity * sleeve.share;
    const held = this.portfolio.quantity[sleeve.index];
    const target = Math.min(1, Math.max(-1, wanted)) * capital;
    const change = target - held * price;
    if (Math.abs(change) < sleeve.columns.rebalanceThreshold * capital && !(wanted === 0 && held !== 0)) return;
    const turnsOver = held !== 0 && target !== 0 && held > 0 !== target > 0;
    if (held !== 0 && (wanted === 0 || turnsOver))
      this.exit(sleeve, Math.abs(held), "rebalance", "target exposure", time);
    else if (held !== 0 && held > 0 !== change > 0) {
      const quantity = roundQuantityDown(Math.min(Math.abs(held), Math.abs(change) / price), sleeve.market);
      if (!isTradable(quantity, price, sleeve.market))
        return this.refuse(sleeve, time, "below_minimum", `Selling ${quantity} at ${price}.`);
      return this.exit(sleeve, quantity, "rebalance", "target exposure", time);
    }
    const notional = turnsOver ? Math.abs(target) : Math.abs(change);
    if (target !== 0) this.want(sleeve, target > 0 ? 1 : -1, { ...intent, notional, reason: "target exposure" }, time);
  }

  exit(sleeve: Sleeve, quantity: number, exitReason: ExitReason, reason: string, time: number): void {
    if (this.desk.hasPendingExit(sleeve.index)) return;
    const side = this.portfolio.quantity[sleeve.index] > 0 ? -1 : 1;
    if (quantity === Math.abs(this.portfolio.quantity[sleeve.index])) this.desk.cancelEntries(sleeve.index, time);
    this.desk.submit(this.desk.draft(sleeve.index, side, quantity, exitReason, reason, time));
  }

  private want(sleeve: Sleeve, side: 1 | -1, intent: Intent, time: number): void {
    if (this.desk.pendingEntries[sleeve.index] > 0) {
      // A new signal replaces a resting entry that has not filled.
      if (intent.limitPrice !== intent.limitPrice && intent.stopPrice !== intent.stopPrice)
        return this.refuse(sleeve, time, "entry_pending", "An entry is already on its way.");
      this.desk.cancelEntries(sleeve.index, time);
    }
    this.candidates.push({ sleeve, side, intent });
  }

  /** Orders the entries of this instant. */
  placeEntries(time: number, equity: number): void {
    const { candidates } = this;
    if (candidates.length === 0) return;
    if (candidates.length > 1) {
      candidates.sort(
        (a, b) =>
          a.sleeve.strategyOrder - b.sleeve.strategyOrder ||
          b.intent.strength - a.intent.strength ||
          (a.sleeve.symbol < b.sleeve.symbol ? -1 : 1),
      );
    }
    for (let n = 0; n < candidates.length; n++) this.place(candidates[n], time, equity);
    candidates.length = 0;
  }

  private place({ sleeve, side, intent }: Candidate, time: number, equity: number): void {
    const close = this.portfolio.markPrice[sleeve.index];
    const limitPrice = roundPrice(intent.limitPrice, side, sleeve.market);
    const stopPrice = roundPrice(intent.stopPrice, side === 1 ? -1 : 1, sleeve.market);
    const hasLimit = limitPrice === limitPrice;
    const hasStop = stopPrice === stopPrice;
    const price = hasLimit ? limitPrice : hasStop ? stopPrice : close;
    const type: OrderType = hasStop ? (hasLimit ? "stop_limit" : "stop") : hasLimit ? "limit" : "market";
    const costRate = sleeve.market.takerFeeRate + (type === "limit" ? 0 : this.priceCostRate);
    const protectiveStop = initialStop(price, side, sleeve.protection, intent.protectiveStop);
    const { wish } = this.sizing;
    wish.side = side;
    wish.price = price;
    wish.costRate = costRate;
    wish.strength = intent.strength;
    wish.stopPrice = protectiveStop;
    wish.annualVolatility = intent.annualVolatility;
    wish.time = time;
    wish.ownReservation = 0;
    wish.submittedAt = NaN;
    wish.equity = equity;
    wish.notional = intent.notional;
    const sized = this.sizing.size(sleeve);
    // With sizing at the fill, cash that an exit of this instant sets free counts; only risk rules refuse now.
    const sizesAtFill = this.settings.convention.sizeAt === "fill" && type === "market";
    const isCashOnly = sized.code === "insufficient_cash" || sized.code === "below_minimum" || sized.code === "no_size";
    if (sized.quantity === 0 && !(sizesAtFill && isCashOnly))
      return this.refuse(sleeve, time, sized.code, sized.detail);
    if (sized.code !== "" && !sizesAtFill) this.refuse(sleeve, time, `shrunk_by_${sized.code}`, `to ${sized.quantity}`);
    const { lateEntry } = this.settings.convention;
    const draft = this.desk.draft(sleeve.index, side, sizesAtFill ? NaN : sized.quantity, "order", intent.reason, time);
    draft.purpose = "entry";
    draft.type = type;
    draft.limitPrice = limitPrice;
    draft.stopPrice = stopPrice;
    draft.expiresAt = type !== "market" ? time + sleeve.timeframeMs : lateEntry === "waits" ? Infinity : time;
    draft.reservedCash = sizesAtFill ? 0 : sized.quantity * price * (1 + costRate) * (1 + this.settings.cashBuffer);
    draft.strength = intent.strength;
    draft.annualVolatility = intent.annualVolatility;
    draft.notional = intent.notional;
    draft.wantedStop = intent.protectiveStop;
    draft.wantedTarget = intent.targetPrice;
    this.desk.submit(draft);
  }

  refuse(sleeve: Sleeve, time: number, code: string, detail: string): void {
    this.refusals.add({ time, strategy: sleeve.strategy, symbol: sleeve.symbol, code, detail });
  }
}
