import type { Market } from "../expression/node.ts";
import { choice } from "../parameters.ts";
import { CALENDAR_PERIODS, type CalendarPeriod } from "./calendar.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { FLOOR_PIVOT_FORMULA, type PivotLevels, pivotLevels, pivotOutputs, pivotWarmUps } from "./pivot-levels.ts";
import { previousPeriod } from "./previous-period.ts";

/** Pivot points of the last completed day, week or month (UTC). */
export function pivotPoints(market: Market, period: CalendarPeriod = "day"): PivotLevels {
  const { high, low, close } = previousPeriod(market, period);
  return namedOutputs(labelOf("pivotPoints", market, [period]), pivotLevels(high, low, close));
}

export const pivotPointsIndicator = defineIndicator({
  group: "Candles",
  name: "pivotPoints",
  title: "Pivot points",
  about: "Support and resistance from the previous day, week or month.",
  formula: `${FLOOR_PIVOT_FORMULA}, of the period before`,
  source: "The floor traders' standard levels.",
  convention: "Periods in UTC, weeks from Monday. The first period may be incomplete and counts as it is.",
  usage: "pivotPoints(market, period)",
  outputs: pivotOutputs,
  parameters: { period: choice("day", { options: CALENDAR_PERIODS, about: "the period that they come from" }) },
  warmUp: () => pivotWarmUps(1),
  warmUpDependsOnData: true,
  build: (market, { period }) => pivotPoints(market, period),
});
