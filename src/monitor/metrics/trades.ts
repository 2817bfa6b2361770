/** What the closed trades say. A trade wins if its net profit, after fees, is above zero. */
import { HOUR_MS } from "../../engine/timeframe.ts";
import { type Metric, metricOfProfits, notDefined, type Value } from "./metric.ts";
import type { MetricSample } from "./sample.ts";
import { mean, quantile } from "./statistics/moments.ts";
import { wilsonInterval } from "./statistics/wilson.ts";
import {
  expectancyRatio,
  expectedLongestStreak,
  kelly,
  longestStreaks,
  payoff,
  profitFactor,
  spreadOf,
  systemQualityNumber,
  winRate,
} from "./trade-statistics.ts";

const MINIMUM_FOR_RATIO = 10;
const MINIMUM_FOR_SYSTEM = 30;

const each = { family: "trades", minimum: { count: 1, of: "trades" } } as const;
const NET = "net of fees; parts of a position that were closed apart count apart";

/** Durations of the trades that a test picks, in hours. */
function hoursHeld(sample: MetricSample, wanted: (profit: number) => boolean): number[] {
  return sample.trades
    .filter((trade) => wanted(trade.profit))
    .map((trade) => (trade.exitTime - trade.entryTime) / HOUR_MS);
}

function durationMetric(id: string, name: string, probability: number, wins: boolean): Metric {
  return {
    ...each,
    id,
    name,
    unit: "hours",
    formula: `${probability === 0.5 ? "median" : "90 % quantile"} of exit time - entry time`,
    convention: wins ? "winning trades" : "losing trades",
    compute: (sample) => {
      const hours = hoursHeld(sample, (profit) => (wins ? profit > 0 : profit < 0));
      return hours.length === 0
        ? notDefined(wins ? "no winning trades" : "no losing trades")
        : quantile(hours, probability);
    },
  };
}

function streakMetric(id: string, name: string, wins: boolean, expected: boolean): Metric {
  return {
    ...each,
    id,
    name,
    unit: "count",
    formula: expected ? "ln(n (1-p)) / ln(1/p) + gamma / ln(1/p) - 1/2" : "longest run in order of exit",
    convention: expected
      ? "for independent trades with this win rate; a much longer streak means dependence"
      : "a break-even trade ends a streak",
    compute: ({ profits, profitFacts: facts }) => {
      if (!expected) return longestStreaks(profits)[wins ? "wins" : "losses"];
      const { count } = facts;
      return expectedLongestStreak((wins ? facts.wins : facts.losses) / count, count);
    },
  };
}

/** Profits in multiples of the initial risk; undefined without a stop on every trade. */
function multiplesOfRisk(sample: MetricSample): number[] | undefined {
  const multiples = sample.trades.map(
    (trade) => trade.profit / (Math.abs(trade.entryPrice - trade.initialStopPrice) * trade.quantity),
  );
  return multiples.every((value) => Number.isFinite(value)) ? multiples : undefined;
}

function ofMultiples(sample: MetricSample, statistic: (multiples: number[]) => Value): Value {
  const multiples = multiplesOfRisk(sample);
  return multiples === undefined ? notDefined("not every trade had a stop when it was opened") : statistic(multiples);
}

const averages: readonly Metric[] = [
  {
    ...each,
    id: "trade_count",
    name: "Trades",
    unit: "count",
    formula: "n",
    convention: "closed; parts of a position that were closed apart count apart",
    minimum: { count: 0, of: "trades" },
    compute: ({ trades }) => trades.length,
  },
  {
    ...each,
    id: "win_rate",
    name: "Win rate",
    unit: "fraction",
    formula: "wins / (wins + losses)",
    convention: "net of fees; break-even trades are left out",
    interval: {
      kind: "closed form",
      name: "Wilson",
      interval: ({ profitFacts: { wins, losses }, conventions }) =>
        wilsonInterval(wins, wins + losses, conventions.confidence),
    },
    compute: ({ profitFacts: facts }) => winRate(facts),
  },
  metricOfProfits({
    id: "expectancy",
    name: "Expectancy",
    unit: "currency",
    formula: "sum of net profits / n",
    convention: NET,
    minimumTrades: 1,
    statistic: (facts) => facts.mean,
  }),
  {
    ...each,
    id: "average_trade",
    name: "Average trade",
    unit: "fraction",
    formula: "mean of net profit / entry notional",
    convention: NET,
    compute: ({ trades }) => mean(trades.map((trade) => trade.profitFraction)),
  },
  {
    ...each,
    id: "best_trade",
    name: "Best trade",
    unit: "fraction",
    formula: "max of net profit / entry notional",
    convention: NET,
    compute: ({ trades }) => trades.reduce((best, trade) => Math.max(best, trade.profitFraction), -Infinity),
  },
  {
    ...each,
    id: "worst_trade",
    name: "Worst trade",
    unit: "fraction",
    formula: "min of net profit / entry notional",
    convention: NET,
    compute: ({ trades }) => trades.reduce((worst, trade) => Math.min(worst, trade.profitFraction), Infinity),
  },
];

const ratios: readonly Metric[] = [
  metricOfProfits({
    id: "profit_factor",
    name: "Profit factor",
    unit: "ratio",
    formula: "sum of wins / |sum of losses|",
    convention: "net profits in currency; null without losing trades",
    minimumTrades: MINIMUM_FOR_RATIO,
    statistic: profitFactor,
  }),
  metricOfProfits({
    id: "payoff",
    name: "Payoff ratio",
    unit: "ratio",
    formula: "average win / |average loss|",
    convention: "net profits in currency",
    minimumTrades: MINIMUM_FOR_RATIO,
    statistic: payoff,
  }),
  metricOfProfits({
    id: "expectancy_ratio",
    name: "Expectancy ratio",
    unit: "ratio",
    formula: "p * payoff - (1 - p)",
    convention: "profit for each unit of the average loss; break-even trades are left out",
    minimumTrades: MINIMUM_FOR_RATIO,
    statistic: expectancyRatio,
  }),
  {
    ...each,
    id: "expectancy_risk",
    name: "Expectancy in R",
    unit: "multiple of risk",
    formula: "mean(net profit / (|entry price - initial stop| * quantity))",
    convention: "only where every trade had a stop when it was opened",
    compute: (sample) => ofMultiples(sample, mean),
  },
  metricOfProfits({
    id: "system_quality",
    name: "System quality number",
    unit: "ratio",
    formula: "sqrt(n) * mean(profit) / sd(profit)",
    convention: "net profits in currency, divisor n - 1, n not capped",
    source: "V. K. Tharp, Trade Your Way to Financial Freedom, 1998",
    minimumTrades: MINIMUM_FOR_SYSTEM,
    statistic: (facts) => systemQualityNumber(facts),
  }),
  metricOfProfits({
    id: "system_quality_100",
    name: "System quality number, capped at 100 trades",
    unit: "ratio",
    formula: "sqrt(min(n, 100)) * mean(profit) / sd(profit)",
    convention: "net profits in currency, divisor n - 1",
    minimumTrades: MINIMUM_FOR_SYSTEM,
    statistic: (facts) => systemQualityNumber(facts, 100),
  }),
  {
    ...each,
    id: "system_quality_risk",
    name: "System quality number in R",
    unit: "ratio",
    formula: "sqrt(n) * mean(R) / sd(R)",
    convention: "R = net profit / initial risk; divisor n - 1",
    minimum: { count: MINIMUM_FOR_SYSTEM, of: "trades" },
    compute: (sample) => ofMultiples(sample, (multiples) => systemQualityNumber(spreadOf(multiples))),
  },
  metricOfProfits({
    id: "kelly",
    name: "Kelly fraction",
    unit: "fraction",
    formula: "p - (1 - p) / payoff",
    convention: "an upper bound: it takes the estimates for the truth",
    source: "J. L. Kelly, A New Interpretation of Information Rate, 1956",
    minimumTrades: MINIMUM_FOR_SYSTEM,
    statistic: kelly,
  }),
  metricOfProfits({
    id: "half_kelly",
    name: "Half Kelly",
    unit: "fraction",
    formula: "(p - (1 - p) / payoff) / 2",
    convention: "the customary allowance for estimation error",
    minimumTrades: MINIMUM_FOR_SYSTEM,
    statistic: (facts) => {
      const full = kelly(facts);
      return typeof full === "number" ? full / 2 : full;
    },
  }),
];

export const tradeMetrics: readonly Metric[] = [
  ...averages,
  ...ratios,
  durationMetric("median_duration_winners", "Median duration, winners", 0.5, true),
  durationMetric("median_duration_losers", "Median duration, losers", 0.5, false),
  durationMetric("long_duration_winners", "Duration not exceeded by 90 % of the winners", 0.9, true),
  durationMetric("long_duration_losers", "Duration not exceeded by 90 % of the losers", 0.9, false),
  streakMetric("longest_winning_streak", "Longest winning streak", true, false),
  streakMetric("expected_winning_streak", "Longest winning streak expected by chance", true, true),
  streakMetric("longest_losing_streak", "Longest losing streak", false, false),
  streakMetric("expected_losing_streak", "Longest losing streak expected by chance", false, true),
];
