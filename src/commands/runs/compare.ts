import type { Command } from "commander";
import type { Output } from "../output.ts";
import { examples, outputOf } from "../output.ts";
import type { Comparison } from "../../monitor/runs/compare.ts";
import { type RunsOptions, runsOption } from "./options.ts";

export function register(runs: Command): void {
  const command = runs
    .command("compare")
    .argument("<id>", "id of a run, or the beginning of it")
    .argument("<others...>", "runs to compare it with")
    .description("put runs side by side: what differs in settings and data, and in the figures");
  runsOption(command).action(async (id: string, others: string[], options: RunsOptions) => {
    const output = outputOf(command);
    const { findRun } = await import("../../monitor/runs/store.ts");
    const { compareRuns } = await import("../../monitor/runs/compare.ts");
    const comparison = compareRuns([id, ...others].map((each) => findRun(options.runsDir, each)));
    for (const caveat of comparison.caveats) output.warn(caveat);
    const text = await comparisonText(comparison, output);
    output.result(comparison, () => text);
  });
  examples(command, [["candlewright runs compare 3f9c a01b", "two runs, by the digits of their ids"]]);
}

async function comparisonText({ ids, differences, figures }: Comparison, output: Output): Promise<string> {
  const { valueText } = await import("../../monitor/report/number-format.ts");
  const { allMetrics } = await import("../../monitor/metrics/registry.ts");
  const columns = [{ title: "" }, ...ids.map((id) => ({ title: id, align: "right" as const }))];
  const rows = figures.map(({ id, values }) => {
    const metric = allMetrics.find((candidate) => candidate.id === id);
    const unit = metric?.unit ?? "ratio";
    return [
      metric?.name ?? id,
      ...values.map((value) => (value === null ? "n/a" : valueText(value, unit, "").trimEnd())),
    ];
  });
  const changed = differences.map(({ path, values }) => [path, ...values.map((value) => value ?? "")]);
  const parts = [output.table(columns, rows)];
  parts.push(changed.length === 0 ? "Settings, data and versions are the same." : output.table(columns, changed));
  return parts.join("\n\n");
}
