/** From a description to a strategy that the engine can run: its parameters, symbols and rules settled. */
import type { StrategyInstance } from "../engine/compile.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { toSeries } from "../engine/expression/apply.ts";
import { marketOf } from "../engine/expression/sources.ts";
import type { AddingRules, ProtectionRules, SizingRule } from "../engine/limits.ts";
import type { AnyParameterValues } from "../engine/parameters.ts";
import type { CandleHandler, Signals } from "../engine/strategy.ts";
import { completeParameters } from "./check-parameters.ts";
import { canEnter, checkSignals } from "./check-signals.ts";
import type { Strategy } from "./define-strategy.ts";
import { strategyErrors } from "./errors.ts";

/** How a strategy is used in one run. */
export interface StrategyUse {
  /** Of this instance, unique in the run. */
  readonly name: string;
  /** The strategy's own parameters; those left out take their defaults. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** In the order of the roles, where the strategy declares roles. */
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** Share of the equity that it may hold in total. */
  readonly capitalAllocation: number;
  readonly protection: ProtectionRules;
  readonly adding: AddingRules;
  readonly sizing: SizingRule;
}

/** @throws CandlewrightError STRATEGY_..., and EXPRESSION_... that an indicator throws at its author */
export function instantiate(strategy: Strategy, use: StrategyUse): StrategyInstance {
  const p = settledParameters(strategy, use.parameters);
  const roles = bindRoles(strategy, use.symbols);
  return {
    name: use.name,
    timeframe: use.timeframe,
    symbols: use.symbols,
    capitalAllocation: use.capitalAllocation,
    protection: use.protection,
    adding: use.adding,
    sizing: use.sizing,
    roles,
    signals: strategy.signals === undefined ? {} : tradingSignalsOf(strategy, roles, p),
    handler: strategy.onCandle === undefined ? undefined : handlerOf(strategy, p),
  };
}

/**
 * The strategy's parameters, complete and checked, its own check included.
 * @throws CandlewrightError STRATEGY_UNKNOWN_KEY, STRATEGY_INVALID_PARAMETER, STRATEGY_THREW
 */
export function settledParameters(strategy: Strategy, given: Readonly<Record<string, unknown>>): AnyParameterValues {
  const p = completeParameters(strategy.name, strategy.parameters, given);
  const verdict = strategy.check === undefined ? true : guarded(strategy, "check", () => strategy.check?.(p));
  if (verdict !== true)
    throw new CandlewrightError(strategyErrors.invalidParameter, {
      path: "parameters",
      detail: `${strategy.name}: ${typeof verdict === "string" ? verdict : "its check did not return true"}.`,
    });
  return p;
}

function bindRoles(strategy: Strategy, symbols: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (strategy.symbols === undefined) return undefined;
  const roles = Object.keys(strategy.symbols);
  if (symbols.length !== roles.length)
    throw new CandlewrightError(strategyErrors.wrongSymbols, {
      path: "symbols",
      detail: `${strategy.name} has the roles ${roles.join(", ")}; got ${symbols.join(", ") || "no symbol"}.`,
    });
  return Object.freeze(Object.fromEntries(roles.map((role, n) => [role, symbols[n]])));
}

/** The signals by role, at least one of which can open a position. */
function tradingSignalsOf(
  strategy: Strategy,
  roles: Readonly<Record<string, string>> | undefined,
  p: AnyParameterValues,
): Readonly<Record<string, Signals>> {
  const signals = signalsOf(strategy, roles, p);
  if (!Object.values(signals).some(canEnter))
    throw new CandlewrightError(strategyErrors.invalidSignal, {
      detail: `${strategy.name}: nothing ever opens a position; give enterLong, enterShort or targetExposure.`,
    });
  return signals;
}

function signalsOf(
  strategy: Strategy,
  roles: Readonly<Record<string, string>> | undefined,
  p: AnyParameterValues,
): Readonly<Record<string, Signals>> {
  if (roles === undefined) {
    const given = guarded(strategy, "signals", () => strategy.signals?.(marketOf(), p));
    return { "": checkSignals(strategy.name, given) };
  }
  const names = Object.keys(roles);
  const markets = Object.freeze(Object.fromEntries(names.map((role) => [role, marketOf(role)])));
  const given: unknown = guarded(strategy, "signals", () => strategy.signals?.(markets, p));
  if (typeof given !== "object" || given === null || names.some((role) => !Object.hasOwn(given, role)))
    throw new CandlewrightError(strategyErrors.invalidSignal, {
      detail: `${strategy.name}: signals must return one set for each role: { ${names.join(", ")} }.`,
    });
  const byRole = given as Readonly<Record<string, unknown>>;
  return Object.fromEntries(names.map((role) => [role, checkSignals(`${strategy.name}, role ${role}`, byRole[role])]));
}

function handlerOf(strategy: Strategy, p: AnyParameterValues): CandleHandler {
  const { state = {} } = strategy;
  const market = marketOf();
  const declared = guarded(strategy, "indicators", () => strategy.indicators?.(market, p) ?? {});
  const when = guarded(strategy, "when", () => strategy.when?.(market, p));
  const indicators = Object.entries(declared).map(([name, series]) => [name, toSeries(series)] as const);
  return {
    indicators: Object.fromEntries(indicators),
    ...(when === undefined ? {} : { when }),
    onCandle: (view, own) => strategy.onCandle?.(view, own, p),
    initialState: () => structuredClone(state),
  };
}

/** Runs one of the author's functions; what it throws is told as the strategy's error. */
function guarded<Result>(strategy: Strategy, part: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof CandlewrightError) throw cause;
    throw new CandlewrightError(strategyErrors.threw, {
      detail: `${strategy.name}, in ${part}: ${String(cause)}`,
      cause,
    });
  }
}
