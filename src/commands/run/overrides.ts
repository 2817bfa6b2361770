/** Settings that a command takes as options: they beat files and environment, and are named as options in errors. */
import type { Command } from "commander";
import type { Override } from "../../config/environment.ts";

export interface SettingOptions {
  readonly strategy?: string;
  readonly symbols?: string[];
  readonly timeframe?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cash?: string;
  readonly fill?: string;
}

export function settingOptions(command: Command): Command {
  return command
    .option("--strategy <name|file>", "shipped strategy, or the path of your own file (with its defaults)")
    .option("--symbols <symbols...>", "symbols instead of those in the settings")
    .option("--timeframe <length>", "timeframe instead of that in the settings")
    .option("--from <date>", "first day or instant to use (UTC)")
    .option("--to <date>", "first day or instant not to use any more (UTC)")
    .option("--cash <amount>", "starting cash")
    .option("--fill <convention>", "fill convention: pessimistic, backtesting.py, freqtrade, signal-close");
}

/** The options as overrides of the settings files. */
export function overridesOf(options: SettingOptions): Override[] {
  const overrides: Override[] = [];
  const set = (source: string, section: Override["section"], path: string, value: unknown) => {
    if (value !== undefined) overrides.push({ source, section, path: [path], value });
  };
  set("--strategy", "strategy", "strategy_name", options.strategy);
  // Another strategy takes other parameters: those in the file belong to the one named there.
  if (options.strategy !== undefined) set("--strategy", "strategy", "parameters", {});
  set("--symbols", "strategy", "symbols", options.symbols);
  set("--timeframe", "strategy", "timeframe", options.timeframe);
  set("--from", "backtest", "from", options.from);
  set("--to", "backtest", "to", options.to);
  set("--cash", "backtest", "starting_cash", options.cash === undefined ? undefined : Number(options.cash));
  set("--fill", "backtest", "fill_convention", options.fill);
  return overrides;
}
