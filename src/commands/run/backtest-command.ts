/** What `candlewright backtest` does, once its options are read. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChartInput } from "../../monitor/report/chart-input.ts";
import type { Report } from "../../monitor/report/report.ts";
import type { BacktestCommandOptions } from "../backtest.ts";
import { errorEnvelope } from "../error-printing.ts";
import { Failed } from "../failed.ts";
import type { Output } from "../output.ts";
import { reportText } from "../report-text.ts";
import { settingsOf } from "../settings.ts";
import { fromPlain } from "../watch/error-transfer.ts";
import type { Wanted } from "./assembly.ts";
import type { BacktestOutcome } from "./backtest-task.ts";
import { watchedBacktest } from "./backtest-watched.ts";
import { overridesOf } from "./overrides.ts";

/** A market's rules older than this are worth a word. */
const STALE_DAYS = 90;
const DAY_MS = 86_400_000;

export async function runBacktestCommand(output: Output, options: BacktestCommandOptions): Promise<void> {
  const { settings } = await settingsOf(output, { mode: "backtest", overrides: overridesOf(options) });
  const { report, charts, ...done } = await watchedBacktest(settings, {
    dataFolder: options.dataDir,
    candlesOf: options.candles ?? settings.exchange.exchange,
    ...(options.drillDown === undefined ? {} : { drillDown: options.drillDown }),
    wanted: wantedOf(output, options),
    timeoutMs: options.timeout * 1000,
  });
  const stopped = done.stopped.map(({ errors, ...where }) => ({ ...where, ...errorEnvelope(fromPlain(errors)) }));
  output.result({ ...report, stopped }, () => reportText(report, output));
  for (const { errors } of done.stopped) output.problem(fromPlain(errors));
  for (const market of done.markets) {
    const days = Math.floor((Date.now() - Date.parse(market.asOf)) / DAY_MS);
    if (market.source === "assumed")
      output.warn(
        `The rules and fees of ${market.symbol} are assumed: nothing is known of this market. Fix: candlewright data download --markets`,
      );
    else if (days > STALE_DAYS)
      output.note(
        `Rules and fees of ${market.symbol}: ${market.source}, of ${market.asOf}, ${days} days old. Refresh: candlewright data download`,
      );
  }
  if (options.trades !== undefined) {
    const { tradesCsv } = await import("../../monitor/report/trades-csv.ts");
    writeFileSync(options.trades, tradesCsv(report.trades));
  }
  if (options.html !== undefined) {
    const { reportHtml } = await import("../../monitor/report/html/document.ts");
    writeFileSync(options.html, reportHtml(report, charts));
    output.note(`Page: ${options.html}`);
  }
  if (options.save) await record(output, options, done, report, charts);
  // The report stands, but it is not the report of what was asked for: scripts must not take it for that.
  if (done.stopped.length > 0) throw new Failed();
}

function wantedOf(output: Output, { save, html, trades }: BacktestCommandOptions): Wanted {
  if (save || html !== undefined) return "everything";
  return output.json || trades !== undefined ? "figures" : "text";
}

async function record(
  output: Output,
  options: BacktestCommandOptions,
  done: Pick<BacktestOutcome, "facts" | "result">,
  report: Report,
  charts: readonly ChartInput[],
): Promise<void> {
  const { recordRun } = await import("../../monitor/runs/record.ts");
  const { runFiles, saveRun } = await import("../../monitor/runs/store.ts");
  const made = recordRun(done.facts, done.result, report, new Date());
  const folder = await saveRun(options.runsDir, made, report, charts);
  output.note(`Run: ${made.id}. Page: ${join(folder, runFiles.page)}`);
}
