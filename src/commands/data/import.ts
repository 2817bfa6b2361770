import { Option, type Command } from "commander";
import type { ImportedFile } from "../../data/import.ts";
import type { TimeUnit } from "../../data/formats/time.ts";
import { examples, type Output, outputOf } from "../output.ts";
import { type StoreOptions, storeOption } from "./options.ts";

interface ImportCommandOptions extends StoreOptions {
  readonly exchange?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly columns?: string;
  readonly timeUnit?: TimeUnit;
}

export function register(data: Command): void {
  const command = data
    .command("import")
    .description(
      "bring candle files into the store: Binance dumps, CSV, JSON (freqtrade, Coinbase), NumPy, feather, parquet, also .gz and .zip",
    )
    .argument("<files...>", "files to import; what their names or contents tell need not be said");
  storeOption(command)
    .option("--exchange <name>", "exchange whose candles these are")
    .option("--symbol <symbol>", "their symbol: BTC/USDT")
    .option("--timeframe <length>", "length of a candle: 15m")
    .option("--columns <names>", "columns in their order, _ to skip one: time,open,close,high,low,volume is Bitfinex's")
    .addOption(
      new Option("--time-unit <unit>", "unit of the times, where it can't be told").choices(["s", "ms", "us", "ns"]),
    )
    .action(async (files: string[], options: ImportCommandOptions) => {
      const output = outputOf(command);
      const { openStore } = await import("../../data/store/store.ts");
      const { importFile } = await import("../../data/import.ts");
      const { dataDir, ...rest } = options;
      const store = openStore(dataDir);
      const imported: ImportedFile[] = [];
      for (const [index, file] of files.entries()) {
        if (output.signal.aborted) break;
        if (files.length > 1) output.note(`[${index + 1}/${files.length}] ${file}`);
        imported.push(...(await importFile(store, file, { ...importOptions(rest), nowMs: Date.now() })));
      }
      await report(output, imported);
    });
  examples(command, [
    ["candlewright data import BTCUSDT-15m-2024-*.zip", "Binance's monthly dumps: name and content tell the rest"],
    ["candlewright data import GOOG.csv --exchange stocks --symbol GOOG/USD", "a CSV with a header"],
    [
      "candlewright data import btc.csv --exchange bitfinex --symbol BTC/USD --columns time,open,close,high,low,volume",
      "a CSV in Bitfinex's order",
    ],
  ]);
}

/** Only what was given: the import tells an absent option from an empty one. */
function importOptions(options: Omit<ImportCommandOptions, "dataDir">) {
  const { exchange, symbol, timeframe, columns, timeUnit } = options;
  return {
    ...(exchange === undefined ? {} : { exchange }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(timeframe === undefined ? {} : { timeframe }),
    ...(columns === undefined ? {} : { columns }),
    ...(timeUnit === undefined ? {} : { timeUnit }),
  };
}

async function report(output: Output, imported: readonly ImportedFile[]): Promise<void> {
  const { countText, findingJson, findingsText, seriesText, timeText } = await import("./texts.ts");
  const json = imported.map(({ file, series, candles, findings, result }) => ({
    file,
    ...series,
    candles: candles.length,
    ...result,
    findings: findings.map(findingJson),
  }));
  output.result(json, () =>
    imported
      .map(({ file, series, candles, findings, result }) => {
        const { added, replaced, unchanged } = result;
        const extent =
          candles.length === 0
            ? ""
            : `, ${timeText(candles.openTime[0])} to ${timeText(candles.openTime[candles.length - 1])}`;
        const lines = [
          `${output.paint("bold", seriesText(series))} from ${file}: ${countText(candles.length, "candle")}${extent}`,
          `  ${added} added, ${replaced} replaced, ${unchanged} unchanged`,
        ];
        return (findings.length === 0 ? lines : [...lines, findingsText(output, findings)]).join("\n");
      })
      .join("\n"),
  );
}
