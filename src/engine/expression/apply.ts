/** Building nodes from operators and numbers. */
import { CandlewrightError } from "../errors.ts";
import type { AnyParameterValues, ParameterSet, ParameterValues } from "../parameters.ts";
import { expressionErrors } from "./errors.ts";
import { Condition, type Expression, Series, type SeriesOperation } from "./node.ts";
import type { OperatorDefinition } from "./operator.ts";

/** What an author may write where a series is wanted. */
export type SeriesLike = Series | number;

/** A number becomes a constant series. */
export function toSeries(value: SeriesLike): Series {
  if (value instanceof Series) return value;
  if (typeof value !== "number") {
    const found = (value as unknown) instanceof Condition ? "a condition" : typeof value;
    throw new CandlewrightError(expressionErrors.notASeries, { detail: `Got ${found}.` });
  }
  return new Series({ type: "constant", value });
}

function checkParameters(definition: OperatorDefinition, parameters: AnyParameterValues): void {
  for (const [name, declared] of Object.entries(definition.parameters)) {
    const value = parameters[name];
    const isValid =
      declared.kind === "choice"
        ? declared.options.includes(value as string)
        : declared.kind === "switch"
          ? typeof value === "boolean"
          : typeof value === "number" &&
            value >= declared.min &&
            value <= declared.max &&
            (declared.kind === "decimal" || Number.isInteger(value));
    if (!isValid) {
      const allowed =
        declared.kind === "choice"
          ? declared.options.join(", ")
          : declared.kind === "switch"
            ? "true, false"
            : `${declared.min} to ${declared.max}`;
      throw new CandlewrightError(expressionErrors.invalidParameter, {
        detail: `${definition.name}: ${name} = ${String(value)}; allowed: ${allowed}.`,
      });
    }
  }
}

function operation<Set extends ParameterSet>(
  definition: OperatorDefinition<Set>,
  inputs: readonly Expression[],
  parameters: Partial<ParameterValues<Set>>,
): Extract<SeriesOperation, { type: "operator" }> {
  const complete: Record<string, number | string | boolean> = {};
  for (const [name, declared] of Object.entries(definition.parameters))
    complete[name] = (parameters as AnyParameterValues)[name] ?? declared.default;
  const general = definition as unknown as OperatorDefinition;
  checkParameters(general, complete);
  return {
    type: "operator",
    definition: general,
    inputs: Object.freeze([...inputs]),
    parameters: Object.freeze(complete),
  };
}

/**
 * A node of an operator with one output.
 * @throws CandlewrightError EXPRESSION_INVALID_PARAMETER, EXPRESSION_NOT_A_SERIES
 */
export function apply<Set extends ParameterSet>(
  definition: OperatorDefinition<Set>,
  inputs: readonly (SeriesLike | Condition)[],
  parameters: Partial<ParameterValues<Set>> = {},
): Series {
  return new Series(operation(definition, inputs.map(toInput), parameters));
}

/** The nodes of an operator with several outputs, by the outputs' names. */
export function applyAll<Set extends ParameterSet, const Name extends string>(
  definition: OperatorDefinition<Set>,
  names: readonly Name[],
  inputs: readonly (SeriesLike | Condition)[],
  parameters: Partial<ParameterValues<Set>> = {},
): Readonly<Record<Name, Series>> {
  const shared = operation(definition, inputs.map(toInput), parameters);
  const nodes = {} as Record<Name, Series>;
  for (const name of names)
    nodes[name] = new Series(
      shared,
      definition.outputs.findIndex((output) => output.name === name),
    );
  return Object.freeze(nodes);
}

function toInput(value: SeriesLike | Condition): Expression {
  return value instanceof Condition ? value : toSeries(value);
}
