/** How much was at stake. */
import { DAY_MS } from "../../engine/timeframe.ts";
import { type Metric, notDefined } from "./metric.ts";
import { mean } from "./statistics/moments.ts";

const base = { family: "exposure", minimum: { count: 2, of: "instants" } } as const;

export const exposureMetrics: readonly Metric[] = [
  {
    ...base,
    id: "time_in_market",
    name: "Time in the market",
    unit: "fraction",
    formula: "time with an open position / elapsed time",
    convention: "weighted by time, each instant holds until the next one",
    compute: ({ exposure }) => exposure.timeShare,
  },
  {
    ...base,
    id: "average_exposure",
    name: "Average exposure",
    unit: "fraction",
    formula: "mean of sum |quantity * close| / equity",
    convention: "gross, weighted by time",
    compute: ({ exposure }) => exposure.average,
  },
  {
    ...base,
    id: "largest_exposure",
    name: "Largest exposure",
    unit: "fraction",
    formula: "max of sum |quantity * close| / equity",
    convention: "gross; above 1 the account is leveraged",
    compute: ({ exposure }) => exposure.largest,
  },
  {
    ...base,
    id: "turnover",
    name: "Turnover a day",
    unit: "per day",
    formula: "sum |traded notional| / mean equity / elapsed days",
    convention: "entries and exits both count; equity at the daily marks",
    compute: ({ result, daily, elapsedMs }) =>
      elapsedMs === 0
        ? notDefined("no time passed")
        : result.totals.tradedNotional / mean(daily.equity) / (elapsedMs / DAY_MS),
  },
  {
    ...base,
    id: "turnover_annual",
    name: "Turnover a year",
    unit: "per year",
    formula: "turnover a day * 365",
    convention: "calendar days",
    compute: ({ result, daily, elapsedMs }) =>
      elapsedMs === 0
        ? notDefined("no time passed")
        : (result.totals.tradedNotional / mean(daily.equity) / (elapsedMs / DAY_MS)) * 365,
  },
];
