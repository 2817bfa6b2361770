/** What the registry says of its indicators is so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  candles,
  everyIndicator,
  indicatorSubjects,
  market,
  options,
  otherLengths,
  TIMEFRAME,
} from "../../../test/support/expression-subjects.ts";
import { VALUE_COLUMNS } from "../candles.ts";
import { evaluate } from "../expression/evaluate.ts";
import { type Expression, type Market, Series } from "../expression/node.ts";
import type { Operator } from "../expression/operator.ts";
import { PlanBuilder } from "../expression/plan-builder.ts";
import { print } from "../expression/print.ts";
import { marketOf } from "../expression/sources.ts";
import * as author from "./index.ts";
import type { Indicator } from "./indicator.ts";
import { indicators } from "./registry.ts";

test("the declared warm-up is the one that is observed", () => {
  for (const indicator of everyIndicator) {
    for (const parameters of [{}, otherLengths(indicator)]) {
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
  for (const indicator of everyIndicator) {
    const outputs = Object.values(indicator.build(market));
    const again = Object.values(indicator.build(marketOf()));
    assert.deepEqual(again.map(print), outputs.map(print));
    const builder = new PlanBuilder([{ symbol: "", timeframe: TIMEFRAME }], 8);
    const columns = outputs.map((output) => builder.series(output, binding));
    again.forEach((output, n) => assert.equal(builder.series(output, binding), columns[n], print(output)));
    assert.equal(new Set(outputs.map(print)).size, outputs.length, `outputs of ${indicator.name} print the same`);
    const changed = otherLengths(indicator);
    if (Object.keys(changed).every((name) => changed[name] === indicator.parameters[name].default)) continue;
    const differing = Object.values(indicator.build(market, changed));
    assert.notDeepEqual(differing.map(print), outputs.map(print));
    assert.ok(differing.some((output, n) => builder.series(output, binding) !== columns[n]));
  }
});

/** Shown on the median price, as their authors had it, instead of on the close. */
const ON_THE_MEDIAN_PRICE = ["alligator", "gator"];

type AuthorFunction = (...values: unknown[]) => Series | Readonly<Record<string, Series>>;

/** What stands for each word of a usage: the market, series of it, and the defaults of the parameters. */
function argumentsOf(usage: string, indicator: Indicator): unknown[] {
  const { close, open } = market;
  const value = ON_THE_MEDIAN_PRICE.includes(indicator.name) ? author.medianPrice(market) : close;
  const words: Record<string, unknown> = { market, value, left: close, right: open, benchmark: open };
  const valueOf = (word: string) => indicator.parameters[word]?.default ?? words[word] ?? market[word as keyof Market];
  const [, list] = /\((.*)\)$/.exec(usage) ?? [];
  return (list.match(/\{[^}]*\}|\w+/g) ?? []).map((part) => {
    const names = part.match(/\w+/g) ?? [];
    return part.startsWith("{") ? Object.fromEntries(names.map((name) => [name, valueOf(name)])) : valueOf(part);
  });
}

test("an author writes each indicator as its usage says, and gets the outputs that the registry names", () => {
  for (const indicator of indicators) {
    const usage = indicator.usage.split("), ")[0].replace(/\)?$/, ")");
    const write = (author as Record<string, unknown>)[usage.split("(")[0]] as AuthorFunction;
    const written = write(...argumentsOf(usage, indicator));
    const built = indicator.build(market);
    const [first] = Object.values(built);
    if (written instanceof Series) assert.equal(print(written), print(first), usage);
    else
      assert.deepEqual(
        Object.entries(written).map(([name, series]) => [name, print(series)]),
        Object.entries(built).map(([name, series]) => [name, print(series)]),
        usage,
      );
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
  const names = everyIndicator.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "names are unique");
  for (const { name, title, about, formula, source, outputs } of everyIndicator)
    for (const text of [title, about, formula, source, ...outputs.map((output) => output.name)])
      assert.ok(text.length > 0, name);
  for (const { name, formula } of everyIndicator)
    assert.ok(!formula.includes("`"), `${name}: the documents quote the formula as a whole`);
});

test("the candles of this test have what the indicators need", () => {
  for (const column of VALUE_COLUMNS) assert.ok(candles[column].every((value) => value > 0));
});
