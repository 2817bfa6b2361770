/** What `candlewright run` does, once its options are read. */
import { CandlewrightError } from "../../engine/errors.ts";
import { usageErrors } from "../errors.ts";
import type { Output } from "../output.ts";
import type { RunCommandOptions } from "../run.ts";
import { overridesOf } from "../run/overrides.ts";
import { settingsOf } from "../settings.ts";
import { fromPlain } from "../watch/error-transfer.ts";
import type { DryRunMessage } from "./dry-run-task.ts";
import { summaryText } from "./summary.ts";
import { watchedDryRun } from "./watched-dry-run.ts";

export async function runCommand(output: Output, options: RunCommandOptions): Promise<void> {
  if (options.mode !== "dry-run") {
    throw new CandlewrightError(usageErrors.badValue, {
      path: "--mode",
      detail: `${options.mode} is not there yet: orders on an exchange come with a later version.`,
      fix: "Use --mode dry-run.",
    });
  }
  const { settings } = await settingsOf(output, { mode: "dry-run", overrides: overridesOf(options) });
  const request = {
    settings,
    options: {
      dataFolder: options.dataDir,
      feed: options.feed,
      speed: options.speed,
      seed: options.seed,
      candlesOf: options.candles ?? settings.exchange.exchange,
      journal: options.journal,
      isNew: options.new === true,
    },
  };
  const tell = (message: DryRunMessage) => {
    if ("status" in message) output.redraw(message.status);
    else {
      output.redraw("");
      if ("note" in message) output.note(message.note);
      else output.problem(fromPlain(message.problem));
    }
  };
  const outcome = await watchedDryRun(request, tell, output.signal, options.timeout * 1000);
  output.redraw("");
  output.result(outcome, () => summaryText(outcome, output));
}
