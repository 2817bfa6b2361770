/** The folder of runs: one folder a run, `runs/<id>/`, with its record, report and trades. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { runErrors } from "../errors.ts";
import type { ChartInput } from "../report/chart-input.ts";
import { REPORT_FORMAT, type Report } from "../report/report.ts";
import { tradesCsv } from "../report/trades-csv.ts";
import { RUN_FORMAT, type RunRecord } from "./record.ts";

/** Written last: a folder without it is a run that was interrupted, and is passed by. */
const RECORD = "run.json";
const REPORT = "report.json";

export const runFiles = { record: RECORD, report: REPORT, trades: "trades.csv", page: "report.html" } as const;

/**
 * Saves a run. Each file is replaced whole, the record last: after a crash at any instant the run is there completely,
 * or as it was before, or not listed. The same run saved again replaces itself.
 * @returns the run's folder
 */
export async function saveRun(
  runsFolder: string,
  record: RunRecord,
  report: Report,
  charts: readonly ChartInput[],
): Promise<string> {
  const { reportHtml } = await import("../report/html/document.ts");
  const folder = join(runsFolder, record.id);
  mkdirSync(folder, { recursive: true });
  replaceFile(folder, runFiles.trades, tradesCsv(report.trades));
  replaceFile(folder, runFiles.page, reportHtml(report, charts));
  replaceFile(folder, REPORT, JSON.stringify(report));
  replaceFile(folder, RECORD, JSON.stringify(record, null, 2));
  return folder;
}

function replaceFile(folder: string, name: string, content: string): void {
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  const file = openSync(temporary, "w");
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, join(folder, name));
}

/** The newest first. Folders without a readable record are left out. */
export function listRuns(runsFolder: string): RunRecord[] {
  const records = folderNames(runsFolder).flatMap((id) => readRecord(runsFolder, id) ?? []);
  return records.sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1));
}

function folderNames(runsFolder: string): string[] {
  try {
    return readdirSync(runsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function readRecord(runsFolder: string, id: string): RunRecord | undefined {
  return readJson(join(runsFolder, id, RECORD), RUN_FORMAT) as RunRecord | undefined;
}

/** What the file holds, if it is whole and says that it has this format. */
function readJson(path: string, format: string): unknown {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    const isOurs = typeof content === "object" && content !== null && "format" in content && content.format === format;
    return isOurs ? content : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The run of this id or beginning of one; the newest where none is given.
 * @throws CandlewrightError RUN_UNKNOWN, RUN_AMBIGUOUS
 */
export function findRun(runsFolder: string, wanted: string | undefined): RunRecord {
  const runs = listRuns(runsFolder);
  if (wanted === undefined) {
    if (runs.length > 0) return runs[0];
    throw new CandlewrightError(runErrors.unknown, {
      detail: `There is no run in ${runsFolder}.`,
      fix: "Make one: candlewright backtest",
    });
  }
  const exact = runs.find(({ id }) => id === wanted);
  if (exact !== undefined) return exact;
  // The digits alone name a run as well: nobody types the strategy's name.
  const found = runs.filter(({ id }) => id.startsWith(wanted) || id.slice(id.lastIndexOf("-") + 1).startsWith(wanted));
  if (found.length === 1) return found[0];
  if (found.length === 0) throw new CandlewrightError(runErrors.unknown, { detail: `Got ${JSON.stringify(wanted)}.` });
  throw new CandlewrightError(runErrors.ambiguous, {
    detail: `${JSON.stringify(wanted)} begins ${found.map(({ id }) => id).join(", ")}.`,
  });
}

/**
 * The report of a saved run.
 * @throws CandlewrightError RUN_DAMAGED
 */
export function loadReport(runsFolder: string, id: string): Report {
  const path = join(runsFolder, id, REPORT);
  const report = readJson(path, REPORT_FORMAT) as Report | undefined;
  if (report === undefined) throw new CandlewrightError(runErrors.damaged, { file: path });
  return report;
}
