/** What is in the journal is what happened: whole instants, repeated on recovery, or refused. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { market, settings, strategy } from "../../../test/support/engine.ts";
import { randomNumbers } from "../../../test/support/random-candles.ts";
import type { Feed } from "../../data/feeds/feed.ts";
import { Pace } from "../../data/feeds/pace.ts";
import { ReplayFeed } from "../../data/feeds/replay.ts";
import { emptyCandles } from "../../engine/candles.ts";
import { instantTime } from "../../engine/expression/block.ts";
import type { OnCandle } from "../../engine/strategy.ts";
import { MINUTE_MS } from "../../engine/timeframe.ts";
import { Journal } from "../../monitor/journal/journal.ts";
import { DryRunSession } from "./session.ts";

const never = new AbortController().signal;

/** Candles of a minute from the epoch on, told one by one. */
function feedOf(count: number, after = -Infinity): Feed {
  const random = randomNumbers(4);
  const candles = emptyCandles(count + 1);
  for (let n = 0; n <= count; n++) {
    candles.openTime[n] = n * MINUTE_MS;
    candles.open[n] = n === 0 ? 100 : candles.close[n - 1];
    candles.high[n] = 102;
    candles.low[n] = 99;
    candles.close[n] = 100 + random();
    candles.volume[n] = 1;
  }
  const streams = [{ symbol: "A/USDT", timeframe: "1m", candles: { ...candles, length: count } }];
  return new ReplayFeed("a test", streams, new Pace(Infinity), after);
}

const turns: OnCandle = (view) => (view.positionQuantity > 0 ? { exitLong: true } : { enterLong: true });

function sessionOn(journal: Journal, onCandle: OnCandle = turns, software = "1.0"): DryRunSession {
  return new DryRunSession({
    journal,
    identity: {},
    software,
    isNew: false,
    input: {
      strategies: [strategy({ handler: { indicators: {}, initialState: () => ({}), onCandle } })],
      streams: [{ symbol: "A/USDT", timeframe: "1m" }],
      markets: new Map([["A/USDT", market()]]),
      settings: settings(),
    },
  });
}

function journalFile(t: TestContext): string {
  return join(temporaryFolder(t), "journal.db");
}

test("a journal that can't be written while the next instant is waited for ends the run", async (t) => {
  const journal = new Journal(journalFile(t));
  t.after(() => journal.close());
  const session = sessionOn(journal);
  await session.begin(never);
  const commit = journal.commit.bind(journal);
  let asked = 0;
  const feed: Feed = {
    about: "one instant, then silence",
    next: async (signal) => {
      if (asked++ === 0) return feedOf(1).next(signal);
      journal.commit = () => {
        journal.commit = commit;
        throw new Error("the disk is full");
      };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return undefined;
    },
  };
  await assert.rejects(session.follow(feed, never), /the disk is full/);
});

test("an instant that fails half-way has not happened; the run goes on before it", async (t) => {
  const path = journalFile(t);
  const journal = new Journal(path);
  const session = sessionOn(journal);
  await session.begin(never);
  const take = session.run.take.bind(session.run);
  session.run.take = (block) => {
    if (instantTime(block, 0) === 501 * MINUTE_MS) throw new Error("a defect");
    take(block);
  };
  await assert.rejects(session.follow(feedOf(600), never), /a defect/);
  journal.close();

  const again = new Journal(path);
  const resumed = sessionOn(again);
  await resumed.begin(never);
  assert.ok(resumed.recovered <= 500);
  await resumed.follow(feedOf(600, resumed.lastTime), never);
  assert.equal(resumed.instants, 600);
  again.close();
});

test("what the journal says was done must be done again, no less and nothing else", async (t) => {
  const path = journalFile(t);
  const journal = new Journal(path);
  const session = sessionOn(journal);
  await session.begin(never);
  await session.follow(feedOf(9), never);
  for (const other of [(() => undefined) as OnCandle, (() => ({ enterLong: true })) as OnCandle])
    await assert.rejects(sessionOn(journal, other).begin(never), { code: "JOURNAL_DIFFERS" });
  const same = sessionOn(journal, turns, "1.1");
  await same.begin(never);
  assert.deepEqual(same.result().trades, session.result().trades);
  assert.deepEqual(
    [...journal.events(1, ["started", "resumed"])].map(({ body }) => (body as { software: string }).software),
    ["1.0", "1.1"],
  );
  journal.append(same.number, 0, "order", "one more");
  await assert.rejects(sessionOn(journal).begin(never), { code: "JOURNAL_DIFFERS" });
  journal.close();
});

test("recovery can be interrupted, and leaves no trace", async (t) => {
  const path = journalFile(t);
  const journal = new Journal(path);
  const session = sessionOn(journal);
  await session.begin(never);
  await session.follow(feedOf(1200), never);
  const events = [...journal.events(1)].length;
  await assert.rejects(sessionOn(journal).begin(AbortSignal.abort()), { name: "AbortError" });
  assert.equal([...journal.events(1)].length, events);
  journal.close();
});

test("an instant that can't be read is told as such", async (t) => {
  const path = journalFile(t);
  const journal = new Journal(path);
  t.after(() => journal.close());
  const session = sessionOn(journal);
  await session.begin(never);
  await session.follow(feedOf(3), never);
  for (const body of [new Uint8Array(57), [[[0, 180_000, 1, 1, 1, 1, 1]], []]]) {
    const damaged = new Journal(journalFile(t));
    for (const event of journal.events(1)) damaged.append(event.run, event.time, event.kind, event.body);
    damaged.append(1, 4 * MINUTE_MS, "instant", body);
    await assert.rejects(sessionOn(damaged).begin(never), { code: "JOURNAL_UNREADABLE" });
    damaged.close();
  }
});
