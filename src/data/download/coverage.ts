/**
 * Which stretches of time the exchange has answered for a series, so that a download goes on where it stopped and
 * does not ask again for gaps that are the market's own. Lies beside the month files as `coverage.json`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CandleColumns } from "../../engine/candles.ts";
import { replaceFile } from "../store/durable.ts";
import { listMonths } from "../store/list.ts";
import { COVERAGE_FILE, nextMonthMs } from "../store/paths.ts";

/** From (inclusive) to (exclusive), milliseconds UTC. */
export type Interval = readonly [from: number, to: number];

/**
 * What was answered, as far as its months are still there: someone who deletes a month's file wants it again.
 * An unreadable file counts as none; the worst that follows is asking twice.
 */
export function readCoverage(seriesPath: string): Interval[] {
  const path = join(seriesPath, COVERAGE_FILE);
  if (!existsSync(path)) return [];
  try {
    const intervals = JSON.parse(readFileSync(path, "utf8")) as Interval[];
    const months = listMonths(seriesPath).map((name): Interval => {
      const start = Date.parse(`${name.slice(0, 7)}-01T00:00:00Z`);
      return [start, nextMonthMs(start)];
    });
    return intersection(intervals, union(months));
  } catch {
    return [];
  }
}

export function writeCoverage(seriesPath: string, intervals: readonly Interval[]): void {
  replaceFile(join(seriesPath, COVERAGE_FILE), [Buffer.from(`${JSON.stringify(intervals)}\n`)]);
}

/** The stretches in which candles follow one another without a gap. */
export function stretchesOf(candles: CandleColumns, lengthMs: number): Interval[] {
  const stretches: Interval[] = [];
  for (let first = 0, i = 1; i <= candles.length; i++) {
    if (i < candles.length && candles.openTime[i] - candles.openTime[i - 1] === lengthMs) continue;
    stretches.push([candles.openTime[first], candles.openTime[i - 1] + lengthMs]);
    first = i;
  }
  return stretches;
}

/** Joined where they touch or overlap, ascending. */
export function union(intervals: readonly Interval[]): Interval[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** What lies in intervals of both. */
export function intersection(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common = a.flatMap(([from, to]) =>
    b.map(([start, end]): Interval => [Math.max(from, start), Math.min(to, end)]),
  );
  return union(common.filter(([from, to]) => to > from));
}

/** What of [from, to) no interval covers. */
export function uncovered(from: number, to: number, intervals: readonly Interval[]): Interval[] {
  const missing: Interval[] = [];
  let at = from;
  for (const [start, end] of union(intervals)) {
    if (end <= at) continue;
    if (start >= to) break;
    if (start > at) missing.push([at, start]);
    at = end;
  }
  if (at < to) missing.push([at, to]);
  return missing;
}
