import assert from "node:assert/strict";
import { test } from "node:test";
import { CandlewrightError } from "../../engine/errors.ts";
import { parseJson } from "./json.ts";

const T = 1640995200000;
const parse = (value: unknown) =>
  parseJson(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), "file.json");
const first = ({ candles }: ReturnType<typeof parse>) => [
  candles.openTime[0],
  candles.open[0],
  candles.high[0],
  candles.low[0],
  candles.close[0],
  candles.volume[0],
];
const CANDLE = [T, 1, 4, 0.5, 2, 10];
const failsWith = (code: string) => (error: unknown) => error instanceof CandlewrightError && error.code === code;

test("freqtrade's rows and Binance's answers", () => {
  assert.deepEqual(first(parse([CANDLE])), CANDLE);
  const kline = [T, "1.0", "4.0", "0.5", "2.0", "10.0", T + 3599999, "5", 3, "1", "2", "0"];
  assert.deepEqual(first(parse([kline])), CANDLE);
});

test("Coinbase's answer: text, seconds, its own order of fields", () => {
  const candle = { start: String(T / 1000), low: "0.5", high: "4", open: "1", close: "2", volume: "10" };
  assert.deepEqual(first(parse({ candles: [candle] })), CANDLE);
});

test("rows that tell only their end, and the name of their market", () => {
  const ohlc = [{ endTime: T, openPrice: 1, highPrice: 4, lowPrice: 0.5, closePrice: 2, volume: 10, amount: 0 }];
  const parsed = parse({ name: "ETH-USD", ohlc });
  assert.deepEqual(first(parsed), CANDLE);
  assert.equal(parsed.timesAreEnds, true);
  assert.equal(parsed.market, "ETH-USD");
});

test("broken JSON is named with its line; rows with their index", () => {
  assert.throws(
    () => parse(`[\n${JSON.stringify(CANDLE)},\n[${T}, 1,`),
    (error) => failsWith("DATA_TRUNCATED_FILE")(error) && (error as CandlewrightError).context.line === 3,
  );
  assert.throws(
    () => parse([CANDLE, [T + 60000, 1, 4, null, 2, 10]]),
    (error) => failsWith("DATA_NOT_A_NUMBER")(error) && (error as CandlewrightError).context.path === "[1]",
  );
  assert.throws(() => parse([CANDLE, [T * 1000, 1, 4, 0.5, 2, 10]]), failsWith("DATA_MIXED_UNITS"));
  assert.throws(() => parse([]), failsWith("DATA_EMPTY_FILE"));
  assert.throws(() => parse({ a: 1 }), failsWith("DATA_UNKNOWN_FORMAT"));
  assert.throws(() => parse([{ x: 1 }]), failsWith("DATA_UNKNOWN_COLUMNS"));
});
