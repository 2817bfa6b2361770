/** From strategies to sleeves: every strategy on every symbol of its own, with its columns in one shared plan. */
import { CandlewrightError } from "./errors.ts";
import { engineErrors } from "./engine-errors.ts";
import type { StreamKey } from "./expression/block.ts";
import type { Condition, Series } from "./expression/node.ts";
import type { Plan } from "./expression/plan.ts";
import { type Binding, PlanBuilder, type PlanInputs } from "./expression/plan-builder.ts";
import type { AddingRules, ProtectionRules, SizingRule } from "./limits.ts";
import type { MarketRules } from "./market.ts";
import { annualVolatility } from "./sizing/annual-volatility.ts";
import type { HandlerColumns, SignalColumns, Sleeve } from "./sleeve.ts";
import type { CandleHandler, Signals } from "./strategy.ts";
import { timeframeMs } from "./timeframe.ts";

/** A strategy with its parameters and symbols settled. */
export interface StrategyInstance {
  /** Unique within the run. */
  readonly name: string;
  readonly timeframe: string;
  readonly symbols: readonly string[];
  /** Share of the equity that it may hold in total, split equally over its symbols. */
  readonly capitalAllocation: number;
  readonly protection: ProtectionRules;
  readonly adding: AddingRules;
  readonly sizing: SizingRule;
  /** Symbol by role, where the strategy declares roles; undefined: the description runs on each symbol on its own. */
  readonly roles: Readonly<Record<string, string>> | undefined;
  /** Signals by role; "" where there are no roles. */
  readonly signals: Readonly<Record<string, Signals>>;
  readonly handler: CandleHandler | undefined;
}

export interface Compiled {
  readonly plan: Plan;
  readonly sleeves: readonly Sleeve[];
}

export interface CompileInput {
  readonly strategies: readonly StrategyInstance[];
  readonly streams: readonly StreamKey[];
  readonly markets: ReadonlyMap<string, MarketRules>;
  readonly blockSize: number;
  readonly planInputs?: PlanInputs;
}

const DEFAULT_REBALANCE_THRESHOLD = 0.05;

/** A symbol that a strategy trades, with what its expressions' leaves mean there. */
export interface StrategyPlace {
  /** "" where the strategy declares no roles. */
  readonly role: string;
  readonly symbol: string;
  readonly binding: Binding;
}

/** Where a strategy trades: each of its symbols on its own, or its roles. */
export function placesOf({ timeframe, symbols, roles }: StrategyInstance): StrategyPlace[] {
  if (roles === undefined)
    return symbols.map((symbol) => ({ role: "", symbol, binding: { timeframe, symbols, roles: { "": symbol } } }));
  return Object.entries(roles).map(([role, symbol]) => ({ role, symbol, binding: { timeframe, symbols, roles } }));
}

/** @throws CandlewrightError ENGINE_NO_CANDLES, ENGINE_NO_MARKET and those of `PlanBuilder` */
export function compile(input: CompileInput): Compiled {
  const builder = new PlanBuilder(input.streams, input.blockSize, input.planInputs);
  const sleeves: Sleeve[] = [];
  input.strategies.forEach((strategy, strategyOrder) => {
    const places = placesOf(strategy);
    for (const { role, symbol, binding } of places) {
      const market = input.markets.get(symbol);
      if (market === undefined) throw new CandlewrightError(engineErrors.noMarket, { detail: symbol });
      const stream = streamIndex(input.streams, symbol, strategy.timeframe);
      const execution = finestStream(input.streams, symbol);
      mustNest(strategy.timeframe, input.streams[execution]);
      sleeves.push({
        index: sleeves.length,
        strategyOrder,
        strategy: strategy.name,
        symbol,
        stream,
        execution,
        timeframeMs: timeframeMs(strategy.timeframe),
        share: strategy.capitalAllocation / places.length,
        market,
        protection: strategy.protection,
        adding: strategy.adding,
        sizing: strategy.sizing,
        columns: signalColumns(builder, strategy.signals[role] ?? {}, strategy, binding, role),
        handler: strategy.handler === undefined ? undefined : handlerColumns(builder, strategy.handler, binding, role),
      });
    }
  });
  return { plan: builder.build(), sleeves };
}

function mustNest(timeframe: string, execution: StreamKey): void {
  if (timeframeMs(timeframe) % timeframeMs(execution.timeframe) === 0) return;
  const detail = `${execution.symbol}: a strategy on ${timeframe}, orders on ${execution.timeframe}.`;
  throw new CandlewrightError(engineErrors.timeframesDoNotNest, { detail });
}

function streamIndex(streams: readonly StreamKey[], symbol: string, timeframe: string): number {
  const index = streams.findIndex((stream) => stream.symbol === symbol && stream.timeframe === timeframe);
  if (index < 0) throw new CandlewrightError(engineErrors.noCandles, { detail: `${symbol} ${timeframe}` });
  return index;
}

/** Orders are matched against the shortest candles that are loaded for the symbol. */
function finestStream(streams: readonly StreamKey[], symbol: string): number {
  let finest = -1;
  streams.forEach((stream, index) => {
    if (stream.symbol !== symbol) return;
    if (finest < 0 || timeframeMs(stream.timeframe) < timeframeMs(streams[finest].timeframe)) finest = index;
  });
  return finest;
}

function signalColumns(
  builder: PlanBuilder,
  signals: Signals,
  strategy: StrategyInstance,
  binding: Binding,
  role: string,
): SignalColumns {
  const condition = (node: Condition | undefined) =>
    node === undefined ? undefined : builder.condition(node, binding, role);
  const series = (node: Series | undefined) => (node === undefined ? undefined : builder.series(node, binding, role));
  return {
    enterLong: condition(signals.enterLong),
    exitLong: condition(signals.exitLong),
    enterShort: condition(signals.enterShort),
    exitShort: condition(signals.exitShort),
    strength: series(signals.strength),
    limitPrice: series(signals.limitPrice),
    stopPrice: series(signals.stopPrice),
    protectiveStop: series(signals.protectiveStop),
    targetPrice: series(signals.targetPrice),
    targetExposure: series(signals.targetExposure),
    rebalanceThreshold: signals.rebalanceThreshold ?? DEFAULT_REBALANCE_THRESHOLD,
    longReason: signals.enterLong?.toString() ?? "signal",
    shortReason: signals.enterShort?.toString() ?? "signal",
    annualVolatility:
      strategy.sizing.rule === "volatility_target"
        ? series(annualVolatility(role, strategy.sizing.lookbackCandles, timeframeMs(strategy.timeframe)))
        : undefined,
  };
}

function handlerColumns(builder: PlanBuilder, handler: CandleHandler, binding: Binding, role: string): HandlerColumns {
  const indicators = Object.entries(handler.indicators).map(
    ([name, node]) => [name, builder.series(node, binding, role)] as const,
  );
  return {
    onCandle: handler.onCandle,
    when: handler.when === undefined ? undefined : builder.condition(handler.when, binding, role),
    names: indicators.map(([name]) => name),
    columns: indicators.map(([, column]) => column),
    state: handler.initialState(),
  };
}
