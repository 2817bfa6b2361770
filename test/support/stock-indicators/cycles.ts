/** What adapts to the market's own cycle or speed, and channels. */
import { marketOf } from "../../../src/engine/expression/sources.ts";
import { hilbertTrend, mama, mcginley, medianPrice, regressionChannel } from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const median = medianPrice(market);
const cycle = hilbertTrend(median);
const { mama: line, fama } = mama(median);

const channel = regressionChannel(market.close);
/** Their lines are fitted to twenty candles each, back from the last one: the candle at the end of each knows its own. */
const onlyAt = { first: 1, step: 20 };

export const cycles: readonly FileComparison[] = [
  { file: "dynamic", call: "ToDynamic(14)", compared: exactly({ dynamic: mcginley(market.close, 14) }) },
  {
    file: "htl",
    call: "ToHtTrendline()",
    compared: exactly({ trendline: cycle.trend, dcPeriods: cycle.period, smoothPrice: cycle.smooth }),
  },
  { file: "mama", call: "ToMama(0.5, 0.05)", compared: exactly({ mama: line, fama }) },
  {
    file: "stdev-channels",
    call: "ToStdDevChannels(20)",
    compared: {
      centerline: { series: channel.middle, onlyAt },
      upperChannel: { series: channel.upper, onlyAt },
      lowerChannel: { series: channel.lower, onlyAt },
    },
    leftOut: { breakPoint: "where the next of their lines begins" },
  },
];
