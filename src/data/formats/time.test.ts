import assert from "node:assert/strict";
import { test } from "node:test";
import { CandlewrightError } from "../../engine/errors.ts";
import { parseDate, toMilliseconds, unitOf } from "./time.ts";

const MOMENT = Date.UTC(2024, 0, 31, 13, 45);

test("the unit of a time shows in its size", () => {
  assert.deepEqual([MOMENT / 1000, MOMENT, MOMENT * 1000, MOMENT * 1e6].map(unitOf), ["s", "ms", "us", "ns"]);
  assert.deepEqual([0, -1, 1e20, Number.NaN].map(unitOf), [undefined, undefined, undefined, undefined]);
});

test("a time of another size than its unit is refused, as is a fraction of a millisecond", () => {
  const at = (time: number, unit: "s" | "ms" | "us") => toMilliseconds(time, unit, () => ({ file: "x.csv", line: 7 }));
  assert.equal(at(MOMENT / 1000, "s"), MOMENT);
  assert.equal(at(MOMENT * 1000, "us"), MOMENT);
  for (const [time, unit] of [
    [MOMENT * 1000, "ms"],
    [MOMENT / 1000, "ms"],
    [MOMENT * 1000 + 1, "us"],
    [5, "s"],
  ] as const) {
    assert.throws(
      () => at(time, unit),
      (error) => error instanceof CandlewrightError && error.code === "DATA_MIXED_UNITS" && error.context.line === 7,
    );
  }
});

test("dates are UTC unless they name a zone", () => {
  assert.equal(parseDate("2024-01-31"), Date.UTC(2024, 0, 31));
  for (const text of [
    "2024-01-31 13:45",
    "2024-01-31T13:45:00Z",
    "2024-01-31 13:45:00.000 UTC",
    "2024-01-31T15:45:00+02:00",
  ]) {
    assert.equal(parseDate(text), MOMENT, text);
  }
  assert.equal(parseDate("2024-01-31T10:15:00-0330"), MOMENT);
  for (const text of ["2024-02-30", "2024-13-01", "31.01.2024", "2024-01-31 24:10", "1706708700", ""]) {
    assert.equal(parseDate(text), undefined, text);
  }
});
