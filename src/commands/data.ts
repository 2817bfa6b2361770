import type { Command } from "commander";
import * as check from "./data/check.ts";
import * as download from "./data/download.ts";
import * as exporting from "./data/export.ts";
import * as generate from "./data/generate.ts";
import * as importing from "./data/import.ts";
import * as list from "./data/list.ts";
import * as markets from "./data/markets.ts";
import * as resample from "./data/resample.ts";
import { examples } from "./output.ts";

export function register(program: Command): void {
  const data = program.command("data").description("get, check and convert candles");
  for (const verb of [download, importing, generate, list, check, resample, exporting, markets]) verb.register(data);
  examples(data, [
    ["candlewright data download BTC/USDT --timeframe 15m", "a year of candles from Binance"],
    ["candlewright data import BTCUSDT-1h-2024-01.zip", "bring a Binance dump into the store"],
    ["candlewright data generate BTC/USDT --timeframe 15m --since 2024-01-01", "make synthetic candles"],
    ["candlewright data list", "show what is stored"],
  ]);
}
