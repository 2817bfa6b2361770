/** Statistics of a list of net profits: what the trade metrics and their resampled intervals are computed with. */
import { notDefined, type Value } from "./metric.ts";
import { isNoise, mean, type Series, standardDeviation } from "./statistics/moments.ts";

export interface ProfitSplit {
  readonly wins: number;
  readonly losses: number;
  readonly breakEven: number;
  /** Sum of the profits above zero. */
  readonly grossProfit: number;
  /** Sum of the losses, positive. */
  readonly grossLoss: number;
}

/** Takes one more profit into a split. */
export function addProfit(split: { -readonly [Key in keyof ProfitSplit]: ProfitSplit[Key] }, profit: number): void {
  if (profit > 0) {
    split.wins++;
    split.grossProfit += profit;
  } else if (profit < 0) {
    split.losses++;
    split.grossLoss -= profit;
  } else split.breakEven++;
}

export function splitProfits(profits: Series): ProfitSplit {
  const split = { wins: 0, losses: 0, breakEven: 0, grossProfit: 0, grossLoss: 0 };
  for (let index = 0; index < profits.length; index++) addProfit(split, profits[index]);
  return split;
}

/** How outcomes are spread. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Divisor n - 1; 0 where the outcomes do not vary, or nothing but rounding noise is left of their variation. */
  readonly deviation: number;
}

export function spreadOf(outcomes: Series): Spread {
  const deviation = standardDeviation(outcomes);
  return {
    count: outcomes.length,
    mean: mean(outcomes),
    deviation: isNoise(deviation, outcomes) ? 0 : deviation,
  };
}

/** All that the statistics below need to know of the profits: sums, which a resample gives without being written out. */
export interface ProfitFacts extends ProfitSplit, Spread {}

export function profitFacts(profits: Series): ProfitFacts {
  return { ...splitProfits(profits), ...spreadOf(profits) };
}

const NO_LOSS = notDefined("no losing trades");
const NO_WIN = notDefined("no winning trades");
const ALL_EVEN = notDefined("no trade won or lost anything");

export function winRate({ wins, losses }: ProfitSplit): Value {
  return wins + losses === 0 ? ALL_EVEN : wins / (wins + losses);
}

export function profitFactor({ grossProfit, grossLoss }: ProfitSplit): Value {
  return grossLoss === 0 ? NO_LOSS : grossProfit / grossLoss;
}

/** Average win over average loss. */
export function payoff({ wins, losses, grossProfit, grossLoss }: ProfitSplit): Value {
  if (losses === 0) return NO_LOSS;
  return wins === 0 ? NO_WIN : grossProfit / wins / (grossLoss / losses);
}

/** `p * payoff - (1 - p)`: profit for each unit of the average loss. */
export function expectancyRatio(split: ProfitSplit): Value {
  const ratio = payoff(split);
  if (typeof ratio !== "number") return ratio;
  const rate = split.wins / (split.wins + split.losses);
  return rate * ratio - (1 - rate);
}

/** `p - (1 - p) / payoff`: the share of capital that maximises log growth for two-valued outcomes. */
export function kelly(split: ProfitSplit): Value {
  const ratio = payoff(split);
  if (typeof ratio !== "number") return ratio;
  const rate = split.wins / (split.wins + split.losses);
  return rate - (1 - rate) / ratio;
}

/** System quality number: `sqrt(n) * mean / sd` with divisor n - 1, of profits or of multiples of risk. */
export function systemQualityNumber({ count, mean: average, deviation }: Spread, cap = Infinity): Value {
  if (deviation === 0) return notDefined("the outcomes do not vary");
  return (Math.sqrt(Math.min(count, cap)) * average) / deviation;
}

/** Longest runs of wins and of losses, in order of exit; a break-even trade ends both. */
export function longestStreaks(profits: Series): { wins: number; losses: number } {
  let wins = 0;
  let losses = 0;
  let winsNow = 0;
  let lossesNow = 0;
  for (let index = 0; index < profits.length; index++) {
    winsNow = profits[index] > 0 ? winsNow + 1 : 0;
    lossesNow = profits[index] < 0 ? lossesNow + 1 : 0;
    if (winsNow > wins) wins = winsNow;
    if (lossesNow > losses) losses = lossesNow;
  }
  return { wins, losses };
}

/**
 * Expected longest run of an event of probability `rate` in `count` independent draws.
 * Source: M. F. Schilling, "The Longest Run of Heads", The College Mathematics Journal 21(3), 1990.
 */
export function expectedLongestStreak(rate: number, count: number): number {
  if (rate <= 0) return 0;
  if (rate >= 1) return count;
  const decay = Math.log(1 / rate);
  const expected = Math.log(count * (1 - rate)) / decay + 0.5772156649015329 / decay - 0.5;
  return Math.min(count, Math.max(0, expected));
}
