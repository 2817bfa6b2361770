/** Refuses a description that would not do what its author thinks, at the moment it is loaded. */
import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import { checkDeclaredParameters } from "./check-parameters.ts";
import { strategyErrors } from "./errors.ts";

const FUNCTIONS = ["check", "signals", "indicators", "when", "onCandle"] as const;
const KEYS = ["name", "about", "parameters", "symbols", "state", ...FUNCTIONS] as const;
const HANDLER_ONLY = ["indicators", "when", "state"] as const;

/**
 * Refuses a key that is not known, with the nearest one that is.
 * @param of what has the key: "ema_crossover", "the signals of pairs"
 * @throws CandlewrightError STRATEGY_UNKNOWN_KEY
 */
export function refuseUnknownKeys(of: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    throw new CandlewrightError(strategyErrors.unknownKey, {
      path: key,
      detail: `${of}: there is no "${key}"; there are ${known.join(", ")}.`,
      ...(meant === undefined ? {} : { fix: `Did you mean ${meant}?` }),
    });
  }
}

/** @throws CandlewrightError STRATEGY_UNKNOWN_KEY, STRATEGY_INVALID_DEFINITION */
export function checkDefinition(definition: object): void {
  const parts = definition as Readonly<Record<string, unknown>>;
  const { name, about, parameters, symbols, state, signals, onCandle } = parts;
  const title = typeof name === "string" ? name : "The strategy";
  const fail = (detail: string): never => {
    throw new CandlewrightError(strategyErrors.invalidDefinition, { detail: `${title}: ${detail}` });
  };
  refuseUnknownKeys(title, definition, KEYS);
  if (typeof name !== "string" || !/^[a-z][a-z0-9_]*$/.test(name))
    fail(`name must be lower case with underscores, such as ema_crossover; got ${JSON.stringify(name)}.`);
  if (typeof about !== "string" || about === "") fail("about must say in one sentence what it does.");
  if (!isPlainObject(parameters)) return fail("parameters must be an object, {} where there are none.");
  for (const key of FUNCTIONS)
    if (parts[key] !== undefined && typeof parts[key] !== "function") fail(`${key} must be a function.`);
  if ((signals === undefined) === (onCandle === undefined)) fail("give either signals or onCandle.");
  for (const key of HANDLER_ONLY)
    if (onCandle === undefined && parts[key] !== undefined) fail(`${key} has a meaning only beside onCandle.`);
  if (symbols !== undefined) {
    if (onCandle !== undefined) fail("onCandle runs on each symbol on its own; roles (symbols) need signals.");
    const isValid = isPlainObject(symbols) && Object.keys(symbols).length >= 2;
    if (!isValid || Object.entries(symbols).some(([role, text]) => role === "" || typeof text !== "string"))
      fail('symbols must name at least two roles with a text each: { a: "...", b: "..." }.');
  }
  if (state !== undefined && !isPlainData(state)) fail("state must be plain data: numbers, texts, lists, objects.");
  checkDeclaredParameters(title, parameters as never);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether a snapshot can hold it. */
function isPlainData(value: unknown): boolean {
  if (value === null || ["number", "string", "boolean"].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlainData);
  return isPlainObject(value) && Object.values(value).every(isPlainData);
}
