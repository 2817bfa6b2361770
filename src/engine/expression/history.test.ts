/** The operators that look back say what their formulas say, read literally over the whole past. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  barsSinceDefinition,
  highestSinceDefinition,
  lagDefinition,
  lowestSinceDefinition,
  valueWhenDefinition,
} from "./history.ts";

const candles = fc.array(
  fc.record({ isTrue: fc.boolean(), value: fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -2, max: 2 })) }),
  { maxLength: 60 },
);

/** @param wanted from the candles since the condition was last true, that one included; none where it never was */
function sameAs(definition: typeof highestSinceDefinition, wanted: (since: readonly number[]) => number): void {
  fc.assert(
    fc.property(candles, (all) => {
      const operator = definition.create({});
      all.forEach(({ isTrue, value }, t) => {
        const last = all.findLastIndex((candle, s) => s <= t && candle.isTrue);
        const since = last < 0 ? [] : all.slice(last, t + 1).map((candle) => candle.value);
        const found = operator.next(isTrue ? 1 : 0, value);
        const expected = since.length === 0 ? NaN : wanted(since);
        // Which of two zeros is the larger, nobody asks.
        assert.ok(Object.is(found + 0, expected + 0), `${found} at ${t}, not ${expected}`);
      });
    }),
  );
}

test("highestSince and lowestSince: the extremes since the condition was last true", () => {
  sameAs(highestSinceDefinition, (since) => Math.max(...since));
  sameAs(lowestSinceDefinition, (since) => Math.min(...since));
});

test("valueWhen: the value where the condition was last true", () => {
  sameAs(valueWhenDefinition, ([first]) => first);
});

test("barsSince: the candles since the condition was last true, 0 on that one", () => {
  sameAs(barsSinceDefinition, (since) => since.length - 1);
});

test("lag: the value so many candles ago, whatever it was", () => {
  fc.assert(
    fc.property(candles, fc.integer({ min: 1, max: 20 }), (all, count) => {
      const operator = lagDefinition.create({ candles: count });
      all.forEach(({ value }, t) => assert.ok(Object.is(operator.next(value), t < count ? NaN : all[t - count].value)));
    }),
  );
});
