/**
 * P4 and P5 of a step: strategies decide on one snapshot of the portfolio; exits become orders first, then entries, by
 * the order of the strategies, strength, and symbol.
 */
import type { EngineSettings } from "./engine-settings.ts";
import type { EntrySizing } from "./entry-sizing.ts";
import { emptyIntent, type Intent, unknownPrice } from "./intent.ts";
import { isTradable, roundPrice, roundQuantityDown } from "./market.ts";
import type { OrderType } from "./order.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Portfolio } from "./portfolio.ts";
import { initialStop } from "./protection/levels.ts";
import type { Detail, RefusalLog } from "./refusals.ts";
import type { ExitReason } from "./result.ts";
import { ruin } from "./risk/ruin.ts";
import type { Sleeve } from "./sleeve.ts";

/** New risk that waits until all have decided: an entry, or another way to ask for risk. */
interface Candidate {
  sleeve: Sleeve;
  strength: number;
  side: 1 | -1;
  intent: Intent;
  /** Instead of an entry by `side` and `intent`. */
  place: Placement | undefined;
}
type Placement = (time: number, equity: number) => void;

export class Decider {
  private readonly settings: EngineSettings;
  private readonly portfolio: Portfolio;
  private readonly desk: OrderDesk;
  private readonly sizing: EntrySizing;
  private readonly refusals: RefusalLog;
  /** One object a place, filled anew at each instant; the first `candidateCount` count. */
  private readonly candidates: Candidate[] = [];
  private candidateCount = 0;
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
    const unknown = unknownPrice(sleeve, intent);
    if (unknown !== undefined)
      return this.refuse(sleeve, time, "price_unknown", `The strategy's ${unknown} is not known on this candle.`);
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
      this.proposeEntry(sleeve, direction, intent);
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

  /** Gives up the position of an account that has nothing left. */
  closeRuined(sleeve: Sleeve, time: number): void {
    const held = Math.abs(this.portfolio.quantity[sleeve.index]);
    if (held === 0) return;
    this.exit(sleeve, held, "halt", ruin.code, time);
    this.refuse(sleeve, time, ruin.code, ruin.about);
  }

  private want(sleeve: Sleeve, side: 1 | -1, intent: Intent, time: number): void {
    if (this.desk.pendingEntries[sleeve.index] > 0) {
      // A new signal replaces a resting entry that has not filled.
      if (intent.limitPrice !== intent.limitPrice && intent.stopPrice !== intent.stopPrice)
        return this.refuse(sleeve, time, "entry_pending", "An entry is already on its way.");
      this.desk.cancelEntries(sleeve.index, time);
    }
    this.proposeEntry(sleeve, side, intent);
  }

  private proposeEntry(sleeve: Sleeve, side: 1 | -1, intent: Intent): void {
    this.addCandidate(sleeve, intent.strength, side, intent, undefined);
  }

  /** Lets new risk have its turn among that of all strategies. */
  propose(sleeve: Sleeve, strength: number, place: Placement): void {
    this.addCandidate(sleeve, strength, 1, NO_INTENT, place);
  }

  private addCandidate(
    sleeve: Sleeve,
    strength: number,
    side: 1 | -1,
    intent: Intent,
    place: Placement | undefined,
  ): void {
    const { candidates } = this;
    const n = this.candidateCount++;
    if (n === candidates.length) {
      candidates.push({ sleeve, strength, side, intent, place });
      return;
    }
    const candidate = candidates[n];
    candidate.sleeve = sleeve;
    candidate.strength = strength;
    candidate.side = side;
    candidate.intent = intent;
    candidate.place = place;
  }

  get hasCandidates(): boolean {
    return this.candidateCount > 0;
  }

  /** Drops what a strategy has proposed at this instant. */
  withdraw(strategy: string): void {
    const kept = this.candidates.slice(0, this.candidateCount).filter(({ sleeve }) => sleeve.strategy !== strategy);
    this.candidates.splice(0, Infinity, ...kept);
    this.candidateCount = kept.length;
  }

  /** Orders what was proposed at this instant. */
  placeEntries(time: number, equity: number): void {
    const count = this.candidateCount;
    if (count === 0) return;
    this.candidateCount = 0;
    const inTurn = count === 1 ? this.candidates : this.candidates.slice(0, count).sort(byTurn);
    for (let n = 0; n < count; n++) {
      const { sleeve, side, intent, place } = inTurn[n];
      if (place === undefined) this.place(sleeve, side, intent, time, equity);
      else place(time, equity);
    }
  }

  private place(sleeve: Sleeve, side: 1 | -1, intent: Intent, time: number, equity: number): void {
    const close = this.portfolio.markPrice[sleeve.index];
    const limitPrice = roundPrice(intent.limitPrice, side, sleeve.market);
    const stopPrice = roundPrice(intent.stopPrice, side === 1 ? -1 : 1, sleeve.market);
    const hasLimit = limitPrice === limitPrice;
    const hasStop = stopPrice === stopPrice;
    const price = hasLimit ? limitPrice : hasStop ? stopPrice : close;
    const type: OrderType = hasStop ? (hasLimit ? "stop_limit" : "stop") : hasLimit ? "limit" : "market";
    if (!(price > 0)) return this.refuse(sleeve, time, "no_price", "No candle to match orders on has closed yet.");
    if (side * intent.protectiveStop >= side * price)
      return this.refuse(
        sleeve,
        time,
        "stop_beyond_price",
        `The stop ${intent.protectiveStop} would be hit at ${price}.`,
      );
    if (side * intent.targetPrice <= side * price)
      return this.refuse(
        sleeve,
        time,
        "target_beyond_price",
        `The target ${intent.targetPrice} is reached at ${price}.`,
      );
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
    if (sized.code !== "" && !sizesAtFill) this.noteShrunk(sleeve, time, sized.code, sized.quantity);
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

  private noteShrunk(sleeve: Sleeve, time: number, code: string, quantity: number): void {
    this.refuse(sleeve, time, shrunkBy(code), () => `to ${quantity}`);
  }

  refuse(sleeve: Sleeve, time: number, code: string, detail: Detail): void {
    this.refusals.add(sleeve, code, detail, time);
  }
}

const SHRUNK_BY = new Map<string, string>();

/** The code of a note that a rule made an order smaller; put together once, since codes are looked up by it. */
function shrunkBy(code: string): string {
  let known = SHRUNK_BY.get(code);
  if (known === undefined) SHRUNK_BY.set(code, (known = `shrunk_by_${code}`));
  return known;
}

const NO_INTENT = emptyIntent();

function byTurn(a: Candidate, b: Candidate): number {
  return (
    a.sleeve.strategyOrder - b.sleeve.strategyOrder ||
    b.strength - a.strength ||
    Number(a.sleeve.symbol > b.sleeve.symbol) - Number(a.sleeve.symbol < b.sleeve.symbol)
  );
}
