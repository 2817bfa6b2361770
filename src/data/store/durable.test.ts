import assert from "node:assert/strict";
import { test } from "node:test";
import { type DurableFiles, replaceFile, replaceFiles } from "./durable.ts";

interface ModelFile {
  cached: string;
  synced: string;
}
type Names = Map<string, ModelFile>;

/** A disk that keeps what was synced and may or may not keep the rest: every outcome of a power cut can be asked for. */
class ForgetfulDisk implements DurableFiles {
  names: Names = new Map();
  syncedNames: Names = new Map();
  /** Every state that a power cut after some operation could leave behind, as path to content. */
  readonly outcomes: Map<string, string>[] = [];
  #changes: ((names: Names) => void)[] = [];

  writeNew(path: string, parts: readonly Uint8Array[]): void {
    const file = { cached: parts.map((part) => Buffer.from(part).toString()).join(""), synced: "" };
    this.#change((names) => names.set(path, file));
  }
  syncFile(path: string): void {
    const file = this.names.get(path);
    assert.ok(file);
    file.synced = file.cached;
    this.#recordOutcomes();
  }
  rename(from: string, to: string): void {
    const file = this.names.get(from);
    assert.ok(file);
    this.#change((names) => {
      names.delete(from);
      names.set(to, file);
    });
  }
  syncFolder(): void {
    this.syncedNames = new Map(this.names);
    this.#changes = [];
    this.#recordOutcomes();
  }
  remove(path: string): void {
    this.#change((names) => names.delete(path));
  }

  #change(apply: (names: Names) => void): void {
    apply(this.names);
    this.#changes.push(apply);
    this.#recordOutcomes();
  }

  /** Names: any prefix of the unsynced changes. Contents: all, half or nothing of what was not synced. */
  #recordOutcomes(): void {
    for (let kept = 0; kept <= this.#changes.length; kept++) {
      const names = new Map(this.syncedNames);
      for (const apply of this.#changes.slice(0, kept)) apply(names);
      for (const share of [0, 0.5, 1]) {
        const content = (file: ModelFile) =>
          file.synced === file.cached ? file.synced : file.cached.slice(0, file.cached.length * share);
        this.outcomes.push(new Map([...names].map(([path, file]) => [path, content(file)])));
      }
    }
  }
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function diskWith(content: string): ForgetfulDisk {
  const disk = new ForgetfulDisk();
  disk.writeNew("/data/month", [bytes(content)]);
  disk.syncFile("/data/month");
  disk.syncFolder();
  disk.outcomes.length = 0;
  return disk;
}

const seen = (disk: ForgetfulDisk) => new Set(disk.outcomes.map((names) => names.get("/data/month")));

test("a power cut at any instant leaves the old or the new content, whole", () => {
  const disk = diskWith("old candles");
  replaceFile("/data/month", [bytes("new "), bytes("candles")], disk);
  assert.deepEqual(seen(disk), new Set(["old candles", "new candles"]));
  disk.outcomes.length = 0;
  disk.syncFolder();
  assert.deepEqual(seen(disk), new Set(["new candles"]), "durable once replaceFile has returned");
});

test("several files at once: after a power cut each is the old or the new one, whole", () => {
  const disk = new ForgetfulDisk();
  replaceFiles(
    ["a", "b", "c"].map((name) => ({ path: `/data/${name}`, parts: [bytes(`old ${name}`)] })),
    disk,
  );
  disk.outcomes.length = 0;
  replaceFiles(
    ["a", "b", "c"].map((name) => ({ path: `/data/${name}`, parts: [bytes(`new ${name}`)] })),
    disk,
  );
  for (const name of ["a", "b", "c"]) {
    assert.deepEqual(
      new Set(disk.outcomes.map((names) => names.get(`/data/${name}`))),
      new Set([`old ${name}`, `new ${name}`]),
    );
  }
  disk.outcomes.length = 0;
  disk.syncFolder();
  assert.deepEqual(new Set(disk.outcomes.map((names) => names.get("/data/c"))), new Set(["new c"]));
});

test("the model sees the damage where a sync is left out", () => {
  const disk = diskWith("old candles");
  disk.syncFile = () => {};
  replaceFile("/data/month", [bytes("new candles")], disk);
  assert.ok(seen(disk).has("new c"), "a torn file must be among the outcomes");
});

test("a write that fails leaves the old content and no temporary file", () => {
  const disk = diskWith("old candles");
  disk.syncFile = () => {
    throw new Error("ENOSPC");
  };
  assert.throws(() => replaceFile("/data/month", [bytes("new candles")], disk), /ENOSPC/);
  assert.deepEqual([...disk.names.keys()], ["/data/month"]);
  assert.deepEqual(seen(disk), new Set(["old candles"]));
});
