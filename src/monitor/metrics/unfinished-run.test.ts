import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy } from "../../../test/support/engine.ts";
import { walk } from "../../../test/support/random-runs.ts";
import { ReplayFeed } from "../../data/feeds/replay.ts";
import { Pace } from "../../data/feeds/pace.ts";
import { above } from "../../engine/expression/condition.ts";
import { marketOf } from "../../engine/expression/sources.ts";
import { sma } from "../../engine/indicators/sma.ts";
import { LiveBlocks } from "../../engine/live-blocks.ts";
import { Run } from "../../engine/run.ts";
import { sampleOf } from "./sample.ts";

const { close } = marketOf();

test("a result that was taken while a run went on says the same before and after", async () => {
  const streams = [{ symbol: "A/USDT", timeframe: "1h", candles: walk(1, 400, 3_600_000) }];
  const run = new Run({
    strategies: [strategy({ timeframe: "1h", signals: { "": { enterLong: above(close, sma(close, 5)) } } })],
    streams,
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
    blockSize: 1,
  });
  const feed = new ReplayFeed("test", streams, new Pace(Infinity));
  const blocks = new LiveBlocks(1);
  const { signal } = new AbortController();
  const facts = (result: ReturnType<Run["finish"]>) => {
    const { exposure, daily, drawdowns } = sampleOf(result);
    return { exposure, equity: [...daily.equity], drawdowns };
  };
  const advance = async (instants: number) => {
    for (let n = 0; n < instants; n++) {
      const instant = await feed.next(signal);
      assert.ok(instant !== undefined);
      run.take(blocks.take(instant));
    }
  };
  await advance(100);
  const taken = run.finish();
  const before = facts(taken);
  assert.ok(before.exposure.timeShare > 0.5);
  await advance(300);
  assert.deepEqual(facts(taken), before);
  assert.equal(taken.curve.time.length, 100);
});
