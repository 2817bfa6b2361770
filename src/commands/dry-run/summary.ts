/** What a dry run says when it ends. */
import type { RunResult } from "../../engine/result.ts";
import { minuteText, money, percent } from "../../monitor/report/number-format.ts";
import type { Output } from "../output.ts";
import type { DryRunSession } from "./session.ts";

export function summaryText(session: DryRunSession, result: RunResult, output: Output): string {
  const { startingCash, finalEquity, currency, trades, openPositions, refusalCounts } = result;
  const change = finalEquity / startingCash - 1;
  const lines = [
    `${output.paint("bold", `Dry run ${session.number}`)}: ${session.instants} instants to ${minuteText(session.lastTime)} UTC`,
    `Equity ${money(finalEquity, currency)} of ${money(startingCash, currency)} (${percent(change)}), ${trades.length} trades closed`,
  ];
  for (const position of openPositions) {
    lines.push(
      `Open: ${position.symbol} ${position.direction} ${position.quantity} at ${position.entryPrice}, ${money(position.unrealisedProfit, currency)}`,
    );
  }
  const refused = refusalCounts.reduce((sum, row) => sum + row.count, 0);
  if (refused > 0)
    lines.push(`Refused signals: ${refused} (${[...new Set(refusalCounts.map(({ code }) => code))].join(", ")})`);
  lines.push("Simulated fills: what an exchange would have given is not known.");
  return lines.join("\n");
}
