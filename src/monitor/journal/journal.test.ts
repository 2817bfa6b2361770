import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { Journal } from "./journal.ts";

const bodies = (journal: Journal) => [...journal.events(1)].map(({ body }) => body);

function pathOf(t: TestContext): string {
  return join(temporaryFolder(t), "journal.db");
}

test("what was not committed has not happened; what was is there after closing", (t) => {
  const path = pathOf(t);
  const journal = new Journal(path);
  journal.append(1, 0, "started", { a: 1 });
  journal.begin();
  journal.append(1, 1, "instant", [1]);
  journal.commit();
  journal.begin();
  journal.append(1, 2, "instant", [2]);
  journal.close();
  const again = new Journal(path);
  assert.deepEqual(bodies(again), [{ a: 1 }, [1]]);
  again.close();
});

test("bytes come back as they were, all else as JSON makes it", (t) => {
  const journal = new Journal(pathOf(t));
  const bytes = Uint8Array.of(0, 255, 10, 13);
  for (const body of [bytes, { a: [1, null] }, "text"]) journal.append(1, 0, "instant", body);
  const [first, ...others] = bodies(journal);
  assert.deepEqual([...(first as Uint8Array)], [...bytes]);
  assert.deepEqual(others, [{ a: [1, null] }, "text"]);
  journal.close();
});

test("a journal of another version is refused, and left as it is", (t) => {
  const path = pathOf(t);
  const journal = new Journal(path);
  journal.append(1, 0, "started", 1);
  const { database } = journal as unknown as { database: { exec(sql: string): void } };
  for (const version of [1, 3]) {
    database.exec(`PRAGMA user_version = ${version}`);
    assert.throws(() => new Journal(path, { readOnly: true }), { code: "JOURNAL_OTHER_VERSION" });
  }
  journal.close();
  const before = readFileSync(path);
  assert.throws(() => new Journal(path), { code: "JOURNAL_OTHER_VERSION" });
  assert.deepEqual(readFileSync(path), before);
});

test("a second writer is refused, a reader is not", (t) => {
  const path = pathOf(t);
  const journal = new Journal(path);
  journal.append(1, 0, "started", 1);
  assert.throws(() => new Journal(path), { code: "JOURNAL_IN_USE" });
  const reader = new Journal(path, { readOnly: true });
  assert.deepEqual(bodies(reader), [1]);
  assert.throws(() => reader.append(1, 1, "instant", 2), { code: "JOURNAL_UNWRITABLE" });
  reader.close();
  journal.close();
  new Journal(path).close();
});

test("events can neither be changed nor removed", (t) => {
  const journal = new Journal(pathOf(t));
  journal.append(1, 0, "started", 1);
  const { database } = journal as unknown as { database: { exec(sql: string): void } };
  assert.throws(() => database.exec("UPDATE event SET time = 1"), /append-only/);
  assert.throws(() => database.exec("DELETE FROM event"), /append-only/);
  journal.close();
});

test("a full disk is told as such, and leaves what was committed", (t) => {
  const path = pathOf(t);
  const journal = new Journal(path);
  journal.append(1, 0, "started", 1);
  const { database } = journal as unknown as { database: { exec(sql: string): void } };
  database.exec("PRAGMA max_page_count = 20");
  journal.begin();
  assert.throws(
    () => {
      for (let n = 0; n < 1000; n++) journal.append(1, n, "instant", "x".repeat(1000));
    },
    { code: "JOURNAL_UNWRITABLE" },
  );
  journal.close();
  const again = new Journal(path);
  assert.deepEqual(bodies(again), [1]);
  again.close();
});

test("what is no journal, and a damaged one, are told as such", (t) => {
  const path = pathOf(t);
  writeFileSync(path, "this is a text".repeat(1000));
  assert.throws(() => new Journal(path), { code: "JOURNAL_UNREADABLE" });
  const folder = join(temporaryFolder(t), "folder.db");
  mkdirSync(folder);
  assert.throws(() => new Journal(folder), { code: "JOURNAL_UNREADABLE" });

  const cut = pathOf(t);
  const journal = new Journal(cut);
  journal.begin();
  for (let n = 0; n < 500; n++) journal.append(1, n, "instant", "x".repeat(100));
  journal.commit();
  journal.close();
  writeFileSync(cut, readFileSync(cut).subarray(0, 20_000));
  assert.throws(
    () => {
      const damaged = new Journal(cut);
      try {
        bodies(damaged);
      } finally {
        damaged.close();
      }
    },
    { code: "JOURNAL_UNREADABLE" },
  );
});

test("a write-ahead log that was cut in the middle loses its end, never what was before", (t) => {
  const path = pathOf(t);
  const journal = new Journal(path);
  for (let n = 0; n < 50; n++) journal.append(1, n, "instant", n);
  const log = readFileSync(`${path}-wal`);
  const main = readFileSync(path);
  journal.close();
  const other = pathOf(t);
  writeFileSync(other, main);
  writeFileSync(`${other}-wal`, log.subarray(0, Math.floor(log.length * 0.6)));
  const cut = new Journal(other);
  const kept = bodies(cut);
  assert.ok(kept.length > 0 && kept.length < 50, `${kept.length} kept`);
  assert.deepEqual(
    kept,
    kept.map((_, n) => n),
  );
  cut.append(1, 50, "instant", 50);
  cut.close();
});
