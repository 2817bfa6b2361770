/** What trading cost, and how much of it the strategy would bear. */
import type { RunResult } from "../../engine/result.ts";
import { type Metric, notDefined } from "./metric.ts";

const BASIS_POINTS = 10_000;
const always = { family: "costs", minimum: { count: 0, of: "fills" } } as const;
const traded = { family: "costs", minimum: { count: 1, of: "fills" } } as const;

export function totalCost({ totals }: RunResult): number {
  return totals.fees + totals.slippageCost;
}

/** Profit as it would have been had the same fills cost nothing. */
export function profitBeforeCosts(result: RunResult): number {
  return result.finalEquity - result.startingCash + totalCost(result);
}

export const costMetrics: readonly Metric[] = [
  {
    ...always,
    id: "fees",
    name: "Fees",
    unit: "currency",
    formula: "sum of fees",
    convention: "all fills, open positions included",
    compute: ({ result }) => result.totals.fees,
  },
  {
    ...always,
    id: "slippage_cost",
    name: "Slippage and spread",
    unit: "currency",
    formula: "sum |fill price - undisturbed price| * quantity",
    convention: "as modelled by the fill convention",
    compute: ({ result }) => result.totals.slippageCost,
  },
  {
    ...traded,
    id: "cost_of_turnover",
    name: "Cost of turnover",
    unit: "basis points",
    formula: "(fees + slippage) / traded notional",
    convention: "one way: a round trip pays it twice",
    compute: ({ result }) => (totalCost(result) / result.totals.tradedNotional) * BASIS_POINTS,
  },
  {
    ...traded,
    id: "break_even_cost",
    name: "Break-even cost",
    unit: "basis points",
    formula: "(net profit + fees + slippage) / traded notional",
    convention: "one way; above this cost the same fills lose money (sizes held fixed)",
    compute: ({ result }) => (profitBeforeCosts(result) / result.totals.tradedNotional) * BASIS_POINTS,
  },
  {
    ...traded,
    id: "cost_share",
    name: "Costs as a share of the profit before costs",
    unit: "fraction",
    formula: "(fees + slippage) / (net profit + fees + slippage)",
    convention: "null where there was no profit before costs",
    compute: ({ result }) => {
      const before = profitBeforeCosts(result);
      return before > 0 ? totalCost(result) / before : notDefined("there was no profit before costs");
    },
  },
];
