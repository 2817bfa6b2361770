/** Walking through expressions: what they read, and what they are made of. */
import type { Expression } from "./node.ts";

/** The nodes that an expression is directly made of. */
export function inputsOf(expression: Expression): readonly Expression[] {
  const { operation } = expression;
  switch (operation.type) {
    case "operator":
    case "and":
    case "or":
    case "prediction":
      return operation.inputs;
    case "compare":
      return [operation.left, operation.right];
    case "rises":
    case "not":
    case "known":
    case "align":
    case "across":
      return [operation.input];
    case "source":
    case "constant":
    case "every":
    case "feature":
      return [];
  }
}

/** Calls `visit` for every node, inputs before the nodes that use them. A node that is used twice is visited twice. */
export function walk(expression: Expression, visit: (node: Expression) => void): void {
  for (const input of inputsOf(expression)) walk(input, visit);
  visit(expression);
}

/** Names of the outside series that the expressions read. */
export function featureNames(expressions: Iterable<Expression>): Set<string> {
  const names = new Set<string>();
  for (const expression of expressions) {
    walk(expression, ({ operation }) => {
      if (operation.type === "feature") names.add(operation.name);
    });
  }
  return names;
}
