/**
 * The contract of a strategy: a description of what it wants to see, not a loop over candles. The same description runs
 * block by block in a backtest, candle by candle live, and over thousands of parameter sets in a sweep.
 */
import type { SeriesLike } from "../engine/expression/apply.ts";
import type { Condition, Market, Series } from "../engine/expression/node.ts";
import type { AnyParameterValues, ParameterSet, ParameterValues } from "../engine/parameters.ts";
import type { CandleDecision, CandleView, Signals } from "../engine/strategy.ts";
import { checkDefinition } from "./check-definition.ts";

/** Role → what it is for: `{ a: "the leg that is bought when the spread is low" }`. */
export type SymbolRoles = Readonly<Record<string, string>>;

/** `Signals` as an author may write them: a number stands for a constant series. */
export type SignalSet = {
  readonly [Name in keyof Signals]?: Signals[Name] extends Series | undefined ? SeriesLike : Signals[Name];
};

type MarketsOf<Roles> = Roles extends SymbolRoles ? { readonly [Role in keyof Roles]: Market } : Market;
type SignalsOf<Roles> = Roles extends SymbolRoles ? { readonly [Role in keyof Roles]: SignalSet } : SignalSet;

export interface StrategyDefinition<
  Set extends ParameterSet,
  Roles extends SymbolRoles | undefined,
  State extends Record<string, unknown>,
> {
  /** Lower case with underscores: `ema_crossover`. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly about: string;
  readonly parameters: Set;
  /** True, or a sentence that says which parameters contradict each other. */
  readonly check?: (p: ParameterValues<Set>) => true | string;
  /** Only for a strategy on several symbols at once: its roles. Without it, it runs on each symbol on its own. */
  readonly symbols?: Roles;
  /** The signals, as expressions over the candles; one set a role where there are roles. */
  readonly signals?: (market: MarketsOf<Roles>, p: ParameterValues<Set>) => SignalsOf<Roles>;
  /** For `onCandle`: the series that it reads with `view.value(name)`. */
  readonly indicators?: (market: Market, p: ParameterValues<Set>) => Readonly<Record<string, SeriesLike>>;
  /** For `onCandle`: the candles on which it is called; without it on every one. */
  readonly when?: (market: Market, p: ParameterValues<Set>) => Condition;
  /** Instead of `signals`, for what an expression can't say: decides candle by candle. */
  readonly onCandle?: (view: CandleView, state: State, p: ParameterValues<Set>) => CandleDecision | undefined;
  /** For `onCandle`: what it remembers, as plain data; each symbol gets its own copy of this. */
  readonly state?: State;
}

/** A strategy whose types have done their work: what the rest of the program handles. */
export interface Strategy {
  readonly name: string;
  readonly about: string;
  readonly parameters: ParameterSet;
  readonly symbols?: SymbolRoles;
  readonly state?: Record<string, unknown>;
  check?(p: AnyParameterValues): true | string;
  signals?(market: Market | Readonly<Record<string, Market>>, p: AnyParameterValues): SignalSet;
  indicators?(market: Market, p: AnyParameterValues): Readonly<Record<string, SeriesLike>>;
  when?(market: Market, p: AnyParameterValues): Condition;
  onCandle?(view: CandleView, state: Record<string, unknown>, p: AnyParameterValues): CandleDecision | undefined;
}

/**
 * Declares a strategy; the types of `p`, of the markets and of `state` follow from what is declared.
 * @throws CandlewrightError STRATEGY_UNKNOWN_KEY, STRATEGY_INVALID_DEFINITION
 */
export function defineStrategy<
  const Set extends ParameterSet,
  const Roles extends SymbolRoles | undefined = undefined,
  State extends Record<string, unknown> = Record<string, never>,
>(definition: StrategyDefinition<Set, Roles, State>): Strategy {
  checkDefinition(definition);
  return Object.freeze({ ...definition }) as unknown as Strategy;
}
