import { type Command, Option } from "commander";
import type { ExportFormat } from "../../data/formats/write.ts";
import { examples, outputOf } from "../output.ts";
import { type RangeOptions, rangeOf, rangeOptions, type SeriesOptions, seriesOptions } from "./options.ts";

interface ExportOptions extends SeriesOptions, RangeOptions {
  readonly format: ExportFormat;
  readonly out?: string;
}

export function register(data: Command): void {
  const command = data
    .command("export")
    .description("write stored candles in another format")
    .argument("<symbol>", "BTC/USDT");
  rangeOptions(seriesOptions(command))
    .addOption(
      new Option("--format <format>", "csv, npy (NumPy), freqtrade (its JSON), feather or parquet")
        .choices(["csv", "npy", "freqtrade", "feather", "parquet"])
        .default("csv"),
    )
    .option("--out <file>", "file to write; without it stdout")
    .action(async (symbol: string, options: ExportOptions) => {
      const output = outputOf(command);
      const { openStore } = await import("../../data/store/store.ts");
      const { encodeCandles } = await import("../../data/formats/write.ts");
      const { exchange, timeframe, format, out } = options;
      const candles = openStore(options.dataDir).read({ exchange, symbol, timeframe, ...rangeOf(options) });
      const parts = await encodeCandles(candles, format);
      if (out === undefined) {
        const { pipeline } = await import("node:stream/promises");
        await pipeline(parts, process.stdout, { end: false, signal: output.signal });
        return;
      }
      const { replaceFile } = await import("../../data/store/durable.ts");
      replaceFile(out, [...parts]);
      output.result({ file: out, format, candles: candles.length }, () => `${candles.length} candles in ${out}`);
    });
  examples(command, [
    ["candlewright data export BTC/USDT --timeframe 1h --out btc.csv", "open times in milliseconds, one line a candle"],
    ["candlewright data export BTC/USDT --timeframe 5m --format freqtrade --out BTC_USDT-5m.json", "for freqtrade"],
  ]);
}
