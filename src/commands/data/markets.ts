import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";
import { type StoreOptions, storeOption } from "./options.ts";

interface MarketsOptions extends StoreOptions {
  readonly exchange: string;
}

export function register(data: Command): void {
  const command = data
    .command("markets")
    .description("show what an exchange demands of an order and charges for it, and how old that knowledge is")
    .argument("[symbols...]", "without them all that are known");
  storeOption(command)
    .option("--exchange <name>", "exchange", "binance")
    .action(async (symbols: string[], options: MarketsOptions) => {
      const output = outputOf(command);
      const { knownMarkets, marketAgeDays, marketInfo } = await import("../../data/markets/markets.ts");
      const { exchange, dataDir } = options;
      const markets =
        symbols.length === 0
          ? knownMarkets(exchange, dataDir)
          : symbols.map((symbol) => marketInfo(exchange, symbol, dataDir));
      const ageDays = markets.map((market) => marketAgeDays(market, Date.now()));
      output.result(
        markets.map((market, i) => ({ ...market, ageDays: ageDays[i] })),
        () =>
          output.table(
            [
              { title: "symbol" },
              { title: "tick", align: "right" },
              { title: "lot", align: "right" },
              { title: "least order", align: "right" },
              { title: "maker", align: "right" },
              { title: "taker", align: "right" },
              { title: "as of" },
            ],
            markets.map((market, i) => [
              market.symbol,
              decimalText(market.tickSize),
              decimalText(market.lotSize),
              `${market.minNotional} ${market.quote}`,
              `${(market.makerFeeRate * 100).toFixed(2)} %`,
              `${(market.takerFeeRate * 100).toFixed(2)} %`,
              `${market.asOf}, ${ageDays[i]} days ago (${market.source})`,
            ]),
          ),
      );
      if (markets.some((market) => market.source !== "downloaded")) {
        output.note(
          "`candlewright data download` brings the exchange's present rules. Fees are those without any discount.",
        );
      }
    });
  examples(command, [["candlewright data markets BTC/USDT --exchange binance", "tick, lot, least order, fees"]]);
}

/** 0.00001 rather than 1e-5. */
function decimalText(step: number): string {
  return step.toFixed(10).replace(/\.?0+$/, "");
}
