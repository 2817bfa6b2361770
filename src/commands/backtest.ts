import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";
import { type SettingOptions, settingOptions } from "./run/overrides.ts";
import { parseSeconds } from "./run/seconds.ts";
import { runsOption, type RunsOptions } from "./runs/options.ts";

export interface BacktestCommandOptions extends SettingOptions, RunsOptions {
  readonly dataDir: string;
  readonly candles?: string;
  readonly drillDown?: string;
  readonly html?: string;
  readonly trades?: string;
  readonly save: boolean;
  readonly timeout: number;
}

export function register(program: Command): void {
  const command = program
    .command("backtest")
    .description("run the configured strategies over stored candles and report what came of it");
  settingOptions(command)
    .option("--data-dir <folder>", "folder of the candle store", "data")
    .option(
      "--candles <exchange>",
      "exchange whose stored candles are used; synthetic for generated ones (default: the configured exchange)",
    )
    .option("--drill-down <timeframe>", "finer stored candles that decide where one candle holds both stop and target")
    .option("--html <file>", "also write the report page here")
    .option("--trades <file>", "also write the trades as CSV here")
    .option("--no-save", "record no run")
    .option(
      "--timeout <seconds>",
      "give up on a strategy of your own that gives no sign of life for this long",
      parseSeconds,
      30,
    );
  runsOption(command).action(async (options: BacktestCommandOptions) => {
    const { runBacktestCommand } = await import("./run/backtest-command.ts");
    await runBacktestCommand(outputOf(command), options);
  });
  examples(command, [
    ["candlewright backtest", "the settings in config/ on the stored candles"],
    [
      "candlewright backtest --strategy rsi_reversal --symbols ETH/USDT --timeframe 1h",
      "another strategy, with its defaults",
    ],
    ["candlewright backtest --strategy ./my_strategy.ts --from 2024-01-01", "a strategy of your own"],
    ["candlewright backtest --json > report.json", "the whole report as data"],
  ]);
}
