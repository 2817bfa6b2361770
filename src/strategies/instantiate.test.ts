import assert from "node:assert/strict";
import { test } from "node:test";
import { crossesAbove } from "../engine/expression/condition.ts";
import { marketOf } from "../engine/expression/sources.ts";
import { ema } from "../engine/indicators/ema.ts";
import { NO_ADDING, NO_PROTECTION } from "../engine/limits.ts";
import { integer } from "../engine/parameters.ts";
import type { CandleView } from "../engine/strategy.ts";
import { defineStrategy, type Strategy } from "./define-strategy.ts";
import { instantiate } from "./instantiate.ts";
import { backtest, candlesFromCloses } from "./try-out.ts";

const use = {
  name: "test",
  symbols: ["A/USDT"],
  timeframe: "1h",
  capitalAllocation: 0.5,
  protection: NO_PROTECTION,
  adding: NO_ADDING,
  sizing: { rule: "fraction_of_equity" },
} as const;

const crossover = defineStrategy({
  name: "crossover",
  about: "x",
  parameters: {
    fast: integer(2, { min: 1, max: 9, about: "x" }),
    slow: integer(4, { min: 1, max: 9, about: "x" }),
  },
  check: (p) => p.fast < p.slow || "fast must be below slow",
  signals: ({ close }, p) => ({ enterLong: crossesAbove(ema(close, p.fast), ema(close, p.slow)), strength: 0.5 }),
});

function refusal(strategy: Strategy, parameters = {}, symbols: readonly string[] = use.symbols): string {
  let message = "";
  assert.throws(
    () => instantiate(strategy, { ...use, parameters, symbols }),
    (error: Error & { code: string; fix: string }) => {
      message = `${error.code} ${error.message} ${error.fix}`;
      return true;
    },
  );
  return message;
}

/** A strategy whose signals TypeScript would not let pass. */
const returning = (signals: unknown) =>
  defineStrategy({ name: "wrong", about: "x", parameters: {}, signals: () => signals as never });

test("defaults fill in what is left out, and numbers become series", () => {
  const instance = instantiate(crossover, { ...use, parameters: { slow: 9 } });
  assert.equal(String(instance.signals[""].enterLong), "crossesAbove(ema(close, 2), ema(close, 9))");
  assert.equal(String(instance.signals[""].strength), "0.5");
  assert.deepEqual([instance.name, instance.roles, instance.handler], ["test", undefined, undefined]);
});

test("parameters are held to name, type, range and the strategy's own check", () => {
  assert.match(refusal(crossover, { fst: 2 }), /^STRATEGY_UNKNOWN_KEY parameters.fst: .*Did you mean fast\?/);
  for (const fast of [0, 10, 2.5, "2", true, NaN, null])
    if (fast !== null)
      assert.match(refusal(crossover, { fast }), /^STRATEGY_INVALID_PARAMETER .*whole number from 1 to 9/);
  assert.match(refusal(crossover, { fast: 5 }), /crossover: fast must be below slow/);
});

test("signals that are none are refused by name", () => {
  assert.match(refusal(returning({ enterlong: 1 })), /^STRATEGY_UNKNOWN_KEY .*Did you mean enterLong\?/);
  assert.match(refusal(returning({ enterLong: true })), /enterLong must be a condition; got boolean/);
  assert.match(refusal(returning({ strength: NaN })), /strength must be a series or a number; got NaN/);
  assert.match(refusal(returning(undefined)), /signals must return a plain object; got undefined/);
  assert.match(refusal(returning(Promise.resolve({}))), /got a promise \(signals are not async\)/);
  assert.match(refusal(returning([])), /plain object; got object/);
  const exit = crossover.signals?.(marketOf(), { fast: 1, slow: 2 }).enterLong;
  assert.match(refusal(returning({ exitLong: exit })), /nothing ever opens a position/);
  assert.match(refusal(returning({ rebalanceThreshold: 0.1 })), /only beside targetExposure/);
  assert.match(refusal(returning({ targetExposure: 1, rebalanceThreshold: -1 })), /from 0 to 2; got -1/);
  assert.match(refusal(returning({ targetExposure: 1, enterLong: exit })), /targetExposure stands instead of/);
});

test("what signals throw is the strategy's error, what an indicator throws keeps its own code", () => {
  const throwing = defineStrategy({
    name: "throwing",
    about: "x",
    parameters: {},
    signals: () => {
      throw new RangeError("oh");
    },
  });
  assert.match(refusal(throwing), /^STRATEGY_THREW .*throwing, in signals: RangeError: oh/);
  const wrongLength = defineStrategy({
    name: "wrong_length",
    about: "x",
    parameters: {},
    signals: ({ close }) => ({ enterLong: crossesAbove(ema(close, 0), close) }),
  });
  assert.match(refusal(wrongLength), /^EXPRESSION_INVALID_PARAMETER/);
});

test("signals can't change what they are given", () => {
  const mutating = (change: (market: Record<string, unknown>, p: Record<string, unknown>) => void) =>
    defineStrategy({
      name: "mutating",
      about: "x",
      parameters: { length: integer(2, { min: 1, max: 9, about: "x" }) },
      signals: (market, p) => {
        change(market as never, p);
        return {};
      },
    });
  assert.match(refusal(mutating((market) => (market["close"] = 1))), /^STRATEGY_THREW .*read only/);
  assert.match(refusal(mutating((_, p) => (p["length"] = 1))), /^STRATEGY_THREW .*read only/);
});

test("roles take the symbols in order and each has its own market", () => {
  const pair = defineStrategy({
    name: "pair",
    about: "x",
    parameters: {},
    symbols: { a: "one", b: "other" },
    signals: ({ a, b }) => ({ a: { enterLong: crossesAbove(a.close, b.close) }, b: {} }),
  });
  const instance = instantiate(pair, { ...use, parameters: {}, symbols: ["X/USDT", "Y/USDT"] });
  assert.deepEqual({ ...instance.roles }, { a: "X/USDT", b: "Y/USDT" });
  assert.equal(String(instance.signals["a"].enterLong), "crossesAbove(a.close, b.close)");
  assert.match(refusal(pair), /^STRATEGY_WRONG_SYMBOLS .*roles a, b; got A\/USDT/);
  const half = defineStrategy({ ...pair, signals: () => ({ a: {} }) } as never);
  assert.match(refusal(half, {}, ["X/USDT", "Y/USDT"]), /one set for each role: \{ a, b \}/);
});

test("onCandle gets the parameters, and every symbol a state of its own", () => {
  const counting = defineStrategy({
    name: "counting",
    about: "x",
    parameters: { step: integer(2, { min: 1, max: 9, about: "x" }) },
    state: { seen: [0] },
    indicators: ({ close }) => ({ slow: ema(close, 9), level: 5 }),
    onCandle: (_, state, p) => {
      state.seen[0] += p.step;
      return undefined;
    },
  });
  const { handler } = instantiate(counting, { ...use, parameters: { step: 3 } });
  assert.ok(handler);
  const [one, other] = [handler.initialState(), handler.initialState()];
  handler.onCandle({} as CandleView, one);
  assert.deepEqual([one, other], [{ seen: [3] }, { seen: [0] }]);
  assert.deepEqual(Object.values(handler.indicators).map(String), ["ema(close, 9)", "5"]);
});

test("onCandle that changes what it is given is stopped", () => {
  const mutating = (change: (view: Record<string, unknown>) => void) =>
    defineStrategy({
      name: "mutating",
      about: "x",
      parameters: {},
      onCandle: (view) => {
        change(view as never);
        return undefined;
      },
    });
  const run = (change: (view: Record<string, unknown>) => void) =>
    backtest(mutating(change), { "A/USDT": candlesFromCloses([1, 2, 3]) });
  run(() => undefined);
  assert.throws(() => run((view) => (view["close"] = 1)), { code: "ENGINE_STRATEGY_FAILED", message: /only a getter/ });
  assert.throws(() => run((view) => (view["note"] = 1)), { code: "ENGINE_STRATEGY_FAILED", message: /not extensible/ });
});
