/** Arithmetic on series. Each function takes series or numbers and gives a series; NaN in gives NaN out. */
import { apply, type SeriesLike } from "./apply.ts";
import type { Series } from "./node.ts";
import { defineOperator, Operator, type OperatorDefinition } from "./operator.ts";

function pureDefinition(
  name: string,
  title: string,
  formula: string,
  inputs: readonly string[],
  operator: new () => Operator,
): OperatorDefinition {
  return defineOperator({
    name,
    title,
    about: title,
    formula,
    source: "Arithmetic, IEEE 754 double precision.",
    inputs,
    outputs: [{ name: "value", scale: "price" }],
    parameters: {},
    warmUp: () => 0,
    create: () => new operator(),
  });
}

class Add extends Operator {
  next(left: number, right: number): number {
    return left + right;
  }
}
class Subtract extends Operator {
  next(left: number, right: number): number {
    return left - right;
  }
}
class Multiply extends Operator {
  next(left: number, right: number): number {
    return left * right;
  }
}
class Divide extends Operator {
  next(left: number, right: number): number {
    return right === 0 ? NaN : left / right;
  }
}
class Minimum extends Operator {
  next(left: number, right: number): number {
    return left < right ? left : right;
  }
}
class Maximum extends Operator {
  next(left: number, right: number): number {
    return left > right ? left : right;
  }
}
class Absolute extends Operator {
  next(value: number): number {
    return value < 0 ? -value : value;
  }
}
class Logarithm extends Operator {
  next(value: number): number {
    return value > 0 ? Math.log(value) : NaN;
  }
}
class SquareRoot extends Operator {
  next(value: number): number {
    return value >= 0 ? Math.sqrt(value) : NaN;
  }
}

const PAIR = ["left", "right"] as const;
const ONE = ["value"] as const;
export const addDefinition = pureDefinition("add", "Sum", "left + right", PAIR, Add);
export const subtractDefinition = pureDefinition("subtract", "Difference", "left - right", PAIR, Subtract);
export const multiplyDefinition = pureDefinition("multiply", "Product", "left * right", PAIR, Multiply);
export const divideDefinition = pureDefinition(
  "divide",
  "Quotient",
  "left / right; unknown where right is 0",
  PAIR,
  Divide,
);
export const minimumDefinition = pureDefinition("minimum", "Smaller of two", "min(left, right)", PAIR, Minimum);
export const maximumDefinition = pureDefinition("maximum", "Larger of two", "max(left, right)", PAIR, Maximum);
export const absoluteDefinition = pureDefinition("absolute", "Absolute value", "|value|", ONE, Absolute);
export const logarithmDefinition = pureDefinition(
  "logarithm",
  "Natural logarithm",
  "ln(value); unknown at or below 0",
  ONE,
  Logarithm,
);
export const squareRootDefinition = pureDefinition(
  "squareRoot",
  "Square root",
  "sqrt(value); unknown below 0",
  ONE,
  SquareRoot,
);

export function add(left: SeriesLike, right: SeriesLike): Series {
  return apply(addDefinition, [left, right]);
}
export function subtract(left: SeriesLike, right: SeriesLike): Series {
  return apply(subtractDefinition, [left, right]);
}
export function multiply(left: SeriesLike, right: SeriesLike): Series {
  return apply(multiplyDefinition, [left, right]);
}
/** Unknown where `right` is 0. */
export function divide(left: SeriesLike, right: SeriesLike): Series {
  return apply(divideDefinition, [left, right]);
}
export function minimum(left: SeriesLike, right: SeriesLike): Series {
  return apply(minimumDefinition, [left, right]);
}
export function maximum(left: SeriesLike, right: SeriesLike): Series {
  return apply(maximumDefinition, [left, right]);
}
export function absolute(value: SeriesLike): Series {
  return apply(absoluteDefinition, [value]);
}
export function logarithm(value: SeriesLike): Series {
  return apply(logarithmDefinition, [value]);
}
export function squareRoot(value: SeriesLike): Series {
  return apply(squareRootDefinition, [value]);
}
