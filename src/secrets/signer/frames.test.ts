import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { encodeFrame, FrameReader } from "./frames.ts";

test("messages come out whole, however the bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.string())),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (messages, cuts) => {
        const stream = Buffer.concat(messages.map((message) => encodeFrame(message)));
        const reader = new FrameReader(10_000);
        const seen: unknown[] = [];
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          for (const frame of reader.push(Buffer.from(stream.subarray(at, at + cut))))
            seen.push(JSON.parse(frame.toString()));
          at += cut;
        }
        assert.deepEqual(JSON.stringify(seen), JSON.stringify(messages));
      },
    ),
    { numRuns: 100 },
  );
});

test("a message above the cap is refused at its header", () => {
  const reader = new FrameReader(100);
  assert.throws(() => reader.push(Buffer.from([0, 0, 0, 101])), /larger than/);
  assert.throws(() => new FrameReader(100).push(Buffer.from([255, 255, 255, 255, 1])), /larger than/);
  assert.deepEqual(new FrameReader(100).push(Buffer.from([0, 0, 0, 100])), []);
});
