/**
 * Conditions: comparisons, crossings, and their combinations, with three truth values. A comparison over a missing value
 * is unknown; unknown never fires, and `not(unknown)` is unknown. `and` is false as soon as one side is false, `or` true
 * as soon as one is true (Kleene's strong logic).
 */
import { CandlewrightError } from "../errors.ts";
import { type SeriesLike, toSeries } from "./apply.ts";
import { expressionErrors } from "./errors.ts";
import { type Comparison, Condition, Series } from "./node.ts";
import { print } from "./print.ts";

function compare(comparison: Comparison, left: SeriesLike, right: SeriesLike): Condition {
  return new Condition({ type: "compare", comparison, left: toSeries(left), right: toSeries(right) });
}

function checkCondition(value: Condition): Condition {
  if (!(value instanceof Condition)) {
    const found = (value as unknown) instanceof Series ? `the series ${print(value)}` : typeof value;
    throw new CandlewrightError(expressionErrors.notACondition, { detail: `Got ${found}.` });
  }
  return value;
}

export function above(left: SeriesLike, right: SeriesLike): Condition {
  return compare(">", left, right);
}
export function below(left: SeriesLike, right: SeriesLike): Condition {
  return compare("<", left, right);
}
export function atLeast(left: SeriesLike, right: SeriesLike): Condition {
  return compare(">=", left, right);
}
export function atMost(left: SeriesLike, right: SeriesLike): Condition {
  return compare("<=", left, right);
}
export function equals(left: SeriesLike, right: SeriesLike): Condition {
  return compare("==", left, right);
}
export function differs(left: SeriesLike, right: SeriesLike): Condition {
  return compare("!=", left, right);
}

/** True on the candle on which the condition is true after one on which it was false. */
export function becomesTrue(condition: Condition): Condition {
  return new Condition({ type: "rises", input: checkCondition(condition) });
}

/** True on the candle on which `left` is above `right` after one on which it was not (equal counts as not above). */
export function crossesAbove(left: SeriesLike, right: SeriesLike): Condition {
  const [a, b] = [toSeries(left), toSeries(right)];
  return becomesTrue(above(a, b)).named(`crossesAbove(${print(a)}, ${print(b)})`);
}
/** True on the candle on which `left` is below `right` after one on which it was not. */
export function crossesBelow(left: SeriesLike, right: SeriesLike): Condition {
  const [a, b] = [toSeries(left), toSeries(right)];
  return becomesTrue(below(a, b)).named(`crossesBelow(${print(a)}, ${print(b)})`);
}

export function and(...conditions: readonly Condition[]): Condition {
  return conditions.length === 1
    ? conditions[0]
    : new Condition({ type: "and", inputs: conditions.map(checkCondition) });
}
export function or(...conditions: readonly Condition[]): Condition {
  return conditions.length === 1
    ? conditions[0]
    : new Condition({ type: "or", inputs: conditions.map(checkCondition) });
}
/** Unknown stays unknown. */
export function not(condition: Condition): Condition {
  return new Condition({ type: "not", input: checkCondition(condition) });
}
/** Whether the series has a value; never unknown itself. */
export function isKnown(series: SeriesLike): Condition {
  return new Condition({ type: "known", input: toSeries(series) });
}
