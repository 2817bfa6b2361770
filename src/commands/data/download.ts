import type { Command } from "commander";
import type { DownloadResult } from "../../data/download/download.ts";
import type { CandleSource } from "../../data/download/source.ts";
import type { MarketInfo } from "../../data/markets/market-info.ts";
import type { CandleStore } from "../../data/store/store.ts";
import { examples, type Output, outputOf } from "../output.ts";
import { type RangeOptions, rangeOf, rangeOptions, type SeriesOptions, seriesOptions } from "./options.ts";

interface DownloadCommandOptions extends SeriesOptions, RangeOptions {
  readonly baseUrl?: string;
}

export function register(data: Command): void {
  const command = data
    .command("download")
    .description(
      "fetch candles from an exchange: only what is missing, only closed ones; an interrupted download goes on",
    )
    .argument("<symbols...>", "BTC/USDT ETH/USDT");
  rangeOptions(seriesOptions(command))
    .option("--base-url <url>", "reach the exchange at this address instead of its usual one")
    .addHelpText(
      "after",
      "\nWithout --since a new series begins a year ago; a stored one is brought up to the present.\n--timeframe takes several: 15m,1h. binance and coinbase are built in, others need ccxt.",
    )
    .action(async (symbols: string[], options: DownloadCommandOptions) => {
      const output = outputOf(command);
      const { openSource } = await import("../../data/download/sources.ts");
      const { openStore } = await import("../../data/store/store.ts");
      const source = await openSource(options.exchange, {
        signal: output.signal,
        onWait: (ms, reason) => output.note(`Waiting ${Math.ceil(ms / 1000)} s: ${reason}.`),
        ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
      });
      const store = openStore(options.dataDir);
      const results: DownloadResult[] = [];
      for (const symbol of symbols) {
        for (const timeframe of options.timeframe.split(",")) {
          results.push(await downloadOne(output, source, store, symbol, timeframe, options));
        }
      }
      await report(output, results, await refreshMarkets(source, store, symbols));
    });
  examples(command, [
    ["candlewright data download BTC/USDT --timeframe 15m --since 2024-01-01", "from Binance, to the present"],
    ["candlewright data download BTC/USD ETH/USD --exchange coinbase --timeframe 1h,1d", "two symbols, two timeframes"],
  ]);
}

async function downloadOne(
  output: Output,
  source: CandleSource,
  store: CandleStore,
  symbol: string,
  timeframe: string,
  range: RangeOptions,
): Promise<DownloadResult> {
  const { downloadSeries } = await import("../../data/download/download.ts");
  const series = { exchange: source.exchange, symbol, timeframe };
  const bar = output.interactive ? await progressBar(`${symbol} ${timeframe}`) : undefined;
  try {
    return await downloadSeries(source, store, series, {
      ...rangeOf(range),
      signal: output.signal,
      onProgress: ({ total, done }) => {
        if (bar !== undefined) bar(Math.round(total), Math.round(done));
        else if (done === 0 && total > 0) output.note(`${symbol} ${timeframe}: ${Math.round(total)} candles to fetch`);
      },
    });
  } catch (error) {
    if (output.signal.aborted) output.note("Stopped. What came is stored; the same command goes on from there.");
    throw error;
  } finally {
    bar?.();
  }
}

/** @returns draws the bar; called without numbers it ends it */
async function progressBar(name: string): Promise<(total?: number, done?: number) => void> {
  const { default: progress } = await import("cli-progress");
  const format = `${name} {bar} {percentage}%  {value}/{total} candles  {eta_formatted} left`;
  const bar = new progress.SingleBar({ format, hideCursor: true, etaBuffer: 50 }, progress.Presets.shades_classic);
  let started = false;
  return (total, done = 0) => {
    if (total === undefined) bar.stop();
    else if (started) bar.update(done);
    else {
      started = true;
      bar.start(total, done);
    }
  };
}

async function refreshMarkets(
  source: CandleSource,
  store: CandleStore,
  symbols: readonly string[],
): Promise<readonly MarketInfo[]> {
  const { writeMarkets } = await import("../../data/markets/markets.ts");
  const markets = await source.fetchMarkets(symbols);
  writeMarkets(store.root, source.exchange, markets);
  return markets;
}

async function report(
  output: Output,
  results: readonly DownloadResult[],
  markets: readonly MarketInfo[],
): Promise<void> {
  const { countText, seriesText } = await import("./texts.ts");
  const json = { series: results.map(({ series, ...counts }) => ({ ...series, ...counts })), markets };
  output.result(json, () =>
    [
      ...results.map(({ series, added, replaced, pages }) => {
        const title = output.paint("bold", seriesText(series));
        if (pages === 0) return `${title}: nothing was missing`;
        return `${title}: ${countText(added, "candle")} added, ${replaced} replaced, in ${countText(pages, "request")}`;
      }),
      ...markets.map(
        ({ symbol, tickSize, lotSize, minNotional, quote }) =>
          `${symbol}: tick ${tickSize}, lot ${lotSize}, least order ${minNotional} ${quote}`,
      ),
    ].join("\n"),
  );
}
