import { type Command, InvalidArgumentError, Option } from "commander";
import { examples, outputOf } from "./output.ts";
import { parseSeconds } from "./run/seconds.ts";
import { type SettingOptions, settingOptions } from "./run/overrides.ts";

export interface RunCommandOptions extends SettingOptions {
  readonly mode: "dry-run" | "sandbox" | "live";
  readonly feed: "replay" | "generated";
  readonly speed: number;
  readonly seed: number;
  readonly dataDir: string;
  readonly candles?: string;
  readonly journal: string;
  readonly new?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** `1`, `60`, or `max`. */
function parseSpeed(text: string): number {
  const speed = text === "max" ? Infinity : Number(text);
  if (!(speed > 0)) throw new InvalidArgumentError("It must be a number above 0, or max.");
  return speed;
}

export function register(program: Command): void {
  const command = program
    .command("run")
    .description("run the configured strategies candle by candle, with a journal; fills are simulated in a dry run")
    .addOption(new Option("--mode <mode>", "how real it is").choices(["dry-run", "sandbox", "live"]).default("dry-run"))
    .addOption(
      new Option("--feed <feed>", "where candles come from").choices(["replay", "generated"]).default("replay"),
    )
    .option("--speed <times>", "times faster than the wall clock, or max", parseSpeed, 1)
    .option("--seed <number>", "seed of generated candles", Number, 1);
  settingOptions(command)
    .option("--data-dir <folder>", "folder of the candle store", "data")
    .option("--candles <exchange>", "exchange whose stored candles are replayed (default: the configured exchange)")
    .option("--journal <file>", "the run's journal; a run goes on from where it holds it", "journal/dry-run.db")
    .option("--timeout <seconds>", "leave a strategy out that gives no sign of life for this long", parseSeconds, 30)
    .option("--new", "begin a new run, even where the journal holds one")
    .action(async (options: RunCommandOptions) => {
      const { runCommand } = await import("./dry-run/run-command.ts");
      await runCommand(outputOf(command), options);
    });
  examples(command, [
    ["candlewright run --mode dry-run --feed generated --speed 3600", "an hour a second, on synthetic candles"],
    ["candlewright run --mode dry-run --feed replay --speed max", "the stored candles, as fast as it goes"],
    ["candlewright why BTC/USDT --journal journal/dry-run.db", "why it did what it did last"],
  ]);
}
