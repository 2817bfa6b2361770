/**
 * The stationary bootstrap of trade profits. There are many more trades than days, and what is asked of them are sums: each
 * resample is summed up block by block, and never written out.
 */
import { BlockDraws } from "./statistics/blocks.ts";
import { type BootstrapOptions, type Interval, percentileInterval } from "./statistics/bootstrap.ts";
import { noiseLevel, quantile } from "./statistics/moments.ts";
import type { ProfitFacts } from "./trade-statistics.ts";

/** Below this share of its own terms a sum of squares is what rounding left of them. */
const CANCELLED = 1e-12;

/**
 * Percentile intervals of several statistics over the same resamples, as `bootstrapIntervals` gives them.
 * @param statistics each gives NaN where it is undefined on a resample; none may keep the facts
 */
export function profitIntervals(
  profits: Float64Array,
  statistics: readonly ((facts: ProfitFacts) => number)[],
  options: BootstrapOptions,
): (Interval | undefined)[] {
  const sums = new ResampleSums(profits);
  const blocks = new BlockDraws(profits.length, options.seed);
  const outcomes = statistics.map(() => new Float64Array(options.resamples));
  for (let round = 0; round < options.resamples; round++) {
    sums.clear();
    while (sums.count < profits.length) {
      blocks.next(profits.length - sums.count);
      sums.add(blocks.start, blocks.length);
    }
    sums.finish();
    for (let which = 0; which < statistics.length; which++) outcomes[which][round] = statistics[which](sums);
  }
  return outcomes.map((values) => percentileInterval(values, options.confidence));
}

class ResampleSums implements ProfitFacts {
  count = 0;
  wins = 0;
  losses = 0;
  breakEven = 0;
  grossProfit = 0;
  grossLoss = 0;
  mean = 0;
  deviation = 0;
  /** Sum of the squared distances from the centre. */
  #squares = 0;
  readonly #profits: Float64Array;
  /** The series' median: near every resample's mean, and equal to all values where hardly any differs. */
  readonly #centre: number;
  readonly #noise: number;

  constructor(profits: Float64Array) {
    this.#profits = profits;
    this.#centre = quantile(profits, 0.5);
    this.#noise = noiseLevel(profits);
  }

  clear(): void {
    this.count = this.wins = this.losses = this.grossProfit = this.grossLoss = this.#squares = 0;
  }

  /** Takes in consecutive profits. */
  add(start: number, length: number): void {
    const profits = this.#profits;
    const centre = this.#centre;
    let { wins, losses, grossProfit, grossLoss } = this;
    let squares = this.#squares;
    for (let index = start; index < start + length; index++) {
      const profit = profits[index];
      if (profit > 0) {
        wins++;
        grossProfit += profit;
      } else if (profit < 0) {
        losses++;
        grossLoss -= profit;
      }
      squares += (profit - centre) * (profit - centre);
    }
    this.count += length;
    this.wins = wins;
    this.losses = losses;
    this.grossProfit = grossProfit;
    this.grossLoss = grossLoss;
    this.#squares = squares;
  }

  /** Computes what follows from the sums. */
  finish(): void {
    const { count } = this;
    this.breakEven = count - this.wins - this.losses;
    this.mean = (this.grossProfit - this.grossLoss) / count;
    // Sum of squares about the mean, from the one about the centre (Steiner).
    const shift = this.mean - this.#centre;
    const central = this.#squares - count * shift * shift;
    const deviation = central > this.#squares * CANCELLED ? Math.sqrt(central / (count - 1)) : 0;
    this.deviation = deviation > this.#noise ? deviation : 0;
  }
}
