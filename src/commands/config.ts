import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";

export function register(program: Command): void {
  const config = program.command("config").description("check, show and explain the settings");
  examples(config, [
    ["candlewright config check", "check all settings files; every problem at once"],
    ["candlewright config show --origin", "every value, and which file, variable or default set it"],
    ["candlewright config explain max_drawdown", "meaning, unit, default, range, effect"],
  ]);
  registerCheck(config);
  registerShow(config);
  registerExplain(config);
}

function registerCheck(config: Command): void {
  const command = config
    .command("check")
    .description("check the settings files and the environment")
    .action(async () => {
      const { checkSettings } = await import("./config-show.ts");
      await checkSettings(outputOf(command));
    });
  examples(command, [
    ["candlewright config check", "exit code 0: all is well, 78: it is not"],
    ["candlewright config check --config other --json", "another folder; problems as JSON"],
  ]);
}

function registerShow(config: Command): void {
  const command = config
    .command("show")
    .description("show every setting as it holds now")
    .option("--origin", "with the file and line, variable or default that set it")
    .action(async (options: { origin?: boolean }) => {
      const { showSettings } = await import("./config-show.ts");
      await showSettings(outputOf(command), options.origin === true);
    });
  examples(command, [
    ["candlewright config show", "the settings as they hold now"],
    ["candlewright config show --origin", "and where each one was set"],
  ]);
}

function registerExplain(config: Command): void {
  const command = config
    .command("explain")
    .argument("[key]", "a setting, as it stands in its file; without it all are listed")
    .description("explain a setting: meaning, unit, default, range, effect, and where it is set now")
    .action(async (key: string | undefined) => {
      const { explainSetting, listSettings } = await import("./config-explain.ts");
      await (key === undefined ? listSettings(outputOf(command)) : explainSetting(outputOf(command), key));
    });
  examples(command, [
    ["candlewright config explain", "list every setting"],
    ["candlewright config explain stop_loss_pct", "one setting"],
    ["candlewright config explain risk.max_orders_per_minute", "where two files have a key of the same name"],
  ]);
}
