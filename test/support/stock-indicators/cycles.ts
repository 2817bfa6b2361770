/** What adapts to the market's own cycle or speed. */
import { marketOf } from "../../../src/engine/expression/sources.ts";
import { hilbertTrend, mama, mcginley, medianPrice } from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const median = medianPrice(market);
const cycle = hilbertTrend(median);
const { mama: line, fama } = mama(median);

export const cycles: readonly FileComparison[] = [
  { file: "dynamic", call: "ToDynamic(14)", compared: exactly({ dynamic: mcginley(market.close, 14) }) },
  {
    file: "htl",
    call: "ToHtTrendline()",
    compared: exactly({ trendline: cycle.trend, dcPeriods: cycle.period, smoothPrice: cycle.smooth }),
  },
  { file: "mama", call: "ToMama(0.5, 0.05)", compared: exactly({ mama: line, fama }) },
];
