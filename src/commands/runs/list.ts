import type { Command } from "commander";
import type { RunRecord } from "../../monitor/runs/record.ts";
import { examples, outputOf } from "../output.ts";
import { type RunsOptions, runsOption } from "./options.ts";

export function register(runs: Command): void {
  const command = runs.command("list").description("show the recorded runs, the newest first");
  runsOption(command).action(async (options: RunsOptions) => {
    const output = outputOf(command);
    const { listRuns } = await import("../../monitor/runs/store.ts");
    const { minuteText, percent } = await import("../../monitor/report/number-format.ts");
    const records = listRuns(options.runsDir);
    const share = (value: number | null): string => (value === null ? "n/a" : percent(value, 1));
    const row = ({ id, createdAt, settings, data, figures }: RunRecord): string[] => [
      id,
      minuteText(Date.parse(createdAt)),
      `${[...new Set(settings.strategies.flatMap(({ symbols }) => symbols))].join(", ")}${data.some(({ synthetic }) => synthetic) ? " (synthetic)" : ""}`,
      [...new Set(settings.strategies.map(({ timeframe }) => timeframe))].join(", "),
      share(figures.total_return),
      share(figures.benchmark_return),
      share(figures.max_drawdown),
      String(figures.trade_count ?? 0),
    ];
    output.result(records, () =>
      records.length === 0
        ? `There is no run in ${options.runsDir}. Make one: candlewright backtest`
        : output.table(
            [
              { title: "id" },
              { title: "made (UTC)" },
              { title: "symbols" },
              { title: "timeframe", align: "right" },
              { title: "return", align: "right" },
              { title: "buy & hold", align: "right" },
              { title: "drawdown", align: "right" },
              { title: "trades", align: "right" },
            ],
            records.map(row),
          ),
    );
  });
  examples(command, [["candlewright runs list --json", "the same for a program"]]);
}
