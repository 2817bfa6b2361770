import type { Command } from "commander";
import type { SeriesName } from "../../data/store/paths.ts";
import type { CandleStore } from "../../data/store/store.ts";
import { type CandleColumns, emptyCandles } from "../../engine/candles.ts";
import { examples, outputOf } from "../output.ts";
import { type SeriesOptions, seriesOptions } from "./options.ts";

interface ResampleOptions extends SeriesOptions {
  readonly to: string;
  readonly dropIncomplete?: true;
}

export function register(data: Command): void {
  const command = data
    .command("resample")
    .description("make longer candles from stored ones and store them; candles that are stored already stand")
    .argument("<symbol>", "BTC/USDT");
  seriesOptions(command)
    .requiredOption("--to <length>", "timeframe to make: a multiple of --timeframe")
    .option("--drop-incomplete", "leave out candles in which stored ones are missing")
    .action(async (symbol: string, options: ResampleOptions) => {
      const output = outputOf(command);
      const { openStore } = await import("../../data/store/store.ts");
      const { resampleCandles } = await import("../../data/resample.ts");
      const { mergeCandles } = await import("../../data/merge.ts");
      const { countText, seriesText, timeText } = await import("./texts.ts");
      const { exchange, timeframe, to } = options;
      const store = openStore(options.dataDir);
      const source = store.read({ exchange, symbol, timeframe });
      const { candles, incomplete } = resampleCandles(source, timeframe, to, options.dropIncomplete);
      const series = { exchange, symbol, timeframe: to };
      const kept = candlesOf(store, series);
      const { candles: merged, replaced: differing } = mergeCandles(candles, kept);
      const { added } = store.write(series, merged);
      const incompleteTimes = incomplete.map((time) => new Date(time).toISOString());
      output.result({ ...series, candles: candles.length, added, differing, incomplete: incompleteTimes }, () => {
        const title = `${output.paint("bold", seriesText(series))}: ${countText(candles.length, "candle")} made of ${timeframe}, ${added} of them new`;
        const lines = [title];
        if (differing > 0)
          lines.push(`  ${countText(differing, "candle")} stored before differ from these and were kept`);
        if (incomplete.length === 0) return lines.join("\n");
        const first = incomplete.slice(0, 5).map(timeText).join(", ");
        lines.push(
          `  ${countText(incomplete.length, "candle")} made although some ${timeframe} are missing: ${first}${incomplete.length > 5 ? ", ..." : ""}`,
        );
        return lines.join("\n");
      });
    });
  examples(command, [["candlewright data resample BTC/USDT --timeframe 1h --to 4h", "four-hour candles from hours"]]);
}

/** What is stored of the series that is to be made: the exchange's own candles are better than ours. */
function candlesOf(store: CandleStore, series: SeriesName): CandleColumns {
  const isThere = store
    .list()
    .some(
      (one) => one.exchange === series.exchange && one.symbol === series.symbol && one.timeframe === series.timeframe,
    );
  return isThere ? store.read(series) : emptyCandles(0);
}
