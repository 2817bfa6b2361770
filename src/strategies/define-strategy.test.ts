import assert from "node:assert/strict";
import { test } from "node:test";
import { above, below, crossesAbove } from "../engine/expression/condition.ts";
import { ema } from "../engine/indicators/ema.ts";
import { choice, integer, onOff } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

const minimal = { name: "mine", about: "Mine.", parameters: {}, signals: () => ({}) };

/** Refusal of a description that TypeScript would refuse too. */
function refusal(changes: object): string {
  let message = "";
  assert.throws(
    () => defineStrategy({ ...minimal, ...changes }),
    (error: Error & { code: string; fix: string }) => {
      message = `${error.code} ${error.message} ${error.fix}`;
      return true;
    },
  );
  return message;
}

test("parameters, roles and state give their types to the functions", () => {
  defineStrategy({
    name: "typed",
    about: "Types follow from what is declared.",
    parameters: {
      length: integer(3, { min: 1, max: 9, about: "x" }),
      kind: choice("fast", { options: ["fast", "slow"], about: "x" }),
      isOn: onOff(true, { about: "x" }),
    },
    signals: ({ close }, p) => {
      const kind: "fast" | "slow" = p.kind;
      const isOn: boolean = p.isOn;
      // @ts-expect-error there is no such parameter
      assert.equal(p.width, undefined);
      return isOn && kind === "fast" ? { enterLong: crossesAbove(close, ema(close, p.length)), strength: 0.5 } : {};
    },
  });
  defineStrategy({
    name: "typed_roles",
    about: "Two markets.",
    parameters: {},
    symbols: { a: "one", b: "other" },
    signals: ({ a, b }) => ({ a: { enterLong: above(a.close, b.close) }, b: {} }),
  });
  defineStrategy({
    name: "typed_roles_missing",
    about: "One set is missing.",
    parameters: {},
    symbols: { a: "one", b: "other" },
    // @ts-expect-error every role needs its signals
    signals: ({ a, b }) => ({ a: { enterLong: above(a.close, b.close) } }),
  });
  defineStrategy({
    name: "typed_state",
    about: "State is typed.",
    parameters: {},
    state: { bought: 0 },
    indicators: ({ close }) => ({ slow: ema(close, 9) }),
    when: ({ close }) => below(close, 10),
    onCandle: (view, state) => {
      state.bought += view.close;
      // @ts-expect-error not declared
      state.sold = 1;
      return undefined;
    },
  });
});

test("a key that nothing listens to is refused with the nearest one", () => {
  assert.match(refusal({ signal: () => ({}) }), /^STRATEGY_UNKNOWN_KEY.*"signal".*Did you mean signals\?/);
  assert.match(refusal({ on_candle: () => ({}) }), /Did you mean onCandle\?/);
});

test("a description that is not complete is refused, and the part is named", () => {
  for (const [changes, said] of [
    [{ name: "Mine" }, /name must be lower case/],
    [{ name: undefined }, /name must be/],
    [{ about: "" }, /about must say/],
    [{ parameters: undefined }, /parameters must be an object/],
    [{ signals: undefined }, /either signals or onCandle/],
    [{ onCandle: () => undefined }, /either signals or onCandle/],
    [{ signals: {} }, /signals must be a function/],
    [{ state: {} }, /state has a meaning only beside onCandle/],
    [{ symbols: { a: "one" } }, /at least two roles/],
    [{ symbols: { a: "x", b: "y" }, signals: undefined, onCandle: () => undefined }, /roles \(symbols\) need signals/],
    [{ signals: undefined, onCandle: () => undefined, state: { at: new Map() } }, /state must be plain data/],
    [{ parameters: { length: 3 } }, /parameter length must be declared by/],
    [
      { parameters: { length: integer(12, { min: 1, max: 9, about: "x" }) } },
      /has the default 12, which is not a whole/,
    ],
    [{ parameters: { length: integer(2.5, { min: 1, max: 9, about: "x" }) } }, /has the default 2.5/],
    [{ parameters: { length: integer(2, { min: 1, max: 9, about: "" }) } }, /needs a text/],
    [{ parameters: { "a-b": integer(2, { min: 1, max: 9, about: "x" }) } }, /must be a plain word/],
  ] as const) {
    assert.match(refusal(changes), said);
    assert.match(refusal(changes), /^STRATEGY_INVALID_DEFINITION/);
  }
});
