/** From the wish to enter to a quantity: sizing, the exchange's grid, the risk rules, and the cash that is there. */
import type { EngineSettings } from "./engine-settings.ts";
import type { RiskLimits } from "./limits.ts";
import { isTradable, roundQuantityDown } from "./market.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Portfolio } from "./portfolio.ts";
import type { Detail } from "./refusals.ts";
import type { Halts } from "./risk/halts.ts";
import type { EntryProposal, RiskRule, RiskView } from "./risk/rule.ts";
import { RISK_RULES } from "./risk/rules.ts";
import { wantedNotional } from "./sizing/wanted-notional.ts";
import type { Sleeve } from "./sleeve.ts";
import { MINUTE_MS } from "./timeframe.ts";

/** One object, filled anew for each entry. */
export interface EntryWish {
  side: 1 | -1;
  /** Price that the size is computed at. */
  price: number;
  /** Part of `price` that fee, slippage and spread come to. */
  costRate: number;
  strength: number;
  stopPrice: number;
  annualVolatility: number;
  time: number;
  /** The order's own reservation, which it may use. */
  ownReservation: number;
  /** When the order was submitted, where it is sized at its fill: it does not count against itself. NaN: not yet. */
  submittedAt: number;
  /** Equity at the instant. */
  equity: number;
  /** Instead of the sizing rule: the amount wanted, in settlement currency. NaN: by the rule. */
  notional: number;
}

/** One step of the funnel from signal to order, for `why`. */
export interface FunnelStep {
  readonly sleeve: number;
  readonly step: string;
  readonly quantity: number;
  readonly detail: string;
}

/** The answer; one object, filled anew, so it is read before the next question. */
export interface SizedEntry {
  /** 0: refused. */
  quantity: number;
  /** Code of the refusal or of the rule that shrank it; "" where neither. */
  code: string;
  detail: Detail;
}

export class EntrySizing implements RiskView {
  readonly limits: RiskLimits;
  equity = 0;
  /** Called with each step where someone listens. */
  trace: ((step: FunnelStep) => void) | undefined;
  private readonly proposal: EntryProposal = { sleeve: 0, symbol: "", side: 1, time: 0.5, price: 0.5, quantity: 0.5 };
  /** The wish that callers fill in. */
  readonly wish: EntryWish = {
    side: 1,
    price: 0.5,
    costRate: 0.5,
    strength: 0.5,
    stopPrice: NaN,
    annualVolatility: NaN,
    time: 0.5,
    ownReservation: 0.5,
    submittedAt: NaN,
    equity: 0.5,
    notional: NaN,
  };
  private readonly sized: SizedEntry = { quantity: 0.5, code: "", detail: "" };
  private readonly binding: readonly RiskRule[];
  private readonly settings: EngineSettings;
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly desk: OrderDesk;
  private readonly halts: Halts;

  constructor(
    settings: EngineSettings,
    sleeves: readonly Sleeve[],
    portfolio: Portfolio,
    desk: OrderDesk,
    halts: Halts,
  ) {
    this.settings = settings;
    this.limits = settings.limits;
    this.binding = RISK_RULES.filter((rule) => rule.binds(settings.limits));
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.desk = desk;
    this.halts = halts;
  }

  /** Cash (spot) or margin that no position and no order holds. */
  available(sleeve: Sleeve): number {
    const { portfolio } = this;
    if (sleeve.market.kind === "spot") return portfolio.cash - portfolio.reservedCash;
    return portfolio.equity() - portfolio.exposure() - portfolio.reservedCash;
  }

  /** Sizes the entry described in `wish`; the result says why where the quantity is 0 or smaller than wanted. */
  size(sleeve: Sleeve): SizedEntry {
    const { wish } = this;
    const { convention, cashBuffer } = this.settings;
    this.equity = wish.equity;
    const free = this.available(sleeve) + wish.ownReservation;
    const price = wish.price * (convention.costsWithinSize ? 1 + wish.costRate : 1);
    const notional = this.wanted(sleeve, wish, convention.sizeOf === "equity" ? wish.equity : free);
    // Where the equity is gone no rule gives an amount: the risk rules say so.
    if (!(notional > 0) && !this.isRuined)
      return this.answer(0, "no_size", "The sizing rule gives no amount: it needs a stop, or a known volatility.");
    let quantity = notional / price;
    this.trace?.({
      sleeve: sleeve.index,
      step: `sizing: ${sleeve.sizing.rule}`,
      quantity,
      detail: `${notional} at ${price}`,
    });
    let code = "";
    const { proposal } = this;
    proposal.sleeve = sleeve.index;
    proposal.symbol = sleeve.symbol;
    proposal.side = wish.side;
    proposal.time = wish.time;
    proposal.price = wish.price;
    // Whoever asks for the reasons hears every rule.
    const rules = this.trace === undefined ? this.binding : RISK_RULES;
    for (let r = 0; r < rules.length; r++) {
      const rule = rules[r];
      proposal.quantity = quantity;
      const allowed = rule.allowed(proposal, this);
      this.trace?.({
        sleeve: sleeve.index,
        step: `risk: ${rule.code}`,
        quantity: allowed,
        detail: allowed < quantity ? rule.about : "",
      });
      if (allowed < quantity) code = rule.code;
      quantity = allowed;
      if (!(quantity > 0)) return this.answer(0, rule.code, rule.about);
    }
    const affordable =
      free / (convention.costsWithinSize ? price : wish.price * (1 + wish.costRate) * (1 + cashBuffer));
    if (affordable < quantity) {
      quantity = Math.max(0, affordable);
      code = "insufficient_cash";
    }
    quantity = roundQuantityDown(quantity, sleeve.market);
    this.trace?.({
      sleeve: sleeve.index,
      step: "exchange grid",
      quantity,
      detail: `lot ${sleeve.market.lotSize}, smallest notional ${sleeve.market.minNotional}`,
    });
    if (!isTradable(quantity, wish.price, sleeve.market)) {
      const { price: wanted } = wish;
      const { minNotional, minQuantity } = sleeve.market;
      const left = quantity;
      const detail = () =>
        `${left} at ${wanted}; the smallest notional is ${minNotional}, the smallest quantity ${minQuantity}.`;
      return this.answer(0, code === "" ? "below_minimum" : code, detail);
    }
    return this.answer(quantity, code, "");
  }

  private answer(quantity: number, code: string, detail: Detail): SizedEntry {
    const { sized } = this;
    sized.quantity = quantity;
    sized.code = code;
    sized.detail = detail;
    return sized;
  }

  /** The tradable quantity that this cash pays for, 0 where it is too little to trade. */
  affordable(sleeve: Sleeve, cash: number, unitCost: number, price: number): number {
    const quantity = roundQuantityDown(Math.max(0, cash / unitCost), sleeve.market);
    return isTradable(quantity, price, sleeve.market) ? quantity : 0;
  }

  private wanted(sleeve: Sleeve, wish: EntryWish, base: number): number {
    if (wish.notional === wish.notional) return wish.notional;
    return (
      wantedNotional(sleeve.sizing, {
        base,
        equity: wish.equity,
        share: sleeve.share,
        strength: wish.strength,
        price: wish.price,
        stopPrice: wish.stopPrice,
        annualVolatility: wish.annualVolatility,
        entries: this.portfolio.entries[sleeve.index],
        adding: sleeve.adding,
      }) * this.settings.convention.sizeShare
    );
  }

  get isRuined(): boolean {
    return this.halts.isRuined;
  }
  get isHaltedForDay(): boolean {
    return this.halts.isHaltedForDay;
  }
  get isHaltedByDrawdown(): boolean {
    return this.halts.isHaltedByDrawdown;
  }
  isOpen(sleeve: number): boolean {
    return this.portfolio.quantity[sleeve] !== 0 || this.desk.pendingRisk[sleeve] > 0;
  }
  openPositions(): number {
    let count = 0;
    for (let s = 0; s < this.sleeves.length; s++) if (this.isOpen(s)) count++;
    return count;
  }
  symbolExposure(symbol: string): number {
    let exposure = 0;
    for (const sleeve of this.sleeves) if (sleeve.symbol === symbol) exposure += this.sleeveExposure(sleeve.index);
    for (const order of this.desk.atOpen)
      if (this.sleeves[order.sleeve].symbol === symbol) exposure += order.reservedCash;
    for (const order of this.desk.resting)
      if (this.sleeves[order.sleeve].symbol === symbol) exposure += order.reservedCash;
    return exposure;
  }
  totalExposure(): number {
    return this.portfolio.exposure() + this.portfolio.reservedCash;
  }
  ordersInLastMinute(time: number): number {
    const { submittedAt } = this.wish;
    return this.desk.ordersInLastMinute(time) - (submittedAt > time - MINUTE_MS ? 1 : 0);
  }
  cooldownUntil(sleeve: number): number {
    return this.desk.cooldownUntil[sleeve];
  }
  /** What a sleeve holds and what its orders reserve, in settlement currency. */
  committed(sleeve: number): number {
    let sum = this.sleeveExposure(sleeve);
    for (const order of this.desk.atOpen) if (order.sleeve === sleeve) sum += order.reservedCash;
    for (const order of this.desk.resting) if (order.sleeve === sleeve) sum += order.reservedCash;
    return sum;
  }
  private sleeveExposure(sleeve: number): number {
    return Math.abs(this.portfolio.quantity[sleeve] * this.portfolio.markPrice[sleeve]);
  }
}
