/**
 * The contract that every indicator and every other expression keeps: the past never changes, the size of a block does
 * not matter, a snapshot goes on where it was taken, a missing value leaves the state alone, and what is declared is so.
 * All of it bit for bit.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ordinaryCandles,
  randomNumbers,
  withFreakTail,
  withMissingCandles,
} from "../../../test/support/random-candles.ts";
import { VALUE_COLUMNS, type CandleColumns, sliceCandles } from "../candles.ts";
import type { Block } from "../expression/block.ts";
import {
  above,
  and,
  atMost,
  becomesTrue,
  crossesAbove,
  crossesBelow,
  differs,
  equals,
  isKnown,
  not,
  or,
} from "../expression/condition.ts";
import { evaluate, type EvaluateOptions } from "../expression/evaluate.ts";
import { barsSince, lag } from "../expression/history.ts";
import type { Expression } from "../expression/node.ts";
import type { Operator } from "../expression/operator.ts";
import { PlanBuilder } from "../expression/plan-builder.ts";
import { print } from "../expression/print.ts";
import { across, every, feature, higherTimeframe, marketOf, prediction } from "../expression/sources.ts";
import { timeframeMs } from "../timeframe.ts";
import { buildingBlocks } from "./building-blocks.ts";
import { ema } from "./ema.ts";
import { countsMissingCandles, type Indicator } from "./indicator.ts";
import { indicators } from "./registry.ts";
import { sma } from "./sma.ts";

const TIMEFRAME = "15m";
const market = marketOf();
const { open, high, low, close, volume } = market;
const candles = ordinaryCandles(700);

interface Subject {
  readonly name: string;
  readonly expressions: readonly Expression[];
}

/** Every indicator with its defaults, and with lengths that do not divide the sizes of blocks. */
const indicatorSubjects: readonly Subject[] = [...indicators, ...buildingBlocks].flatMap((indicator) => [
  { name: indicator.name, expressions: Object.values(indicator.build(market)) },
  { name: `${indicator.name} at other lengths`, expressions: Object.values(indicator.build(market, other(indicator))) },
]);

/** What is not an operator: comparisons, logic, the clock, other timeframes, features, predictions. */
const isUp = above(close, open);
const expressionSubjects: readonly Subject[] = [
  ["comparison", above(close, ema(close, 9))],
  ["equals", equals(lag(close), close)],
  ["differs", differs(close, open)],
  ["crossing", crossesAbove(ema(close, 3), sma(close, 8))],
  ["and, or, not", or(and(isUp, not(crossesBelow(close, open))), atMost(volume, 500))],
  ["becomesTrue", becomesTrue(isUp)],
  ["isKnown", isKnown(lag(close, 20))],
  ["barsSince", barsSince(crossesAbove(close, open))],
  ["every", every("4h")],
  ["higher timeframe", higherTimeframe("1h", (hour) => ema(hour.close, 5))],
  ["higher timeframe of all columns", higherTimeframe("2h", (h) => above(h.close, lag(h.high)))],
  [
    "higher timeframe beside the own",
    above(
      higherTimeframe("1d", (day) => day.low),
      ema(low, 4),
    ),
  ],
  ["feature", feature("mood", { maxAgeMs: 3_600_000 })],
  ["prediction", prediction("model", [close, ema(high, 5)])],
  ["rank among one", across.rank(close)],
].map(([name, expression]) => ({ name: name as string, expressions: [expression as Expression] }));

const subjects = [...indicatorSubjects, ...expressionSubjects];

const options: EvaluateOptions = {
  timeframe: TIMEFRAME,
  inputs: {
    features: new Map([
      [
        "mood",
        {
          length: 3,
          availableAt: Float64Array.from([5, 100, 333], (row) => candles.openTime[row] + 1),
          value: Float64Array.of(0.5, -1, 2),
        },
      ],
    ]),
    models: new Map([["model", (row: Float64Array) => row[0] - 0.5 * row[1]]]),
  },
};

/** Integers one more than a third of the default, within their range; the rest stays. */
function other(indicator: Indicator): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const [name, parameter] of Object.entries(indicator.parameters)) {
    if (parameter.kind !== "integer") continue;
    changed[name] = Math.min(parameter.max, Math.max(parameter.min, Math.floor(parameter.default / 3) + 1));
  }
  return changed;
}

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
    for (const cut of [1, 2, 63, 256, 401]) {
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
    const time = over.openTime.slice(from, to).map((ms) => ms + timeframeMs(TIMEFRAME));
    const stream = { candles: over, from, count: to - from, rowAt: undefined, instantOf: undefined };
    plan.run({ count: to - from, time, streams: [stream] } satisfies Block);
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
  assert.ok(checked > indicators.length);
});

/** These count candles by their place in time, so a missing one moves what follows; stated in their conventions. */
const COUNT_MISSING_CANDLES = ["ichimoku", "lag"];

test("only the indicators that say so count missing candles", () => {
  const counting = [...indicators, ...buildingBlocks].filter((indicator) =>
    Object.values(indicator.build(market)).some(countsMissingCandles),
  );
  assert.deepEqual(
    counting.map(({ name }) => name),
    COUNT_MISSING_CANDLES,
  );
  for (const { name, convention } of counting)
    assert.match(convention ?? "", /[Cc]ounts candles/, `${name} must say that it counts candles`);
});

test("the declared warm-up is the one that is observed", () => {
  for (const indicator of [...indicators, ...buildingBlocks]) {
    for (const parameters of [{}, other(indicator)]) {
      const outputs = indicator.build(market, parameters);
      const declared = indicator.warmUp(parameters);
      assert.deepEqual(Object.keys(outputs), Object.keys(declared), indicator.name);
      evaluate(Object.values(outputs), candles, options).forEach((column, n) => {
        const [name, series] = Object.entries(outputs)[n];
        const observed = column.findIndex((value) => !Number.isNaN(value));
        const message = `${print(series)}: the first value is at ${observed}, declared ${declared[name]}`;
        if (indicator.warmUpDependsOnData === true) assert.ok(observed >= declared[name], message);
        else assert.equal(observed, declared[name], message);
      });
    }
  }
});

test("equal indicators print the same and are one node; others print differently and are not", () => {
  const binding = { timeframe: TIMEFRAME, roles: { "": "" }, symbols: [""] };
  for (const indicator of [...indicators, ...buildingBlocks]) {
    const outputs = Object.values(indicator.build(market));
    const again = Object.values(indicator.build(marketOf()));
    assert.deepEqual(again.map(print), outputs.map(print));
    const builder = new PlanBuilder([{ symbol: "", timeframe: TIMEFRAME }], 8);
    const columns = outputs.map((output) => builder.series(output, binding));
    again.forEach((output, n) => assert.equal(builder.series(output, binding), columns[n], print(output)));
    assert.equal(new Set(outputs.map(print)).size, outputs.length, `outputs of ${indicator.name} print the same`);
    const changed = other(indicator);
    if (Object.keys(changed).every((name) => changed[name] === indicator.parameters[name].default)) continue;
    const differing = Object.values(indicator.build(market, changed));
    assert.notDeepEqual(differing.map(print), outputs.map(print));
    assert.ok(differing.some((output, n) => builder.series(output, binding) !== columns[n]));
  }
});

/** What makes an object or an array in JavaScript, as far as it can be told from the text. */
const ALLOCATES =
  /\bnew\b|=>|\.\.\.|`|\.(map|filter|slice|concat|push|subarray|from|of|entries|keys|values)\(|([=(,:?]|return)\s*[[{]/;

function methodsOf(state: object): string[] {
  const prototype = Object.getPrototypeOf(state) as Record<string, unknown>;
  const own = Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== "constructor" && typeof prototype[name] === "function")
    .map((name) => String(prototype[name]).replace(/\/\/.*/g, ""));
  const parts = Object.values(state).filter(
    (field): field is object => typeof field === "object" && field !== null && !ArrayBuffer.isView(field),
  );
  return [...own, ...parts.flatMap(methodsOf)];
}

function operatorsOf(expression: Expression): Operator[] {
  const { operation } = expression;
  const inputs = "inputs" in operation ? operation.inputs.flatMap(operatorsOf) : [];
  if (operation.type !== "operator") return inputs;
  return [operation.definition.create(operation.parameters as never), ...inputs];
}

test("no operator allocates while it runs", () => {
  for (const { name, expressions } of indicatorSubjects)
    for (const operator of expressions.flatMap(operatorsOf))
      for (const method of methodsOf(operator)) assert.doesNotMatch(method, ALLOCATES, name);
});

test("every indicator is described", () => {
  const names = [...indicators, ...buildingBlocks].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "names are unique");
  for (const { name, title, about, formula, source, outputs } of [...indicators, ...buildingBlocks])
    for (const text of [title, about, formula, source, ...outputs.map((output) => output.name)])
      assert.ok(text.length > 0, name);
});

test("the candles of this test have what the indicators need", () => {
  for (const column of VALUE_COLUMNS) assert.ok(candles[column].every((value) => value > 0));
});
