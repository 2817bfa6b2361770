/**
 * The indicators against the expected values of Stock.Indicators (github.com/DaveSkender/Stock.Indicators, Apache-2.0):
 * every row of every field, within 1e-9 relative, or after a stated number of rows where the seed differs.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readSharedJson, sharedPath, withoutSharedData } from "../../../test/support/shared-data.ts";
import { type CandleColumns, emptyCandles } from "../candles.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { FeatureValues } from "../expression/feature.ts";
import { print } from "../expression/print.ts";
import { DAY_MS } from "../timeframe.ts";
import type { FieldComparison } from "../../../test/support/stock-indicators/comparison.ts";
import { comparisons, notShipped } from "../../../test/support/stock-indicators/table.ts";

const FOLDER = ["indicators", "stock-indicators"];
/** Exactly so many values are compared: a loop that ends early would be seen. */
const COMPARISONS = 99_869;
const TOLERANCE = 1e-9;
/** Differences of nearly equal numbers (a MACD that crosses zero) keep the rounding of their parts. */
const ROUNDING = 1e-12;

type Value = number | boolean | string | null | Row;
interface Row {
  readonly [field: string]: Value;
}

function readQuotes(name: string): CandleColumns {
  const lines = readFileSync(sharedPath(...FOLDER, "quotes", name), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const candles = emptyCandles(lines.length);
  lines.forEach((line, i) => {
    const [date, ...values] = line.trim().split(",");
    candles.openTime[i] = Date.parse(`${date}T00:00:00Z`);
    [candles.open[i], candles.high[i], candles.low[i], candles.close[i], candles.volume[i]] = values.map(Number);
  });
  return candles;
}

/** The closes of other candles, known when they close. */
function closesAsFeature(candles: CandleColumns): FeatureValues {
  const availableAt = candles.openTime.map((openTime) => openTime + DAY_MS);
  return { length: candles.length, availableAt, value: candles.close };
}

function readResults(file: string): Row[] {
  return readSharedJson(...FOLDER, "results", `${file}.standard.json`) as Row[];
}

/** @param field `name`, or `name.part` where the field is an object */
function expectedValue(row: Row | undefined, field: string): number {
  let value: Value | undefined = row;
  for (const part of field.split(".")) value = (value as Row | undefined)?.[part];
  return value === null || value === undefined ? NaN : Number(value);
}

const ROWS = Array.from({ length: 502 }, (_, row) => row);

/** All rows, but those that a comparison leaves out. */
function comparedRows({ convergesAt, onlyAt }: FieldComparison): readonly number[] {
  if (onlyAt !== undefined) return ROWS.filter((row) => row % onlyAt.step === onlyAt.first % onlyAt.step);
  return ROWS.slice(convergesAt ?? 0);
}

/** Compares one field in all rows and gives the number of comparisons. */
function compareField(
  { file, field, rows }: { file: string; field: string; rows: Row[] },
  comparison: FieldComparison,
  quotes: CandleColumns,
  features: ReadonlyMap<string, FeatureValues>,
) {
  const [actual] = evaluate([comparison.series], quotes, { timeframe: "1d", inputs: { features } });
  const shift = comparison.confirmedAfter ?? 0;
  const tolerance = comparison.tolerance ?? TOLERANCE;
  const compared = comparedRows(comparison);
  let known = 0;
  for (const i of compared) {
    const expected = expectedValue(rows[i - shift], field);
    if (!Number.isNaN(expected)) known++;
    const error = Math.abs(actual[i] - expected);
    const isEqual = Number.isNaN(expected)
      ? Number.isNaN(actual[i])
      : error <= tolerance * Math.abs(expected) + ROUNDING;
    assert.ok(isEqual, `${file}.${field}, row ${i}: ${actual[i]}, expected ${expected} (${print(comparison.series)})`);
  }
  assert.ok(known > 0, `${file}.${field} has no value to compare with`);
  return compared.length;
}

test("every row of Stock.Indicators' results", { skip: withoutSharedData }, () => {
  const quotes = readQuotes("default.csv");
  const features = new Map([["compare", closesAsFeature(readQuotes("compare.csv"))]]);
  const calls = readSharedJson(...FOLDER, "params.json") as Record<string, string>;
  let count = 0;
  for (const { file, call, compared, leftOut } of comparisons) {
    assert.ok(calls[`${file}.standard.json`].includes(call), `${file} was not made by ${call}`);
    const rows = readResults(file);
    assert.equal(rows.length, 502);
    const covered = [
      ...Object.keys(compared).map((field) => field.split(".")[0]),
      ...Object.keys(leftOut ?? {}),
      "timestamp",
    ];
    assert.deepEqual(
      new Set(Object.keys(rows[0])),
      new Set(covered),
      `${file}: each field is compared or left out by name`,
    );
    for (const [field, comparison] of Object.entries(compared)) {
      count += compareField({ file, field, rows }, comparison, quotes, features);
    }
  }
  assert.equal(count, COMPARISONS);
  const files = readdirSync(sharedPath(...FOLDER, "results")).filter((name) => name.endsWith(".standard.json"));
  const placed = [...comparisons.map(({ file }) => file), ...Object.keys(notShipped)];
  assert.deepEqual(placed.map((file) => `${file}.standard.json`).sort(), files.sort(), "each file has its place");
});
