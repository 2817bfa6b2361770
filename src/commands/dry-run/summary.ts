/** What a dry run says when it ends. */
import { minuteText, money, percent } from "../../monitor/report/number-format.ts";
import type { Output } from "../output.ts";
import type { DryRunOutcome } from "./dry-run-task.ts";

export function summaryText(outcome: DryRunOutcome, output: Pick<Output, "paint">): string {
  const { run, instants, time, startingCash, finalEquity, currency, trades, openPositions, refusalCounts } = outcome;
  const change = percent(finalEquity / startingCash - 1);
  const lines = [
    `${output.paint("bold", `Dry run ${run}`)}: ${instants} instants${instants > 0 ? ` to ${minuteText(time)} UTC` : ""}`,
    `Equity ${money(finalEquity, currency)} of ${money(startingCash, currency)} (${change}), ${trades} trades closed`,
  ];
  for (const { symbol, direction, quantity, entryPrice, unrealisedProfit } of openPositions) {
    lines.push(`Open: ${symbol} ${direction} ${quantity} at ${entryPrice}, ${money(unrealisedProfit, currency)}`);
  }
  const refused = refusalCounts.reduce((sum, row) => sum + row.count, 0);
  if (refused > 0)
    lines.push(`Refused signals: ${refused} (${[...new Set(refusalCounts.map(({ code }) => code))].join(", ")})`);
  lines.push("Simulated fills: what an exchange would have given is not known.");
  return lines.join("\n");
}
