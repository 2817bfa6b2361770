import type { Command } from "commander";
import type { Finding } from "../../data/check.ts";
import type { SeriesName } from "../../data/store/paths.ts";
import { Failed } from "../failed.ts";
import { examples, type Output, outputOf } from "../output.ts";
import { type StoreOptions, storeOption } from "./options.ts";

interface CheckOptions extends StoreOptions {
  readonly exchange?: string;
  readonly timeframe?: string;
  readonly file?: string;
}

interface CheckedSeries {
  readonly series: SeriesName;
  readonly candles: number;
  readonly findings: readonly Finding[];
}

export function register(data: Command): void {
  const command = data
    .command("check")
    .description(
      "find gaps, duplicates, disorder, impossible prices, flat candles and wrong times; exit code 1 for defects",
    )
    .argument("[symbols...]", "symbols to check; without them all that are stored");
  storeOption(command)
    .option("--exchange <name>", "only this exchange")
    .option("--timeframe <length>", "only this timeframe")
    .option("--file <path>", "check a file that is not stored yet, with lines; the names say whose it is")
    .action(async (symbols: string[], options: CheckOptions) => {
      const output = outputOf(command);
      const checked = await (options.file === undefined
        ? checkStored(symbols, options)
        : checkFile(symbols, options, options.file));
      await report(output, checked);
    });
  examples(command, [
    ["candlewright data check BTC/USDT --timeframe 1h", "check one stored series"],
    ["candlewright data check GOOG/USD --exchange stocks --file GOOG.csv", "check a file before its import"],
  ]);
}

async function checkStored(symbols: readonly string[], options: CheckOptions): Promise<CheckedSeries[]> {
  const { openStore } = await import("../../data/store/store.ts");
  const { checkCandles } = await import("../../data/check.ts");
  const { timeframeMs } = await import("../../engine/timeframe.ts");
  const { missingSeries } = await import("../../data/store/missing.ts");
  const store = openStore(options.dataDir);
  const wanted = store
    .list()
    .filter(
      (one) =>
        (symbols.length === 0 || symbols.includes(one.symbol)) &&
        (options.exchange ?? one.exchange) === one.exchange &&
        (options.timeframe ?? one.timeframe) === one.timeframe,
    );
  for (const symbol of symbols) {
    if (wanted.some((one) => one.symbol === symbol)) continue;
    const name = { exchange: options.exchange ?? "binance", symbol, timeframe: options.timeframe ?? "1h" };
    throw missingSeries(options.dataDir, name);
  }
  return wanted.map((series) => {
    const candles = store.read(series);
    return {
      series,
      candles: candles.length,
      findings: checkCandles(candles, timeframeMs(series.timeframe), Date.now()),
    };
  });
}

async function checkFile(symbols: readonly string[], options: CheckOptions, file: string): Promise<CheckedSeries[]> {
  const { judgeFile } = await import("../../data/import.ts");
  const judged = await judgeFile(file, {
    nowMs: Date.now(),
    ...(symbols[0] === undefined ? {} : { symbol: symbols[0] }),
    ...(options.exchange === undefined ? {} : { exchange: options.exchange }),
    ...(options.timeframe === undefined ? {} : { timeframe: options.timeframe }),
  });
  return judged.map(({ series, candles, findings }) => ({ series, candles: candles.length, findings }));
}

async function report(output: Output, checked: readonly CheckedSeries[]): Promise<void> {
  const { countText, findingJson, findingsText, seriesText } = await import("./texts.ts");
  const { isDefect } = await import("../../data/check.ts");
  const json = checked.map(({ series: { exchange, symbol, timeframe }, candles, findings }) => ({
    exchange,
    symbol,
    timeframe,
    candles,
    findings: findings.map(findingJson),
  }));
  output.result(json, () =>
    checked
      .map(({ series, candles, findings }) => {
        const title = `${output.paint("bold", seriesText(series))}: ${countText(candles, "candle")}`;
        return findings.length === 0 ? `${title}, nothing to report` : `${title}\n${findingsText(output, findings)}`;
      })
      .join("\n"),
  );
  if (checked.length === 0) output.note("Nothing is stored that fits.");
  if (checked.some(({ findings }) => findings.some(isDefect))) throw new Failed();
}
