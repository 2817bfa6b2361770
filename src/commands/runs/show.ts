import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";
import { type RunsOptions, runsOption } from "./options.ts";

export function register(runs: Command): void {
  const command = runs
    .command("show")
    .argument("[id]", "id of a run, or the beginning of it; the newest without it")
    .description("print the report of a recorded run");
  runsOption(command).action(async (id: string | undefined, options: RunsOptions) => {
    const output = outputOf(command);
    const { findRun, loadReport, runFiles } = await import("../../monitor/runs/store.ts");
    const { reportText } = await import("../report-text.ts");
    const record = findRun(options.runsDir, id);
    const report = loadReport(options.runsDir, record.id);
    output.result(report, () => reportText(report, output));
    output.note(`The page: ${options.runsDir}/${record.id}/${runFiles.page}`);
  });
  examples(command, [
    ["candlewright runs show", "the report of the newest run"],
    ["candlewright runs show 3f9c --json", "the report as data, of the run whose id has these digits"],
  ]);
}
