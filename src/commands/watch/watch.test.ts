import assert from "node:assert/strict";
import { test } from "node:test";
import { CandlewrightError } from "../../engine/errors.ts";
import { strategyErrors } from "../../strategies/errors.ts";
import { strategy } from "../../../test/support/engine.ts";
import { stuckError } from "../strategy-stuck.ts";
import { fromPlain, toPlain } from "./error-transfer.ts";
import { Heartbeat, withHeartbeat } from "./heartbeat.ts";
import { runWatched } from "./watched-task.ts";

test("what one thread writes the other reads", () => {
  const here = new Heartbeat();
  const there = new Heartbeat(here.buffer);
  assert.deepEqual(here.read(), { count: 0, strategy: -1, symbol: -1, time: NaN, share: 0 });
  there.enter(1, 2, 3000);
  assert.deepEqual(here.read(), { count: 1, strategy: 1, symbol: 2, time: 3000, share: 0 });
  there.leave();
  there.reached(4000, 0.5);
  assert.deepEqual(here.read(), { count: 3, strategy: -1, symbol: 2, time: 4000, share: 0.5 });
});

test("a strategy's own code is entered and left, also where it throws", () => {
  const heartbeat = new Heartbeat();
  const seen: number[] = [];
  const watched = strategy({
    symbols: ["A/USDT", "B/USDT"],
    handler: {
      indicators: {},
      initialState: () => ({}),
      onCandle: () => {
        seen.push(heartbeat.read().strategy, heartbeat.read().symbol);
        throw new Error("oh");
      },
    },
  });
  const [, { handler }] = withHeartbeat([strategy({}), watched], heartbeat);
  assert.throws(() => handler?.onCandle({ symbol: "B/USDT", time: 5 } as never, {}), /oh/);
  assert.deepEqual(seen, [1, 1]);
  assert.equal(heartbeat.read().strategy, -1);
});

test("an error survives the way between threads: code, place, fix and the stack behind it", () => {
  const cause = new Error("behind");
  const error = new CandlewrightError(strategyErrors.threw, { file: "a.ts", line: 3, detail: "oh", fix: "do", cause });
  const restored = fromPlain(structuredClone(toPlain(error)));
  assert.ok(restored instanceof CandlewrightError);
  assert.deepEqual([restored.code, restored.message, restored.fix], [error.code, error.message, "do"]);
  assert.equal((restored.cause as Error).stack, cause.stack);
  const several = fromPlain(structuredClone(toPlain(new AggregateError([error, new TypeError("x")]))));
  assert.ok(several instanceof AggregateError);
  assert.deepEqual(
    several.errors.map(({ code }: CandlewrightError) => code),
    ["STRATEGY_THREW", "INTERNAL_UNFORESEEN"],
  );
});

test("where it hangs is said as exactly as it is known", () => {
  const strategies = [
    { name: "one", strategyName: "one", symbols: ["A/USDT"] },
    { name: "two", strategyName: "./two.ts", symbols: ["A/USDT", "B/USDT"] },
  ];
  const sign = { count: 9, strategy: 1, symbol: 1, time: Date.UTC(2024, 0, 1), share: 0 };
  const said = (changes: object) => stuckError(strategies, { ...sign, ...changes }, 2000).message;
  assert.match(said({}), /^\.\/two\.ts: .*for 2 s: two, in onCandle, .*2024-01-01T00:00:00\.000Z \(B\/USDT\)\.$/);
  assert.match(said({ time: NaN, symbol: -1 }), /two, while it was loaded\.$/);
  assert.match(said({ strategy: -1 }), /somewhere after the candle .*; strategies: one, two\.$/);
  assert.match(said({ strategy: -1, time: NaN }), /before the first candle; strategies: one, two\.$/);
});

test("a task ends at once when it is told to", async () => {
  const stop = new AbortController();
  const running = runWatched("loadStrategy", "./none.ts", { signal: stop.signal, stuck: () => new Error("stuck") });
  stop.abort(new Error("enough"));
  await assert.rejects(running, /enough/);
});
