/** What `signals` returned, checked and brought into the engine's form. */
import { CandlewrightError } from "../engine/errors.ts";
import { toSeries } from "../engine/expression/apply.ts";
import { Condition, Series } from "../engine/expression/node.ts";
import { print } from "../engine/expression/print.ts";
import { SIGNAL_CONDITIONS, SIGNAL_SERIES, type Signals } from "../engine/strategy.ts";
import { refuseUnknownKeys } from "./check-definition.ts";
import { strategyErrors } from "./errors.ts";

const KNOWN: readonly string[] = [...SIGNAL_CONDITIONS, ...SIGNAL_SERIES, "rebalanceThreshold"];

/** @param signal its name, where one is to blame */
function fail(of: string, detail: string, signal?: string): never {
  const path = signal === undefined ? {} : { path: signal };
  throw new CandlewrightError(strategyErrors.invalidSignal, { ...path, detail: `${of}: ${detail}` });
}

/** How a wrong value is named in an error. */
function nameOf(value: unknown): string {
  if (value instanceof Series) return `the series ${print(value)}`;
  if (value instanceof Condition) return `the condition ${print(value)}`;
  if (value instanceof Promise) return "a promise (signals are not async)";
  return typeof value === "number" ? String(value) : value === null ? "null" : typeof value;
}

/**
 * @param of whose signals: "pairs", "pairs, role a"
 * @throws CandlewrightError STRATEGY_UNKNOWN_KEY, STRATEGY_INVALID_SIGNAL
 */
export function checkSignals(of: string, given: unknown): Signals {
  if (typeof given !== "object" || given === null || Object.getPrototypeOf(given) !== Object.prototype)
    return fail(of, `signals must return a plain object; got ${nameOf(given)}.`);
  refuseUnknownKeys(`The signals of ${of}`, given, KNOWN);
  const signals: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given) as [string, unknown][])
    if (value !== undefined) signals[name] = checkSignal(of, name, value);
  const conditions = SIGNAL_CONDITIONS.filter((name) => signals[name] !== undefined);
  const hasExposure = signals["targetExposure"] !== undefined;
  if (conditions.length > 0 && hasExposure)
    fail(of, `targetExposure stands instead of entries and exits; there is also ${conditions.join(", ")}.`);
  if (!hasExposure && signals["rebalanceThreshold"] !== undefined)
    fail(of, "rebalanceThreshold has a meaning only beside targetExposure.");
  return Object.freeze(signals);
}

/** Whether anything in the signals can open a position. */
export function canEnter(signals: Signals): boolean {
  return (signals.enterLong ?? signals.enterShort ?? signals.targetExposure) !== undefined;
}

function checkSignal(of: string, name: string, value: unknown): unknown {
  if (name === "rebalanceThreshold") {
    const isValid = typeof value === "number" && value >= 0 && value <= 2;
    return isValid ? value : fail(of, `${name} must be a number from 0 to 2; got ${nameOf(value)}.`, name);
  }
  if ((SIGNAL_CONDITIONS as readonly string[]).includes(name))
    return value instanceof Condition ? value : fail(of, `${name} must be a condition; got ${nameOf(value)}.`, name);
  return value instanceof Series || (typeof value === "number" && value === value)
    ? toSeries(value)
    : fail(of, `${name} must be a series or a number; got ${nameOf(value)}.`, name);
}
