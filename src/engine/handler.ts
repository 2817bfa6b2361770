/** Runs the imperative part of strategies: a failure stops that strategy, never the engine. */
import { CandlewrightError } from "./errors.ts";
import type { Decider } from "./decide.ts";
import { engineErrors } from "./engine-errors.ts";
import type { ValueColumn } from "./candles.ts";
import type { CurveRecorder } from "./equity-curve.ts";
import { type Block, instantTime } from "./expression/block.ts";
import { emptyIntent, type Intent } from "./intent.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Portfolio } from "./portfolio.ts";
import type { HandlerColumns, Sleeve } from "./sleeve.ts";
import type { CandleDecision, CandleView, WantedOrder } from "./strategy.ts";
import type { WantedOrders } from "./wanted-orders.ts";

export interface HandlerFailure {
  readonly strategy: string;
  readonly symbol: string;
  /** Close of the candle on which it failed, milliseconds UTC. */
  readonly time: number;
  readonly error: CandlewrightError;
}

/**
 * Where the view looks: one object for all calls, moved on for each. What a strategy does not ask for is not read, which
 * spares most of the columns' memory.
 */
class Moment {
  readonly portfolio: Portfolio;
  readonly curve: CurveRecorder;
  sleeve: Sleeve | undefined;
  handler: HandlerColumns | undefined;
  block: Block | undefined;
  /** Instant of the block. */
  k = 0;
  /** Index of the equity curve. */
  point = 0;
  /** Local row of the sleeve's stream. */
  row = 0;

  constructor(portfolio: Portfolio, curve: CurveRecorder) {
    this.portfolio = portfolio;
    this.curve = curve;
  }
}

/** What a strategy holds in its hands: it can read the moment, but neither change it nor leave a note on it. */
class View implements CandleView {
  readonly #moment: Moment;

  constructor(moment: Moment) {
    this.#moment = moment;
    Object.freeze(this);
  }
  get symbol(): string {
    return this.#moment.sleeve?.symbol ?? "";
  }
  get time(): number {
    const { block, k } = this.#moment;
    return block === undefined ? NaN : instantTime(block, k);
  }
  get open(): number {
    return this.#column("open");
  }
  get high(): number {
    return this.#column("high");
  }
  get low(): number {
    return this.#column("low");
  }
  get close(): number {
    return this.#column("close");
  }
  get volume(): number {
    return this.#column("volume");
  }
  get positionQuantity(): number {
    const { portfolio, sleeve } = this.#moment;
    return sleeve === undefined ? NaN : portfolio.quantity[sleeve.index];
  }
  get positionEntryPrice(): number {
    const { portfolio, sleeve } = this.#moment;
    return sleeve === undefined ? NaN : portfolio.entryPrice[sleeve.index];
  }
  get capital(): number {
    const { curve, point, sleeve } = this.#moment;
    return sleeve === undefined ? NaN : curve.equity[point] * sleeve.share;
  }
  value(name: string): number {
    const { handler, row } = this.#moment;
    if (handler !== undefined) {
      const { names, columns } = handler;
      // They are few: one comparison of pointers after the other beats a hash.
      for (let n = 0; n < names.length; n++) {
        if (names[n] !== name) continue;
        const { values, offset } = columns[n];
        return values[offset + row];
      }
    }
    throw new Error(`There is no indicator "${name}"; declare it in \`indicators\`.`);
  }
  #column(name: ValueColumn): number {
    const { block, sleeve, row } = this.#moment;
    if (block === undefined || sleeve === undefined) return NaN;
    const { candles, from } = block.streams[sleeve.stream];
    return candles[name][from + row];
  }
}

const KNOWN_KEYS: ReadonlySet<string> = new Set<keyof CandleDecision>([
  "enterLong",
  "exitLong",
  "enterShort",
  "exitShort",
  "strength",
  "limitPrice",
  "stopPrice",
  "protectiveStop",
  "targetPrice",
  "reason",
  "orders",
]);

export class HandlerRunner {
  private readonly sleeves: readonly Sleeve[];
  private readonly desk: OrderDesk;
  private readonly decider: Decider;
  private readonly wantedOrders: WantedOrders;
  private readonly onFailure: ((failure: HandlerFailure) => void) | undefined;
  private readonly moment: Moment;
  private readonly view: View;
  private readonly stopped = new Set<string>();

  constructor(
    sleeves: readonly Sleeve[],
    portfolio: Portfolio,
    curve: CurveRecorder,
    desk: OrderDesk,
    decider: Decider,
    wantedOrders: WantedOrders,
    onFailure: ((failure: HandlerFailure) => void) | undefined,
  ) {
    this.sleeves = sleeves;
    this.desk = desk;
    this.decider = decider;
    this.wantedOrders = wantedOrders;
    this.onFailure = onFailure;
    this.moment = new Moment(portfolio, curve);
    this.view = new View(this.moment);
  }

  /**
   * Calls `onCandle` for one candle and takes its decision.
   * @param row the candle's local row of the sleeve's stream
   * @param k instant at which it closes
   * @param point of the equity curve at this instant: an index, since a number with a fraction is boxed for every call
   */
  run(block: Block, sleeve: Sleeve, row: number, k: number, point: number): void {
    const { handler } = sleeve;
    if (handler === undefined || this.hasStopped(sleeve)) return;
    const { moment } = this;
    // A pointer that is stored costs the collector's barrier, and mostly they are the same.
    if (moment.sleeve !== sleeve || moment.block !== block) {
      moment.sleeve = sleeve;
      moment.handler = handler;
      moment.block = block;
    }
    moment.row = row;
    moment.k = k;
    moment.point = point;
    let decision: CandleDecision | undefined;
    try {
      decision = handler.onCandle(this.view, handler.state);
      if (decision !== undefined) checkDecision(decision);
    } catch (cause) {
      return this.fail(sleeve, instantTime(block, k), cause);
    }
    if (decision === undefined) return;
    const { orders } = decision;
    if (orders !== undefined) this.propose(sleeve, orders);
    this.decider.take(sleeve, intentOf(decision), instantTime(block, k));
  }

  /** Apart from `run`: a closure there would cost every call a place for what it holds. */
  private propose(sleeve: Sleeve, orders: readonly WantedOrder[]): void {
    this.decider.propose(sleeve, 1, (at, total) => this.wantedOrders.arrange(sleeve, orders, at, total));
  }

  /** Whether the sleeve's strategy has failed. */
  hasStopped(sleeve: Sleeve): boolean {
    return this.stopped.size > 0 && this.stopped.has(sleeve.strategy);
  }

  private fail(sleeve: Sleeve, time: number, cause: unknown): void {
    this.stopped.add(sleeve.strategy);
    this.decider.withdraw(sleeve.strategy);
    for (const own of this.sleeves) if (own.strategy === sleeve.strategy) this.desk.cancelEntries(own.index, time);
    this.desk.cancelResting((order) => this.sleeves[order.sleeve].strategy === sleeve.strategy, time);
    const error =
      cause instanceof CandlewrightError
        ? cause
        : new CandlewrightError(engineErrors.strategyFailed, { detail: `${sleeve.strategy}: ${String(cause)}`, cause });
    this.decider.refuse(sleeve, time, "strategy_stopped", error.message);
    this.onFailure?.({ strategy: sleeve.strategy, symbol: sleeve.symbol, time, error });
  }
}

function intentOf(decision: CandleDecision): Intent {
  // Field by field: by name in a loop V8 looks each one up anew.
  const intent = emptyIntent();
  intent.enterLong = decision.enterLong ?? false;
  intent.exitLong = decision.exitLong ?? false;
  intent.enterShort = decision.enterShort ?? false;
  intent.exitShort = decision.exitShort ?? false;
  intent.strength = decision.strength ?? intent.strength;
  intent.limitPrice = decision.limitPrice ?? NaN;
  intent.stopPrice = decision.stopPrice ?? NaN;
  intent.protectiveStop = decision.protectiveStop ?? NaN;
  intent.targetPrice = decision.targetPrice ?? NaN;
  intent.reason = decision.reason ?? "signal";
  return intent;
}

function nonsense(detail: string): CandlewrightError {
  return new CandlewrightError(engineErrors.strategyNonsense, { detail });
}

function checkDecision(decision: CandleDecision): void {
  if (decision instanceof Promise) throw nonsense("Got a promise: onCandle is not async.");
  if (typeof decision !== "object" || decision === null || Array.isArray(decision))
    throw nonsense(`Got ${JSON.stringify(decision)}.`);
  for (const key of Object.keys(decision))
    if (!KNOWN_KEYS.has(key)) throw nonsense(`There is no "${key}" in a decision.`);
  checkBoolean("enterLong", decision.enterLong);
  checkBoolean("exitLong", decision.exitLong);
  checkBoolean("enterShort", decision.enterShort);
  checkBoolean("exitShort", decision.exitShort);
  checkNumber("strength", decision.strength);
  checkNumber("limitPrice", decision.limitPrice);
  checkNumber("stopPrice", decision.stopPrice);
  checkNumber("protectiveStop", decision.protectiveStop);
  checkNumber("targetPrice", decision.targetPrice);
  if (decision.orders !== undefined) checkOrders(decision.orders);
}

function checkBoolean(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean")
    throw nonsense(`${name} is ${JSON.stringify(value)}, not true or false.`);
}

function checkNumber(name: string, value: unknown): void {
  if (value !== undefined && (!Number.isFinite(value) || (value as number) < 0))
    throw nonsense(`${name} is ${JSON.stringify(value)}.`);
}

function checkOrders(orders: readonly WantedOrder[]): void {
  const keys = new Set<string>();
  for (const order of orders) {
    if (keys.has(order.key)) throw nonsense(`Two orders have the key ${JSON.stringify(order.key)}.`);
    keys.add(order.key);
    const isValid =
      typeof order.key === "string" &&
      order.quantity > 0 &&
      order.quantity < Infinity &&
      order.price > 0 &&
      order.price < Infinity &&
      (order.side === "buy" || order.side === "sell");
    if (!isValid || (order.type !== "limit" && order.type !== "stop"))
      throw nonsense(`Order ${JSON.stringify(order)}.`);
  }
}
