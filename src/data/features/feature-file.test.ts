import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { sharedPath, withoutSharedData } from "../../../test/support/shared-data.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { DAY_MS, HOUR_MS } from "../../engine/timeframe.ts";
import { type FeatureFileOptions, readFeatureFile } from "./feature-file.ts";

const refusal = (read: Promise<unknown>) =>
  read.then(
    () => assert.fail("the file was taken"),
    (error: CandlewrightError) => `${error.code} ${error.context.line ?? ""}`,
  );

test("a feature is ordered by the time at which it was known; an empty value is unknown", async (t) => {
  const path = join(temporaryFolder(t), "funding.csv");
  writeFileSync(path, "value,time_available\n0.5,2024-01-03\n0.25,2024-01-01T08:00Z\n,2024-01-02\n");
  const feature = await readFeatureFile(path, { delayMs: HOUR_MS });
  assert.equal(feature.name, "funding");
  assert.deepEqual(
    [...feature.availableAt],
    ["2024-01-01T09:00Z", "2024-01-02T01:00Z", "2024-01-03T01:00Z"].map((d) => Date.parse(d)),
  );
  assert.deepEqual([...feature.value], [0.25, Number.NaN, 0.5]);
});

test("a file that does not say when its values were known is refused, as is what cannot be read", async (t) => {
  const path = join(temporaryFolder(t), "x.csv");
  const read = (text: string, options?: FeatureFileOptions) => {
    writeFileSync(path, text);
    return refusal(readFeatureFile(path, options));
  };
  assert.equal(await read("date,value\n2024-01-01,1\n"), "DATA_FEATURE_COLUMNS 1");
  assert.equal(await read("time_available,value\n"), "DATA_EMPTY_FILE ");
  assert.equal(await read("time_available,value\n2024-01-01,high\n"), "DATA_NOT_A_NUMBER 2");
  assert.equal(await read("time_available,value\n2024-01-01,1\nsoon,1\n"), "DATA_NOT_A_DATE 3");
  assert.equal(await read("time_available,value\n1704067200,1\n1704067200000,1\n"), "DATA_MIXED_UNITS 3");
  assert.equal(await read("time_available,value\n2024-01-01,1,2\n"), "DATA_WRONG_COLUMN_COUNT 2");
  assert.equal(await read("1704067200,1\n", { columns: "time_available,value,_" }), "DATA_FEATURE_COLUMNS 1");
});

test("the fear and greed index of 2018 to 2025", { skip: withoutSharedData }, async () => {
  const path = sharedPath("sentiment", "fear_greed_2018-02_2025-04_kai-luni.csv");
  const feature = await readFeatureFile(path, { name: "fear_greed", columns: "time_available,value,_,_" });
  assert.deepEqual([feature.name, feature.length, feature.value[0]], ["fear_greed", 2615, 40]);
  assert.equal(feature.availableAt[0], Date.parse("2018-02-03"));
  assert.ok(feature.value.every((value) => value >= 0 && value <= 100));
  assert.ok(feature.availableAt.every((time, i) => i === 0 || time > feature.availableAt[i - 1]));
  const days = (feature.availableAt[2614] - feature.availableAt[0]) / DAY_MS;
  assert.ok(Math.abs(days - 2614) <= 5, `${days} days`);
});
