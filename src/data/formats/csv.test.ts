import assert from "node:assert/strict";
import { test } from "node:test";
import type { CandleColumns } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { type CsvOptions, parseCsv } from "./csv.ts";

const parse = (text: string, options?: CsvOptions) => parseCsv(Buffer.from(text), "file.csv", options);
const rows = ({ length, openTime, open, high, low, close, volume }: CandleColumns) =>
  Array.from({ length }, (_, i) => [openTime[i], open[i], high[i], low[i], close[i], volume[i]]);
const refusal = (text: string, options?: CsvOptions) => {
  try {
    parse(text, options);
  } catch (error) {
    if (error instanceof CandlewrightError) return `${error.code} ${error.context.line ?? ""}: ${error.context.detail}`;
  }
  return assert.fail("the file was taken");
};

const T = 1640995200000;
const TWO_ROWS = [
  [T, 1, 4, 0.5, 2, 10.25],
  [T + 3600000, 2, 5, 1, 3, 20],
];

test("Binance's kline dumps, without and with header, in milliseconds and microseconds", () => {
  const lines = (factor: number, end: number) =>
    TWO_ROWS.map(
      ([time, ...values]) =>
        `${time * factor},${values.map((v) => v.toFixed(8)).join(",")},${(time + 3600000) * factor - end},1.5,30,2,3,0`,
    ).join("\n");
  const header =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";
  for (const text of [lines(1, 1), `${header}\n${lines(1, 1)}\n`])
    assert.deepEqual(rows(parse(text).candles), TWO_ROWS);
  const microseconds = parse(lines(1000, 1000));
  assert.deepEqual(rows(microseconds.candles), TWO_ROWS);
  assert.deepEqual([...(microseconds.closeTime ?? [])], [T + 3599999, T + 7199999]);
});

test("columns by header in any order, by mapping, and by the usual order", () => {
  const swapped = "Volume;Close;Low;High;Open;Date\n10.25;2;0.5;4;1;2022-01-01\n20;3;1;5;2;2022-01-01 01:00:00\n";
  assert.deepEqual(rows(parse(swapped).candles), TWO_ROWS);
  const pandas = ",Open,High,Low,Close,Volume\r\n2022-01-01,1,4,0.5,2,10.25\r\n2022-01-01T01:00Z,2,5,1,3,20\r\n";
  assert.deepEqual(rows(parse(pandas).candles), TWO_ROWS);
  const bitfinex = `${T},1,2,4,0.5,10.25\n${T + 3600000},2,3,5,1,20`;
  assert.deepEqual(rows(parse(bitfinex, { columns: "time,open,close,high,low,volume" }).candles), TWO_ROWS);
  const usual = `${T / 1000},1,4,.5,2,10.25\n\n${T / 1000 + 3600},2,5,1,3,20\n`;
  assert.deepEqual(rows(parse(usual).candles), TWO_ROWS);
  const skipping = `x,${T},1,4,.5,2,10.25,"a,b"\ny,${T + 3600000},2,5,1,3,20,`;
  assert.deepEqual(
    rows(parse(skipping.replace("a,b", "ab"), { columns: "_,time,open,high,low,close,volume,_" }).candles),
    TWO_ROWS,
  );
});

test("CryptoDataDownload's and Kraken's files", () => {
  const head = "https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT\n";
  const lines = TWO_ROWS.map(([time, ...v]) => `${time},2022-01-01 00:00:00,BTC/USDT,${v.join(",")},999`);
  const parsed = parse(head + lines.join("\n"));
  assert.deepEqual(rows(parsed.candles), TWO_ROWS);
  assert.deepEqual([parsed.market, parsed.firstLine], ["BTC/USDT", 3]);
  const mixed = head + [lines[0], lines[1].replace("BTC/", "ETH/")].join("\n");
  assert.equal(refusal(mixed), "DATA_OTHER_SYMBOL 4: This line is of ETH/USDT, those before are of BTC/USDT.");
  const kraken = TWO_ROWS.map(([time, ...v]) => `${time / 1000},${v.join(",")},17`).join("\n");
  assert.deepEqual(rows(parse(kraken).candles), TWO_ROWS);
});

test("text in a number column is named with its line, column and text", () => {
  assert.equal(refusal(`${T},1,4,0.5,2,10\n${T + 1},1,n/a,0.5,2,10\n`), 'DATA_NOT_A_NUMBER 2: The high is "n/a".');
  assert.equal(refusal(`time,open,high,low,close,volume\n${T},1,4,0.5,2,\n`), 'DATA_NOT_A_NUMBER 2: The volume is "".');
  assert.equal(refusal(`${T},1,4,0.5,2,1e999\n`), 'DATA_NOT_A_NUMBER 1: The volume is "1e999".');
});

test("a cut-off or joined line is named", () => {
  const line = `${T},1,4,0.5,2,10\n`;
  assert.equal(refusal(`${line}${T + 1},1,4`), "DATA_TRUNCATED_FILE 2: The last line ends after 3 of 6 columns.");
  assert.match(refusal(`${line}${T + 1},1,4\n${line}`), /^DATA_WRONG_COLUMN_COUNT 2: It has 3; the first line has 6\./);
  assert.match(refusal(`${line}\n${T + 1},1,4,0.5,2,10,7\n`), /^DATA_WRONG_COLUMN_COUNT 3: It has more than 6/);
});

test("mixed units and text among dates are named", () => {
  assert.match(
    refusal(`${T},1,4,0.5,2,10\n${(T + 1) * 1000},1,4,0.5,2,10\n`),
    /^DATA_MIXED_UNITS 2: The time 1640995200001000/,
  );
  assert.match(refusal("2022-01-01,1,4,0.5,2,10\n2022-01-32,1,4,0.5,2,10\n"), /^DATA_NOT_A_DATE 2: It is "2022-01-32"/);
  assert.match(refusal("tomorrow,1,4,0.5,2,10\n"), /^DATA_NOT_A_DATE 1/);
});

test("an unknown layout says what it found", () => {
  assert.match(
    refusal("when,first,top,bottom,last\n1,2,3,4,5\n"),
    /^DATA_UNKNOWN_COLUMNS 1: The header is when, first/,
  );
  assert.match(refusal("1,2,3\n"), /^DATA_UNKNOWN_COLUMNS 1: It has 3 columns and no header/);
  const row = `${T},1,4,0.5,2,10\n`;
  assert.match(refusal(row, { columns: "time,open,high,low,close" }), /volume exactly once/);
  assert.match(refusal(row, { columns: "time,open,high,low,close,vol" }), /"vol"/);
  assert.match(refusal(row, { columns: "time,open,high,low,close,volume,_" }), /names 7 columns; the file has 6/);
  for (const empty of ["", "\n", "time,open,high,low,close,volume\n"]) assert.match(refusal(empty), /^DATA_EMPTY_FILE/);
});
