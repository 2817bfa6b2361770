import type { Refusal } from "../../engine/result.ts";
import type { RefusalRow } from "./report.ts";

/** Signals that did not become an order, by reason, the most frequent first. */
export function refusalsByReason(refusals: readonly Refusal[]): RefusalRow[] {
  const rows = [...Map.groupBy(refusals, (refusal) => refusal.code)].map(([code, group]) => {
    const last = group.reduce((latest, refusal) => (refusal.time >= latest.time ? refusal : latest));
    return {
      code,
      count: group.length,
      symbols: [...new Set(group.map((refusal) => refusal.symbol))].sort(),
      lastTime: last.time,
      lastDetail: last.detail,
    };
  });
  return rows.sort((left, right) => right.count - left.count || (left.code < right.code ? -1 : 1));
}
