import type { Refusal, RefusalCount } from "../../engine/result.ts";
import type { RefusalRow } from "./report.ts";

/**
 * Signals that did not become an order, by reason, the most frequent first.
 * @param counts of all of them
 * @param kept the ones recorded in detail, which may be fewer
 */
export function refusalsByReason(counts: readonly RefusalCount[], kept: readonly Refusal[]): RefusalRow[] {
  const rows = [...Map.groupBy(counts, ({ code }) => code)].map(([code, group]) => {
    const example = kept.findLast((refusal) => refusal.code === code);
    return {
      code,
      count: group.reduce((total, { count }) => total + count, 0),
      symbols: [...new Set(group.map(({ symbol }) => symbol))].sort(),
      exampleTime: example?.time ?? null,
      exampleDetail: example?.detail ?? "",
    };
  });
  return rows.sort((left, right) => right.count - left.count || (left.code < right.code ? -1 : 1));
}
