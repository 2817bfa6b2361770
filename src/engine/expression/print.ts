/** Expressions as a person would write them; reasons are printed with it. */
import type { Expression, SeriesOperation } from "./node.ts";

const COLUMN_NAMES: ReadonlySet<string> = new Set(["open", "high", "low", "close", "volume", "openTime", "closeTime"]);
const INFIX: Readonly<Record<string, string>> = { add: "+", subtract: "-", multiply: "*", divide: "/" };

/** `atr(14)` says as much as `atr(high, low, close, 14)`: columns that an operator always takes are left out. */
function isImplied(input: Expression, name: string, count: number): boolean {
  const { operation } = input;
  return (
    count > 1 &&
    COLUMN_NAMES.has(name) &&
    operation.type === "source" &&
    operation.column === name &&
    operation.role === "" &&
    operation.timeframe === ""
  );
}

function printOperator(operation: Extract<SeriesOperation, { type: "operator" }>, output: number): string {
  const { definition, inputs, parameters } = operation;
  const infix = INFIX[definition.name];
  if (infix !== undefined) return `(${inputs.map(print).join(` ${infix} `)})`;
  const shownInputs = inputs.filter((input, n) => !isImplied(input, definition.inputs[n], inputs.length)).map(print);
  const shownParameters = Object.entries(definition.parameters)
    .filter(
      ([name, declared]) =>
        declared.kind === "integer" || declared.kind === "decimal" || parameters[name] !== declared.default,
    )
    .map(([name]) =>
      typeof parameters[name] === "number" ? String(parameters[name]) : `${name}: ${String(parameters[name])}`,
    );
  const suffix = definition.outputs.length > 1 ? `.${definition.outputs[output].name}` : "";
  return `${definition.name}(${[...shownInputs, ...shownParameters].join(", ")})${suffix}`;
}

/** The expression as text; a node that carries a label prints that. */
export function print(expression: Expression): string {
  if (expression.label !== undefined) return expression.label;
  const { operation } = expression;
  switch (operation.type) {
    case "source": {
      const place = [operation.role, operation.timeframe].filter((part) => part !== "").join("@");
      return place === "" ? operation.column : `${place}.${operation.column}`;
    }
    case "constant":
      return String(operation.value);
    case "operator":
      return printOperator(operation, expression.kind === "series" ? expression.output : 0);
    case "compare":
      return `${print(operation.left)} ${operation.comparison} ${print(operation.right)}`;
    case "rises":
      return `becomesTrue(${print(operation.input)})`;
    case "and":
    case "or":
      return `(${operation.inputs.map(print).join(` ${operation.type} `)})`;
    case "not":
      return `not(${print(operation.input)})`;
    case "known":
      return `known(${print(operation.input)})`;
    case "every":
      return `every(${operation.timeframe})`;
    case "align":
      return `higherTimeframe(${operation.timeframe}, ${print(operation.input)})`;
    case "across":
      return `across.${operation.compute}(${print(operation.input)})`;
    case "feature":
      return `feature(${operation.name})`;
    case "prediction":
      return `prediction(${[operation.name, ...operation.inputs.map(print)].join(", ")})`;
  }
}
