import assert from "node:assert/strict";
import { test } from "node:test";
import { BlockDraws, meanBlockLength } from "./blocks.ts";

test("blocks have the mean length asked for, stay inside the series and go round its end", () => {
  const count = 1000;
  const blocks = new BlockDraws(count, 1);
  const visits = new Int32Array(count);
  let pieces = 0;
  let wraps = 0;
  const rounds = 2000;
  for (let round = 0; round < rounds; round++) {
    for (let filled = 0; filled < count; filled += blocks.length) {
      const end = blocks.start + blocks.length;
      blocks.next(count - filled);
      assert.ok(blocks.length > 0 && blocks.start + blocks.length <= count && blocks.length <= count - filled);
      if (filled > 0 && end === count && blocks.start === 0) wraps++;
      else pieces++;
      for (let index = 0; index < blocks.length; index++) visits[blocks.start + index]++;
    }
  }
  // The last block of a resample is cut off, which makes the mean a little shorter.
  const mean = (rounds * count) / pieces;
  assert.ok(Math.abs(mean - meanBlockLength(count)) < 0.3, String(mean));
  // One block in a hundred reaches the end of a series of a hundred mean lengths.
  assert.ok(wraps > 0.005 * pieces && wraps < 0.015 * pieces, String(wraps / pieces));
  // Every value is drawn equally often: 2000 times, with a deviation of about 140 since blocks overlap.
  for (const visited of visits) assert.ok(visited > 1300 && visited < 2700, String(visited));
});

test("a single value is all of its series", () => {
  const blocks = new BlockDraws(1, 3);
  blocks.next(1);
  assert.deepEqual([blocks.start, blocks.length], [0, 1]);
});
