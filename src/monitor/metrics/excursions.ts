/** How far trades went against and for the position while it was open: are stops and targets where they should be? */
import type { Trade } from "../../engine/result.ts";
import { type Metric, notDefined, type Value } from "./metric.ts";
import type { MetricSample } from "./sample.ts";
import { mean, quantile } from "./statistics/moments.ts";

const each = { family: "excursions", unit: "fraction", minimum: { count: 1, of: "trades" } } as const;
const CANDLES = "from candle highs and lows between entry and exit, as a fraction of the entry price, before costs";

function averageOver(sample: MetricSample, pick: (trade: Trade) => number): number {
  return mean(sample.trades.map(pick));
}

function efficiency({ trades }: MetricSample): Value {
  const moved = trades.filter((trade) => trade.maxFavourableExcursion > 0);
  if (moved.length === 0) return notDefined("no trade was ever in profit");
  const captured = moved.reduce((total, trade) => total + trade.profitFraction, 0);
  const available = moved.reduce((total, trade) => total + trade.maxFavourableExcursion, 0);
  return captured / available;
}

function winnersWorst(sample: MetricSample): Value {
  const worst = sample.trades.filter((trade) => trade.profit > 0).map((trade) => trade.maxAdverseExcursion);
  return worst.length === 0 ? notDefined("no winning trades") : quantile(worst, 0.1);
}

export const excursionMetrics: readonly Metric[] = [
  {
    ...each,
    id: "average_adverse_excursion",
    name: "Average maximum adverse excursion",
    formula: "mean(MAE)",
    convention: `${CANDLES}; <= 0`,
    compute: (sample) => averageOver(sample, (trade) => trade.maxAdverseExcursion),
  },
  {
    ...each,
    id: "average_favourable_excursion",
    name: "Average maximum favourable excursion",
    formula: "mean(MFE)",
    convention: `${CANDLES}; >= 0`,
    compute: (sample) => averageOver(sample, (trade) => trade.maxFavourableExcursion),
  },
  {
    ...each,
    id: "edge_ratio",
    name: "Edge ratio",
    unit: "ratio",
    formula: "mean(MFE) / |mean(MAE)|",
    convention: "above 1 the entries find more room for profit than for loss",
    compute: (sample) => {
      const adverse = averageOver(sample, (trade) => trade.maxAdverseExcursion);
      return adverse === 0
        ? notDefined("no trade ever went against the position")
        : averageOver(sample, (trade) => trade.maxFavourableExcursion) / -adverse;
    },
  },
  {
    ...each,
    id: "exit_efficiency",
    name: "Exit efficiency",
    formula: "sum(profit fraction) / sum(MFE)",
    convention: "trades that were ever in profit; share of the best unrealised gain that was kept",
    compute: efficiency,
  },
  {
    ...each,
    id: "winners_adverse_excursion",
    name: "Adverse excursion that 90 % of the winners stayed above",
    formula: "quantile(MAE of winners, 0.1)",
    convention: "a stop nearer than this would have cut more than a tenth of the winners",
    compute: winnersWorst,
  },
];
