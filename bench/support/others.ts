/** Other strategies for the process to have run: shipped ones, with the indicators and rules that the crossover lacks. */
import type { CandleColumns } from "../../src/engine/candles.ts";
import { NO_ADDING, NO_PROTECTION } from "../../src/engine/limits.ts";
import { strategyCatalogue } from "../../src/commands/strategy-catalogue.ts";
import { instantiate } from "../../src/strategies/instantiate.ts";
import { runOver } from "./crossover.ts";

const OTHERS = ["rsi_reversal", "macd_trend", "bollinger_reversion", "supertrend", "grid"] as const;

export async function runOthers(candles: CandleColumns, count: number): Promise<void> {
  for (const name of OTHERS.slice(0, count)) {
    const found = await strategyCatalogue.find(name);
    if (found === undefined) throw new Error(`${name} is shipped no more`);
    const instance = instantiate(found, {
      name,
      parameters: {},
      symbols: ["A/USDT"],
      timeframe: "1m",
      capitalAllocation: 0.5,
      protection: { ...NO_PROTECTION, trailingStop: 0.02, timeStopCandles: 500 },
      adding: NO_ADDING,
      sizing: { rule: "fraction_of_equity" },
    });
    runOver(instance, candles);
  }
}
