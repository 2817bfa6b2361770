import { type Command, InvalidArgumentError } from "commander";
import { examples, outputOf } from "../output.ts";
import { parseNumber, type RangeOptions, rangeOptions, type StoreOptions, storeOption } from "./options.ts";

interface GenerateCommandOptions extends StoreOptions, RangeOptions {
  readonly timeframe: string;
  readonly seed: number;
  readonly count?: number;
  readonly startPrice: number;
  readonly tickSize: number;
  readonly volatility: number;
  readonly gapChance: number;
}

const DEFAULT_COUNT = 50_000;

export function register(data: Command): void {
  const command = data
    .command("generate")
    .description('make seeded synthetic candles under the exchange name "synthetic"; replaces those made before')
    .argument("<symbols...>", "BTC/USDT ETH/USDT; each gets its own candles");
  rangeOptions(storeOption(command))
    .option("--timeframe <length>", "length of a candle", "15m")
    .option("--seed <number>", "equal seeds give equal candles", parseNumber, 1)
    .option("--count <number>", `number of candles; or give --until (default: ${DEFAULT_COUNT})`, parseCount)
    .option("--start-price <price>", "price at which they begin", parseNumber, 30_000)
    .option("--tick-size <step>", "prices are multiples of it", parseNumber, 0.01)
    .option("--volatility <fraction>", "ordinary volatility of a year: 0.6 is 60 %", parseNumber, 0.6)
    .option("--gap-chance <fraction>", "chance of missing candles before each candle", parseNumber, 0)
    .action(async (symbols: string[], options: GenerateCommandOptions) => {
      const output = outputOf(command);
      const { openStore } = await import("../../data/store/store.ts");
      const { generateCandles } = await import("../../data/synthetic/generate.ts");
      const { SYNTHETIC_EXCHANGE } = await import("../../data/store/paths.ts");
      const { hashCandles } = await import("../../data/hash.ts");
      const { countText, seriesText, timeText } = await import("./texts.ts");
      const { timeframeMs } = await import("../../engine/timeframe.ts");
      const { timeframe, since = Date.parse("2024-01-01"), until, seed, startPrice, tickSize, gapChance } = options;
      const span = until === undefined ? undefined : Math.floor((until - since) / timeframeMs(timeframe));
      const store = openStore(options.dataDir);
      const made = symbols.map((symbol, index) => {
        const candles = generateCandles({
          // Symbols of one command differ, and each stays the same when others are added behind it.
          seed: seed + index * 1_000_003,
          timeframe,
          from: since,
          count: options.count ?? span ?? DEFAULT_COUNT,
          startPrice,
          tickSize,
          annualVolatility: options.volatility,
          gapChance,
        });
        const series = { exchange: SYNTHETIC_EXCHANGE, symbol, timeframe };
        store.remove(series);
        store.write(series, candles);
        return { series, candles };
      });
      const json = made.map(({ series, candles }) => ({
        ...series,
        candles: candles.length,
        seed,
        hash: hashCandles(candles),
      }));
      output.result(json, () =>
        made
          .map(({ series, candles }) => {
            const last = candles.openTime[candles.length - 1];
            return `${output.paint("bold", seriesText(series))}: ${countText(candles.length, "candle")}, ${timeText(candles.openTime[0])} to ${timeText(last)}; synthetic: they say nothing about a market`;
          })
          .join("\n"),
      );
    });
  examples(command, [
    ["candlewright data generate BTC/USDT --timeframe 15m --count 20000", "the same 20,000 candles every time"],
    [
      "candlewright data generate BTC/USDT ETH/USDT --since 2023-01-01 --until 2024-01-01 --seed 7",
      "a year of two symbols",
    ],
  ]);
}

function parseCount(text: string): number {
  const count = parseNumber(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return count;
}
