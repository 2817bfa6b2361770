import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyCandles } from "../candles.ts";
import { type BracketHit, testBracket } from "./bracket.ts";
import { drillDown } from "./drill-down.ts";

const hit: BracketHit = { price: NaN, isStop: false, isAmbiguous: false };
function run(
  direction: 1 | -1,
  stop: number,
  target: number,
  candle: readonly [open: number, high: number, low: number],
  through = true,
) {
  testBracket(direction, stop, target, ...candle, through, hit);
  return Number.isNaN(hit.price)
    ? "none"
    : `${hit.isStop ? "stop" : "target"} ${hit.price}${hit.isAmbiguous ? " ambiguous" : ""}`;
}

test("a long: levels, gaps, and the stop first where one candle holds both", () => {
  assert.equal(run(1, 95, 110, [100, 105, 97]), "none");
  assert.equal(run(1, 95, 110, [100, 105, 94]), "stop 95");
  assert.equal(run(1, 95, 110, [100, 111, 97]), "target 110");
  assert.equal(run(1, 95, 110, [100, 111, 94]), "stop 95 ambiguous");
  assert.equal(run(1, 95, 110, [93, 94, 90]), "stop 93");
  assert.equal(run(1, 95, 110, [112, 115, 111]), "target 112");
});

test("a short is the mirror", () => {
  assert.equal(run(-1, 105, 90, [100, 104, 91]), "none");
  assert.equal(run(-1, 105, 90, [100, 106, 91]), "stop 105");
  assert.equal(run(-1, 105, 90, [100, 104, 89]), "target 90");
  assert.equal(run(-1, 105, 90, [100, 106, 89]), "stop 105 ambiguous");
  assert.equal(run(-1, 105, 90, [107, 108, 100]), "stop 107");
  assert.equal(run(-1, 105, 90, [88, 89, 85]), "target 88");
});

test("a target that is only touched fills where touching is enough; a stop always does", () => {
  assert.equal(run(1, 95, 110, [100, 110, 97], true), "none");
  assert.equal(run(1, 95, 110, [100, 110, 97], false), "target 110");
  assert.equal(run(1, 95, 110, [100, 105, 95]), "stop 95");
});

test("without a level nothing is reached", () => {
  assert.equal(run(1, NaN, NaN, [100, 200, 1]), "none");
  assert.equal(run(1, NaN, 110, [100, 111, 1]), "target 110");
});

test("whatever the candle, the price lies within it", () => {
  const price = fc.double({ min: 1, max: 200, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom<1 | -1>(1, -1),
      price,
      price,
      price,
      price,
      price,
      (direction, stop, target, a, b, c) => {
        const [low, open, high] = [a, b, c].sort((x, y) => x - y);
        testBracket(direction, stop, target, open, high, low, false, hit);
        if (!Number.isNaN(hit.price)) assert.ok(hit.price >= low && hit.price <= high);
      },
    ),
  );
});

/** Four minutes inside an hour that goes from 100 up to 111 and down to 94, in either order. */
function minutes(values: readonly (readonly [open: number, high: number, low: number])[]) {
  const candles = emptyCandles(values.length);
  values.forEach(([open, high, low], i) => {
    candles.openTime[i] = 3_600_000 + i * 60_000;
    candles.open[i] = open;
    candles.high[i] = high;
    candles.low[i] = low;
  });
  return candles;
}

test("finer candles say which of stop and target came first", () => {
  const drill = (candles: ReturnType<typeof minutes>) => {
    testBracket(1, 95, 110, 100, 111, 94, true, hit);
    drillDown(candles, 3_600_000, 7_200_000, 1, 95, 110, true, hit);
    return `${hit.isStop ? "stop" : "target"} ${hit.price}`;
  };
  assert.equal(
    drill(
      minutes([
        [100, 104, 99],
        [104, 111, 103],
        [108, 109, 94],
        [95, 97, 94],
      ]),
    ),
    "target 110",
  );
  assert.equal(
    drill(
      minutes([
        [100, 101, 94],
        [95, 100, 94],
        [100, 111, 99],
        [110, 111, 109],
      ]),
    ),
    "stop 95",
  );
  // One of the finer candles still holds both: the stop.
  assert.equal(drill(minutes([[100, 111, 94]])), "stop 95");
  // They hold neither (candles are missing): the coarse candle's word stands.
  assert.equal(drill(minutes([[100, 101, 99]])), "stop 95");
  assert.equal(drill(minutes([])), "stop 95");
});
