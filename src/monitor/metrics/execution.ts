/** What became of signals and orders. Latency and live slippage join here once there are real fills to measure. */
import type { RunResult } from "../../engine/result.ts";
import { type Metric, notDefined } from "./metric.ts";

export function refusalTotal({ refusalCounts }: RunResult): number {
  return refusalCounts.reduce((total, { count }) => total + count, 0);
}

const always = { family: "execution", unit: "count", minimum: { count: 0, of: "fills" } } as const;

export const executionMetrics: readonly Metric[] = [
  {
    ...always,
    id: "orders",
    name: "Orders",
    formula: "number of orders",
    convention: "protective orders included",
    compute: ({ result }) => result.totals.orders,
  },
  {
    ...always,
    id: "fills",
    name: "Fills",
    formula: "number of fills",
    convention: "an order filled in two parts has two",
    compute: ({ result }) => result.totals.fills,
  },
  {
    ...always,
    id: "refused_signals",
    name: "Refused signals",
    formula: "number of signals that did not become an order",
    convention: "each with its reason in the table of refusals",
    compute: ({ result }) => refusalTotal(result),
  },
  {
    ...always,
    id: "average_fill",
    name: "Average fill",
    unit: "currency",
    formula: "traded notional / fills",
    convention: "compare it with the exchange's minimum notional and the depth of the market",
    compute: ({ result: { totals } }) =>
      totals.fills === 0 ? notDefined("nothing was filled") : totals.tradedNotional / totals.fills,
  },
];
