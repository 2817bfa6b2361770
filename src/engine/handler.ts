/** Runs the imperative part of strategies: a failure stops that strategy, never the engine. */
import { CandlewrightError } from "./errors.ts";
import { type Decider, emptyIntent, type Intent } from "./decide.ts";
import { engineErrors } from "./engine-errors.ts";
import type { Block } from "./expression/block.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Portfolio } from "./portfolio.ts";
import type { HandlerColumns, Sleeve } from "./sleeve.ts";
import type { CandleDecision, CandleView, WantedOrder } from "./strategy.ts";

export interface HandlerFailure {
  readonly strategy: string;
  readonly symbol: string;
  /** Close of the candle on which it failed, milliseconds UTC. */
  readonly time: number;
  readonly error: CandlewrightError;
}

/** One object for all calls: filled anew for each. */
class View implements CandleView {
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

  value(name: string): number {
    const column = this.handler?.indicators.get(name);
    if (column === undefined) throw new Error(`There is no indicator "${name}"; declare it in \`indicators\`.`);
    return column.values[column.offset + this.row];
  }
}

const BOOLEANS = ["enterLong", "exitLong", "enterShort", "exitShort"] as const;
const NUMBERS = ["strength", "limitPrice", "stopPrice", "protectiveStop", "targetPrice"] as const;
const KNOWN_KEYS: ReadonlySet<string> = new Set([...BOOLEANS, ...NUMBERS, "reason", "orders"]);

export class HandlerRunner {
  private readonly portfolio: Portfolio;
  private readonly desk: OrderDesk;
  private readonly decider: Decider;
  private readonly onFailure: ((failure: HandlerFailure) => void) | undefined;
  private readonly view = new View();
  private readonly stopped = new Set<string>();

  constructor(
    portfolio: Portfolio,
    desk: OrderDesk,
    decider: Decider,
    onFailure: ((failure: HandlerFailure) => void) | undefined,
  ) {
    this.portfolio = portfolio;
    this.desk = desk;
    this.decider = decider;
    this.onFailure = onFailure;
  }

  /** Calls `onCandle` for one candle and takes its decision. */
  run(block: Block, sleeve: Sleeve, row: number, time: number, equity: number): void {
    const { handler } = sleeve;
    if (handler === undefined || this.stopped.has(sleeve.strategy)) return;
    this.fill(block, sleeve, handler, row, time, equity);
    let decision: CandleDecision | undefined;
    try {
      decision = handler.onCandle(this.view, handler.state);
      if (decision !== undefined) checkDecision(decision);
    } catch (cause) {
      return this.fail(sleeve, time, cause);
    }
    if (decision === undefined) return;
    if (decision.orders !== undefined) this.arrangeOrders(sleeve, decision.orders, time, equity);
    this.decider.take(sleeve, intentOf(decision), time);
  }

  private fill(block: Block, sleeve: Sleeve, handler: HandlerColumns, row: number, time: number, equity: number): void {
    const { view } = this;
    const { candles, from } = block.streams[sleeve.stream];
    const at = from + row;
    view.symbol = sleeve.symbol;
    view.time = time;
    view.open = candles.open[at];
    view.high = candles.high[at];
    view.low = candles.low[at];
    view.close = candles.close[at];
    view.volume = candles.volume[at];
    view.positionQuantity = this.portfolio.quantity[sleeve.index];
    view.positionEntryPrice = this.portfolio.entryPrice[sleeve.index];
    view.capital = equity * sleeve.share;
    view.handler = handler;
    view.row = row;
  }

  private fail(sleeve: Sleeve, time: number, cause: unknown): void {
    this.stopped.add(sleeve.strategy);
    this.desk.cancelResting((order) => order.sleeve === sleeve.index, time);
    const error =
      cause instanceof CandlewrightError
        ? cause
        : new CandlewrightError(engineErrors.strategyFailed, { detail: `${sleeve.strategy}: ${String(cause)}`, cause });
    this.decider.refuse(sleeve, time, "strategy_stopped", error.message);
    this.onFailure?.({ strategy: sleeve.strategy, symbol: sleeve.symbol, time, error });
  }

  /** Makes the book hold just the wanted orders: the others are cancelled, the missing ones submitted. */
  private arrangeOrders(sleeve: Sleeve, wanted: readonly WantedOrder[], time: number, equity: number): void {
    const keys = new Set(wanted.map((order) => order.key));
    const present = new Set<string>();
    const own = this.desk.resting.filter((order) => order.sleeve === sleeve.index && order.purpose === "resting");
    for (const order of own) if (keys.has(order.reason)) present.add(order.reason);
    this.desk.cancelResting((order) => own.includes(order) && !present.has(order.reason), time);
    for (const order of wanted) if (!present.has(order.key)) this.decider.placeResting(sleeve, order, time, equity);
  }
}

function intentOf(decision: CandleDecision): Intent {
  const intent = emptyIntent();
  for (const name of BOOLEANS) intent[name] = decision[name] ?? false;
  for (const name of NUMBERS) intent[name] = decision[name] ?? intent[name];
  intent.reason = decision.reason ?? "signal";
  return intent;
}

function nonsense(detail: string): CandlewrightError {
  return new CandlewrightError(engineErrors.strategyNonsense, { detail });
}

function checkDecision(decision: CandleDecision): void {
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
    if (value !== undefined && (typeof value !== "number" || value !== value || value < 0))
      throw nonsense(`${name} is ${JSON.stringify(value)}.`);
  }
  for (const order of decision.orders ?? []) {
    const isValid =
      typeof order.key === "string" &&
      order.quantity > 0 &&
      order.price > 0 &&
      (order.side === "buy" || order.side === "sell");
    if (!isValid || (order.type !== "limit" && order.type !== "stop"))
      throw nonsense(`Order ${JSON.stringify(order)}.`);
  }
}
