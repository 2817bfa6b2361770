/**
 * The stationary bootstrap of trade profits. There are many more trades than days, and what is asked of them are sums: each
 * resample is summed up a block at a time, and never written out.
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
    sums.draw(blocks);
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
  readonly #totals: RunningTotals;
  readonly #total: number;
  /** A deviation, and a sum of squares, up to which rounding alone may have made them. */
  readonly #noise: number;
  readonly #squaresNoise: number;

  constructor(profits: Float64Array) {
    this.#total = profits.length;
    this.#totals = runningTotals(profits);
    this.#noise = noiseLevel(profits);
    this.#squaresNoise = this.#totals.squares[profits.length] * CANCELLED;
  }

  /** Sums up the next resample. */
  draw(blocks: BlockDraws): void {
    this.count = this.wins = this.losses = this.grossProfit = this.grossLoss = this.#squares = 0;
    while (this.count < this.#total) {
      blocks.next(this.#total - this.count);
      this.#add(blocks.start, blocks.start + blocks.length);
    }
    this.#finish();
  }

  /** Takes in consecutive profits: two looks at each column, however many they are. */
  #add(start: number, end: number): void {
    const { wins, losses, grossProfit, grossLoss, squares } = this.#totals;
    this.count += end - start;
    this.wins += wins[end] - wins[start];
    this.losses += losses[end] - losses[start];
    this.grossProfit += grossProfit[end] - grossProfit[start];
    this.grossLoss += grossLoss[end] - grossLoss[start];
    this.#squares += squares[end] - squares[start];
  }

  /** Computes what follows from the sums. */
  #finish(): void {
    const { count } = this;
    this.breakEven = count - this.wins - this.losses;
    // What is left of a difference where nothing was won or lost is no profit.
    if (this.wins === 0) this.grossProfit = 0;
    if (this.losses === 0) this.grossLoss = 0;
    this.mean = (this.grossProfit - this.grossLoss) / count;
    // Sum of squares about the mean, from the one about the centre (Steiner).
    const shift = this.mean - this.#totals.centre;
    const central = this.#squares - count * shift * shift;
    const isReal = central > this.#squaresNoise && central > this.#squares * CANCELLED;
    const deviation = isReal ? Math.sqrt(central / (count - 1)) : 0;
    this.deviation = deviation > this.#noise ? deviation : 0;
  }
}

/**
 * Totals before each trade, and of all at the end. A difference of two is exact to 1e-16 of the whole series' total: only
 * where one trade outweighs all others together a hundred million times would an interval's printed digits feel it.
 */
interface RunningTotals {
  readonly wins: Int32Array;
  readonly losses: Int32Array;
  readonly grossProfit: Float64Array;
  readonly grossLoss: Float64Array;
  /** Of the squared distances from the centre. */
  readonly squares: Float64Array;
  /** The median: near every resample's mean, and equal to all values where hardly any differs. */
  readonly centre: number;
}

function runningTotals(profits: Float64Array): RunningTotals {
  const places = profits.length + 1;
  const centre = quantile(profits, 0.5);
  const wins = new Int32Array(places);
  const losses = new Int32Array(places);
  const grossProfit = new Float64Array(places);
  const grossLoss = new Float64Array(places);
  const squares = new Float64Array(places);
  for (let index = 0; index < profits.length; index++) {
    const profit = profits[index];
    const distance = profit - centre;
    wins[index + 1] = wins[index] + (profit > 0 ? 1 : 0);
    losses[index + 1] = losses[index] + (profit < 0 ? 1 : 0);
    grossProfit[index + 1] = grossProfit[index] + (profit > 0 ? profit : 0);
    grossLoss[index + 1] = grossLoss[index] - (profit < 0 ? profit : 0);
    squares[index + 1] = squares[index] + distance * distance;
  }
  return { wins, losses, grossProfit, grossLoss, squares, centre };
}
