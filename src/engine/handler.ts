/** Runs the imperative part of strategies: a failure stops that strategy, never the engine. */
import { CandlewrightError } from "./errors.ts";
import type { Decider } from "./decide.ts";
import { engineErrors } from "./engine-errors.ts";
import type { Block } from "./expression/block.ts";
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

/** What the view shows: one object for all calls, filled anew for each. */
class Moment {
  symbol = "";
  time = 0.5;
  open = 0.5;
  high = 0.5;
  low = 0.5;
  close = 0.5;
  volume = 0.5;
  positionQuantity = 0.5;
  positionEntryPrice = NaN;
  capital = 0.5;
  handler: HandlerColumns | undefined;
  row = 0;
}

/** What a strategy holds in its hands: it can read the moment, but neither change it nor leave a note on it. */
class View implements CandleView {
  readonly #moment: Moment;

  constructor(moment: Moment) {
    this.#moment = moment;
    Object.freeze(this);
  }
  get symbol(): string {
    return this.#moment.symbol;
  }
  get time(): number {
    return this.#moment.time;
  }
  get open(): number {
    return this.#moment.open;
  }
  get high(): number {
    return this.#moment.high;
  }
  get low(): number {
    return this.#moment.low;
  }
  get close(): number {
    return this.#moment.close;
  }
  get volume(): number {
    return this.#moment.volume;
  }
  get positionQuantity(): number {
    return this.#moment.positionQuantity;
  }
  get positionEntryPrice(): number {
    return this.#moment.positionEntryPrice;
  }
  get capital(): number {
    return this.#moment.capital;
  }
  value(name: string): number {
    const { handler, row } = this.#moment;
    const column = handler?.indicators.get(name);
    if (column === undefined) throw new Error(`There is no indicator "${name}"; declare it in \`indicators\`.`);
    return column.values[column.offset + row];
  }
}

const BOOLEANS = ["enterLong", "exitLong", "enterShort", "exitShort"] as const;
const NUMBERS = ["strength", "limitPrice", "stopPrice", "protectiveStop", "targetPrice"] as const;
const KNOWN_KEYS: ReadonlySet<string> = new Set([...BOOLEANS, ...NUMBERS, "reason", "orders"]);

export class HandlerRunner {
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly desk: OrderDesk;
  private readonly decider: Decider;
  private readonly wantedOrders: WantedOrders;
  private readonly onFailure: ((failure: HandlerFailure) => void) | undefined;
  private readonly moment = new Moment();
  private readonly view = new View(this.moment);
  private readonly stopped = new Set<string>();

  constructor(
    sleeves: readonly Sleeve[],
    portfolio: Portfolio,
    desk: OrderDesk,
    decider: Decider,
    wantedOrders: WantedOrders,
    onFailure: ((failure: HandlerFailure) => void) | undefined,
  ) {
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.desk = desk;
    this.decider = decider;
    this.wantedOrders = wantedOrders;
    this.onFailure = onFailure;
  }

  /** Calls `onCandle` for one candle and takes its decision. */
  run(block: Block, sleeve: Sleeve, row: number, time: number, equity: number): void {
    const { handler } = sleeve;
    if (handler === undefined || this.hasStopped(sleeve)) return;
    this.fill(block, sleeve, handler, row, time, equity);
    let decision: CandleDecision | undefined;
    try {
      decision = handler.onCandle(this.view, handler.state);
      if (decision !== undefined) checkDecision(decision);
    } catch (cause) {
      return this.fail(sleeve, time, cause);
    }
    if (decision === undefined) return;
    const { orders } = decision;
    if (orders !== undefined)
      this.decider.propose(sleeve, 1, (at, total) => this.wantedOrders.arrange(sleeve, orders, at, total));
    this.decider.take(sleeve, intentOf(decision), time);
  }

  /** Whether the sleeve's strategy has failed. */
  hasStopped(sleeve: Sleeve): boolean {
    return this.stopped.size > 0 && this.stopped.has(sleeve.strategy);
  }

  private fill(block: Block, sleeve: Sleeve, handler: HandlerColumns, row: number, time: number, equity: number): void {
    const { moment } = this;
    const { candles, from } = block.streams[sleeve.stream];
    const at = from + row;
    moment.symbol = sleeve.symbol;
    moment.time = time;
    moment.open = candles.open[at];
    moment.high = candles.high[at];
    moment.low = candles.low[at];
    moment.close = candles.close[at];
    moment.volume = candles.volume[at];
    moment.positionQuantity = this.portfolio.quantity[sleeve.index];
    moment.positionEntryPrice = this.portfolio.entryPrice[sleeve.index];
    moment.capital = equity * sleeve.share;
    moment.handler = handler;
    moment.row = row;
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
  for (const name of BOOLEANS) {
    const value: unknown = decision[name];
    if (value !== undefined && typeof value !== "boolean")
      throw nonsense(`${name} is ${JSON.stringify(value)}, not true or false.`);
  }
  for (const name of NUMBERS) {
    const value: unknown = decision[name];
    if (value !== undefined && (!Number.isFinite(value) || (value as number) < 0))
      throw nonsense(`${name} is ${JSON.stringify(value)}.`);
  }
  if (decision.orders !== undefined) checkOrders(decision.orders);
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
