/** How data commands write times, series and findings. */
import { FINDING_KINDS, type Finding, type FindingKind, isDefect } from "../../data/check.ts";
import type { SeriesName } from "../../data/store/paths.ts";
import type { Output } from "../output.ts";

/** `2024-01-31 12:00`, UTC. */
export function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}

export function countText(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

export function seriesText({ exchange, symbol, timeframe }: SeriesName): string {
  return `${exchange} ${symbol} ${timeframe}`;
}

const SHOWN_PER_KIND = 5;

/** The findings by kind, the first few of each in full. */
export function findingsText(output: Output, findings: readonly Finding[]): string {
  const lines: string[] = [];
  for (const kind of Object.keys(FINDING_KINDS) as FindingKind[]) {
    const found = findings.filter((finding) => finding.kind === kind);
    if (found.length === 0) continue;
    const candles = found.reduce((sum, finding) => sum + finding.count, 0);
    const title = `${kind}: ${countText(candles, "candle")} in ${countText(found.length, "place")}`;
    lines.push(`  ${output.paint(isDefect(found[0]) ? "red" : "yellow", title)} (${FINDING_KINDS[kind].about})`);
    const shown = output.verbose ? found : found.slice(0, SHOWN_PER_KIND);
    for (const finding of shown) lines.push(`    ${placeText(finding)}`);
    if (shown.length < found.length)
      lines.push(`    ... and ${found.length - shown.length} more (--verbose shows all)`);
  }
  return lines.join("\n");
}

function placeText({ from, to, count, detail }: Finding): string {
  const place = from === to ? timeText(from) : `${timeText(from)} to ${timeText(to)} (${count})`;
  return detail === undefined ? place : `${place}: ${detail}`;
}

/** Finding with readable times, for --json. */
export function findingJson({ from, to, ...rest }: Finding): object {
  return { ...rest, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
