import type { Command } from "commander";
import { Failed } from "../failed.ts";
import { examples, outputOf } from "../output.ts";
import { type RunsOptions, runsOption } from "./options.ts";

interface VerifyOptions extends RunsOptions {
  readonly dataDir: string;
}

export function register(runs: Command): void {
  const command = runs
    .command("verify")
    .argument("[id]", "id of a run, or the beginning of it; the newest without it")
    .description("run it again and compare every trade and every bit of the equity curve")
    .option("--data-dir <folder>", "folder of the candle store", "data");
  runsOption(command).action(async (id: string | undefined, options: VerifyOptions) => {
    const output = outputOf(command);
    const { findRun } = await import("../../monitor/runs/store.ts");
    const { verifyRun } = await import("../../monitor/runs/verify.ts");
    const { sourceOf } = await import("../run/assembly.ts");
    const { watchedBacktest } = await import("../run/backtest-watched.ts");
    const { CandlewrightError } = await import("../../engine/errors.ts");
    const { runErrors } = await import("../../monitor/errors.ts");
    const record = findRun(options.runsDir, id);
    const verification = await verifyRun(record, async (recorded) => {
      const { result, facts } = await watchedBacktest(recorded.settings, {
        dataFolder: options.dataDir,
        ...sourceOf(recorded),
      });
      return { result, ...facts };
    });
    const changes = verification.changes.map((change) => `  ${change}`).join("\n");
    output.result(verification, () =>
      verification.same
        ? `${record.id}: ${output.paint("green", "the same")}, bit for bit (${verification.hash.slice(0, 16)})`
        : `${record.id}: ${output.paint("red", "not the same")} (${verification.recordedHash.slice(0, 16)} then, ${verification.hash.slice(0, 16)} now)\n${changes}`,
    );
    if (verification.same) return;
    output.problem(new CandlewrightError(runErrors.differs, { detail: record.id }));
    throw new Failed();
  });
  examples(command, [["candlewright runs verify", "proves that the newest run can be repeated"]]);
}
