/** Parameters against their declaration: what is declared must make sense, what is given must fit it. */
import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import type { AnyParameterValues, Parameter, ParameterSet } from "../engine/parameters.ts";
import { strategyErrors } from "./errors.ts";

const KINDS: readonly string[] = ["integer", "decimal", "choice", "switch"] satisfies Parameter["kind"][];

/** What is wrong with the value, or undefined where it fits. */
function misfit(declared: Parameter, value: unknown): string | undefined {
  if (declared.kind === "switch") return typeof value === "boolean" ? undefined : "true or false";
  if (declared.kind === "choice")
    return declared.options.some((option) => option === value) ? undefined : `one of ${declared.options.join(", ")}`;
  const isNumber = typeof value === "number" && (declared.kind === "decimal" || Number.isInteger(value));
  if (isNumber && value >= declared.min && value <= declared.max) return undefined;
  return `a ${declared.kind === "integer" ? "whole " : ""}number from ${declared.min} to ${declared.max}`;
}

/** @throws CandlewrightError STRATEGY_INVALID_DEFINITION */
export function checkDeclaredParameters(strategy: string, parameters: ParameterSet): void {
  for (const [name, declared] of Object.entries(parameters)) {
    const fail = (detail: string): never => {
      throw new CandlewrightError(strategyErrors.invalidDefinition, {
        detail: `${strategy}: parameter ${name} ${detail}`,
      });
    };
    if (!/^[a-z]\w*$/i.test(name)) fail("must be a plain word.");
    if (!KINDS.includes(declared?.kind)) fail("must be declared by integer, decimal, choice or onOff.");
    if (typeof declared.about !== "string" || declared.about === "") fail("needs a text (about).");
    const wanted = misfit(declared, declared.default);
    if (wanted !== undefined) fail(`has the default ${JSON.stringify(declared.default)}, which is not ${wanted}.`);
  }
}

/**
 * The complete, frozen parameters: what is left out takes its default.
 * @throws CandlewrightError STRATEGY_UNKNOWN_KEY, STRATEGY_INVALID_PARAMETER
 */
export function completeParameters(
  strategy: string,
  declared: ParameterSet,
  given: Readonly<Record<string, unknown>>,
): AnyParameterValues {
  const names = Object.keys(declared);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    const meant = nearest(name, names);
    throw new CandlewrightError(strategyErrors.unknownKey, {
      path: `parameters.${name}`,
      detail: `${strategy} has no such parameter; it has ${names.join(", ") || "none"}.`,
      ...(meant === undefined ? {} : { fix: `Did you mean ${meant}?` }),
    });
  }
  const complete = names.map((name) => {
    const value = given[name] === undefined ? declared[name].default : given[name];
    const wanted = misfit(declared[name], value);
    if (wanted !== undefined)
      throw new CandlewrightError(strategyErrors.invalidParameter, {
        path: `parameters.${name}`,
        detail: `${strategy} wants ${wanted}; got ${JSON.stringify(value)}.`,
      });
    return [name, value] as const;
  });
  return Object.freeze(Object.fromEntries(complete)) as AnyParameterValues;
}
