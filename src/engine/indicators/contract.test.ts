/**
 * The contract that every indicator and every other expression keeps: the past never changes, the size of a block does
 * not matter, a snapshot goes on where it was taken, a missing value leaves the state alone. All of it bit for bit.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  candles,
  everyIndicator,
  indicatorSubjects,
  market,
  options,
  type Subject,
  subjects,
  TIMEFRAME,
} from "../../../test/support/expression-subjects.ts";
import {
  randomNumbers,
  withFreakTail,
  withMissingCandles,
  withStillStretch,
} from "../../../test/support/random-candles.ts";
import { type CandleColumns, sliceCandles } from "../candles.ts";
import type { Block } from "../expression/block.ts";
import { evaluate } from "../expression/evaluate.ts";
import { PlanBuilder } from "../expression/plan-builder.ts";
import { print } from "../expression/print.ts";
import { timeframeMs } from "../timeframe.ts";
import { countsMissingCandles } from "./indicator.ts";

function run(subject: Subject, over: CandleColumns, blockSize = 256): Float64Array[] {
  return evaluate(subject.expressions, over, { ...options, blockSize });
}

/** Compares bit for bit (-0 is not 0), but for the payload of a NaN. */
function assertSame(actual: Float64Array, expected: Float64Array, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(actual[i], expected[i])) assert.fail(`${what}: row ${i} is ${actual[i]}, not ${expected[i]}`);
}

function assertAllSame(actual: Float64Array[], expected: Float64Array[], subject: Subject): void {
  for (let n = 0; n < expected.length; n++) assertSame(actual[n], expected[n], print(subject.expressions[n]));
}

test("the past never changes, whatever comes after", () => {
  for (const subject of subjects) {
    const whole = run(subject, candles);
    for (const cut of [2, 63, 401]) {
      const expected = whole.map((column) => column.slice(0, cut));
      assertAllSame(run(subject, sliceCandles(candles, 0, cut)), expected, subject);
      const freak = run(subject, withFreakTail(candles, cut)).map((column) => column.slice(0, cut));
      assertAllSame(freak, expected, subject);
    }
  }
});

test("the size of a block does not matter", () => {
  const freak = withFreakTail(candles, 450);
  for (const subject of subjects) {
    for (const over of [candles, freak]) {
      const expected = run(subject, over, 256);
      assertAllSame(run(subject, over, 1), expected, subject);
      assertAllSame(run(subject, over, 7), expected, subject);
    }
  }
});

/** Runs to `cut`, saves, loads the copy into a plan made afresh, and goes on there. */
function runThroughSnapshot(subject: Subject, over: CandleColumns, cut: number): Float64Array[] {
  const results = subject.expressions.map(() => new Float64Array(over.length));
  let saved: ReturnType<ReturnType<PlanBuilder["build"]>["save"]> = [];
  for (const [from, to] of [
    [0, cut],
    [cut, over.length],
  ]) {
    const builder = new PlanBuilder([{ symbol: "", timeframe: TIMEFRAME }], over.length, options.inputs);
    const binding = { timeframe: TIMEFRAME, roles: { "": "" }, symbols: [""] };
    const columns = subject.expressions.map((expression) =>
      expression.kind === "series" ? builder.series(expression, binding) : builder.condition(expression, binding),
    );
    const plan = builder.build();
    plan.load(saved);
    const instants = { times: over.openTime, from, shiftMs: timeframeMs(TIMEFRAME), isLasting: true };
    const stream = { candles: over, from, count: to - from, rowAt: undefined, instantOf: undefined };
    plan.run({ count: to - from, instants, streams: [stream] } satisfies Block);
    columns.forEach((column, n) => {
      for (let i = 0; i < to - from; i++) {
        if (column.kind === "series") results[n][from + i] = column.values[column.offset + i];
        else if (((column.known[i >> 5] >>> (i & 31)) & 1) === 0) results[n][from + i] = NaN;
        else results[n][from + i] = (column.isTrue[i >> 5] >>> (i & 31)) & 1;
      }
    });
    saved = structuredClone(plan.save());
  }
  return results;
}

test("a run goes on from a snapshot where it was taken", () => {
  for (const subject of subjects) {
    const expected = run(subject, candles);
    for (const cut of [1, 19, 64, 300]) assertAllSame(runThroughSnapshot(subject, candles, cut), expected, subject);
  }
});

test("a missing candle gives a missing value and leaves the state as it was", () => {
  const random = randomNumbers(3);
  const before = new Set(Array.from({ length: 60 }, () => Math.floor(random() * candles.length)));
  const gapped = withMissingCandles(candles, before);
  const isMissing = (row: number) => Number.isNaN(gapped.close[row]);
  let checked = 0;
  for (const subject of indicatorSubjects) {
    if (subject.expressions.some(countsMissingCandles)) continue;
    const expected = run(subject, candles);
    run(subject, gapped).forEach((column, n) => {
      const missing = column.filter((_, row) => isMissing(row));
      assert.ok(missing.every(Number.isNaN), `${print(subject.expressions[n])} gives a value over a missing candle`);
      const rest = column.filter((_, row) => !isMissing(row));
      assertSame(rest, expected[n], `${print(subject.expressions[n])} over missing candles`);
      checked++;
    });
  }
  assert.ok(checked > everyIndicator.length);
});

/** These count candles by their place in time, so a missing one moves what follows; stated in their conventions. */
const COUNT_MISSING_CANDLES = ["lag"];

test("only the indicators that say so count missing candles", () => {
  const counting = everyIndicator.filter((indicator) =>
    Object.values(indicator.build(market)).some(countsMissingCandles),
  );
  assert.deepEqual(
    counting.map(({ name }) => name),
    COUNT_MISSING_CANDLES,
  );
  for (const { name, convention } of counting)
    assert.match(convention ?? "", /[Cc]ounts candles/, `${name} must say that it counts candles`);
});

test("a market that stands still gives no infinity, and is forgotten when it moves again", () => {
  const still = [
    withStillStretch(candles, 0, candles.length, 0.1),
    withStillStretch(candles, 0, candles.length, 0),
    withStillStretch(candles, 200, 350, candles.close[199]),
  ];
  for (const indicator of everyIndicator) {
    const outputs = Object.values(indicator.build(market));
    for (const over of still) {
      evaluate(outputs, over, options).forEach((column, n) => {
        const row = column.findIndex((value) => Math.abs(value) === Infinity);
        assert.equal(row, -1, `${print(outputs[n])} is endless at row ${row}`);
        const isKnownAgain = column.subarray(600).some((value) => !Number.isNaN(value));
        assert.ok(over !== still[2] || isKnownAgain, `${print(outputs[n])} never comes back`);
      });
    }
  }
});
