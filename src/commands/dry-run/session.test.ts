/** What is in the journal is what happened: whole instants, repeated on recovery, or refused. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { market, settings, strategy } from "../../../test/support/engine.ts";
import { randomNumbers } from "../../../test/support/random-candles.ts";
import type { Feed, FeedInstant } from "../../data/feeds/feed.ts";
import { instantTime } from "../../engine/expression/block.ts";
import type { OnCandle } from "../../engine/strategy.ts";
import { MINUTE_MS } from "../../engine/timeframe.ts";
import { Journal } from "../../monitor/journal/journal.ts";
import { DryRunSession } from "./session.ts";

const never = new AbortController().signal;

function instants(count: number): FeedInstant[] {
  const random = randomNumbers(4);
  const prices = Array.from({ length: count + 1 }, () => 100 + random());
  return Array.from({ length: count }, (_, n) => ({
    time: (n + 1) * MINUTE_MS,
    closes: [
      {
        stream: 0,
        openTime: n * MINUTE_MS,
        open: prices[n],
        high: 102,
        low: 99,
        close: prices[n + 1],
        volume: 1,
      },
    ],
    opens: [{ stream: 0, openTime: (n + 1) * MINUTE_MS, open: prices[n + 1] }],
  }));
}

function feedOf(given: readonly FeedInstant[], after = -Infinity): Feed {
  const left = given.filter(({ time }) => time > after);
  return { about: "a test", next: async () => left.shift() };
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
  const [first] = instants(1);
  const commit = journal.commit.bind(journal);
  let asked = 0;
  const feed: Feed = {
    about: "one instant, then silence",
    next: async (signal) => {
      if (asked++ === 0) return first;
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
  const given = instants(600);
  const journal = new Journal(path);
  const session = sessionOn(journal);
  await session.begin(never);
  const take = session.run.take.bind(session.run);
  session.run.take = (block) => {
    if (instantTime(block, 0) === given[500].time) throw new Error("a defect");
    take(block);
  };
  await assert.rejects(session.follow(feedOf(given), never), /a defect/);
  journal.close();

  const again = new Journal(path);
  const resumed = sessionOn(again);
  await resumed.begin(never);
  assert.ok(resumed.recovered <= 500);
  await resumed.follow(feedOf(given, resumed.lastTime), never);
  assert.equal(resumed.instants, 600);
  again.close();
});

test("what the journal says was done must be done again, no less and nothing else", async (t) => {
  const path = journalFile(t);
  const journal = new Journal(path);
  const session = sessionOn(journal);
  await session.begin(never);
  await session.follow(feedOf(instants(9)), never);
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
  await session.follow(feedOf(instants(1200)), never);
  const events = [...journal.events(1)].length;
  await assert.rejects(sessionOn(journal).begin(AbortSignal.abort()), { name: "AbortError" });
  assert.equal([...journal.events(1)].length, events);
  journal.close();
});
