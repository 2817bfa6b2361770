import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";
import { type RunsOptions, runsOption } from "./runs/options.ts";

interface WhyOptions extends RunsOptions {
  readonly at?: string;
  readonly run?: string;
  readonly journal?: string;
  readonly dataDir: string;
}

export function register(program: Command): void {
  const command = program
    .command("why")
    .description(
      "explain what a strategy did at a candle: conditions with their values, and the way from signal to order",
    )
    .argument("<symbol>", "BTC/USDT")
    .option("--at <time>", "instant in UTC, 2024-01-31T12:15; the last candle without it")
    .option("--run <id>", "recorded backtest to ask; the newest without it")
    .option("--journal <file>", "dry run to ask, instead of a backtest")
    .option("--data-dir <folder>", "folder of the candle store", "data");
  runsOption(command).action(async (symbol: string, options: WhyOptions) => {
    const output = outputOf(command);
    const { explain } = await import("./why/explain.ts");
    const { explanationText } = await import("./why/explain-text.ts");
    const { inputsOfJournal, inputsOfRun } = await import("./why/source.ts");
    const { instantFrom } = await import("./why/instant.ts");
    const time = options.at === undefined ? Infinity : instantFrom(options.at);
    const source =
      options.journal === undefined
        ? inputsOfRun(options.runsDir, options.run, options.dataDir)
        : inputsOfJournal(options.journal, options.dataDir);
    const { about, inputs } = await source;
    const explanation = explain(inputs, symbol, time);
    output.note(`Asked: ${about}`);
    output.result(explanation, () => explanationText(explanation, output));
  });
  examples(command, [
    ["candlewright why BTC/USDT", "the last candle of the newest backtest"],
    ["candlewright why BTC/USDT --at 2024-03-05T14:30", "a candle that you saw in the report"],
    ["candlewright why BTC/USDT --journal journal/dry-run.db", "the last candle of a dry run"],
  ]);
}
