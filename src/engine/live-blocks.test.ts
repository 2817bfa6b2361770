/** A run that is fed candle by candle equals the backtest, to the last bit. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { settings } from "../../test/support/engine.ts";
import { randomRun } from "../../test/support/random-runs.ts";
import { Pace } from "../data/feeds/pace.ts";
import { ReplayFeed } from "../data/feeds/replay.ts";
import { FILL_CONVENTIONS } from "./fills/convention.ts";
import { LiveBlocks } from "./live-blocks.ts";
import { Run, runBacktest } from "./run.ts";

test("candle by candle equals the backtest by every convention: trades, refusals, equity, open positions", async () => {
  await fc.assert(
    fc.asyncProperty(randomRun, fc.constantFrom(...FILL_CONVENTIONS.values()), async (drawn, convention) => {
      const input = {
        ...drawn,
        settings: settings({ convention, limits: drawn.limits, slippageRate: drawn.slippageRate, cashBuffer: 0.005 }),
      };
      const wanted = runBacktest(input);
      const feed = new ReplayFeed("test", drawn.streams, new Pace(Infinity));
      const run = new Run({ ...input, blockSize: 1 });
      const blocks = new LiveBlocks(drawn.streams.length);
      const { signal } = new AbortController();
      for (let instant = await feed.next(signal); instant !== undefined; instant = await feed.next(signal)) {
        run.take(blocks.take(instant));
      }
      const found = run.finish();
      assert.deepEqual(found.trades, wanted.trades);
      assert.deepEqual(found.refusals, wanted.refusals);
      assert.deepEqual(found.openPositions, wanted.openPositions);
      assert.deepEqual([...found.curve.time], [...wanted.curve.time]);
      assert.deepEqual([...found.curve.equity], [...wanted.curve.equity]);
      // Noted instant by instant there, worked out from the fills here.
      assert.deepEqual([...found.curve.exposure], [...wanted.curve.exposure]);
    }),
    process.env["PROPERTY_RUNS"] === undefined
      ? { numRuns: 80, seed: 11 }
      : { numRuns: Number(process.env["PROPERTY_RUNS"]) },
  );
});
