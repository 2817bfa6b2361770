/** Computes metrics: checks the minimum sample, finds the interval, and turns whatever is not a number into a reason. */
import type { Conventions, Family, Metric, Observation, Unit, Value } from "./metric.ts";
import { profitIntervals } from "./profit-intervals.ts";
import { allMetrics } from "./registry.ts";
import type { MetricSample } from "./sample.ts";
import { meanBlockLength } from "./statistics/blocks.ts";
import { bootstrapIntervals, type BootstrapOptions, type Interval } from "./statistics/bootstrap.ts";
import type { ProfitFacts } from "./trade-statistics.ts";

export interface ConfidenceInterval extends Interval {
  readonly confidence: number;
  readonly method: string;
}

/** A number that says what it is. */
export interface MetricResult {
  readonly id: string;
  readonly name: string;
  readonly family: Family;
  /** null where undefined; `why` then says why. Never infinite, never a stand-in. */
  readonly value: number | null;
  readonly unit: Unit;
  /** Sample size. */
  readonly n: number;
  /** What `n` counts. */
  readonly of: Observation;
  readonly formula: string;
  readonly convention: string;
  readonly why?: string;
  readonly interval?: ConfidenceInterval;
}

/** Fewer observations than this say too little about their own distribution to resample them. */
const MINIMUM_TO_RESAMPLE = 30;
/** Above this size fewer resamples do: the work stays bounded and the quantiles still rest on hundreds. */
const RESAMPLED_VALUES_LIMIT = 2_000_000;

/**
 * @param metrics defaults to the whole registry
 * @returns one result a metric, in order
 */
export function measure(sample: MetricSample, metrics: readonly Metric[] = allMetrics): MetricResult[] {
  const intervals = resampledIntervals(sample, metrics);
  return metrics.map((metric) => {
    const { id, name, family, unit, formula, convention, minimum } = metric;
    const n = countOf[minimum.of](sample);
    const described = { id, name, family, unit, n, of: minimum.of, formula, convention };
    if (n < minimum.count)
      return {
        ...described,
        value: null,
        why: `${n} ${n === 1 ? minimum.of.slice(0, -1) : minimum.of}, ${minimum.count} are needed`,
      };
    const outcome = metric.compute(sample);
    if (typeof outcome !== "number") return { ...described, ...outcome };
    if (!Number.isFinite(outcome)) return { ...described, value: null, why: "not a finite number for this sample" };
    // Adding zero turns -0, which JSON cannot hold, into 0.
    const value = outcome + 0;
    const interval = closedFormInterval(sample, metric) ?? intervals.get(metric.id);
    return interval === undefined ? { ...described, value } : { ...described, value, interval };
  });
}

/** What a sample size counts. */
const countOf: Readonly<Record<Observation, (sample: MetricSample) => number>> = {
  "daily returns": ({ returns }) => returns.length,
  months: ({ months }) => months.length,
  trades: ({ trades }) => trades.length,
  fills: ({ result }) => result.totals.fills,
  instants: ({ result }) => result.curve.equity.length,
};

function closedFormInterval(sample: MetricSample, metric: Metric): ConfidenceInterval | undefined {
  if (metric.interval?.kind !== "closed form") return undefined;
  const { low, high } = metric.interval.interval(sample);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  return { low, high, confidence: sample.conventions.confidence, method: metric.interval.name };
}

/** All metrics of one series share its resamples: the series is resampled once, not once a metric. */
function resampledIntervals(sample: MetricSample, metrics: readonly Metric[]): Map<string, ConfidenceInterval> {
  const { conventions, returns, profits } = sample;
  const ofReturns: Resampled<Float64Array>[] = [];
  const ofProfits: Resampled<ProfitFacts>[] = [];
  for (const { id, interval } of metrics) {
    if (interval?.kind !== "bootstrap") continue;
    if (interval.series === "trade profits")
      ofProfits.push({ id, statistic: (facts) => numberOf(interval.statistic(facts)) });
    else ofReturns.push({ id, statistic: (resample) => numberOf(interval.statistic(resample, conventions)) });
  }
  return new Map([
    ...intervalsOf("daily returns", returns, ofReturns, bootstrapIntervals, conventions),
    ...intervalsOf("trade profits", profits, ofProfits, profitIntervals, conventions),
  ]);
}

interface Resampled<Resample> {
  readonly id: string;
  readonly statistic: (resample: Resample) => number;
}

function intervalsOf<Resample>(
  name: string,
  values: Float64Array,
  wanted: readonly Resampled<Resample>[],
  bootstrap: (
    values: Float64Array,
    statistics: readonly ((resample: Resample) => number)[],
    options: BootstrapOptions,
  ) => (Interval | undefined)[],
  { seed, confidence, resamples: most }: Conventions,
): [id: string, ConfidenceInterval][] {
  if (values.length < MINIMUM_TO_RESAMPLE || wanted.length === 0) return [];
  const resamples = Math.max(200, Math.min(most, Math.floor(RESAMPLED_VALUES_LIMIT / values.length)));
  const method = `stationary bootstrap of ${name}, mean block ${meanBlockLength(values.length)}, ${resamples} resamples, seed ${seed}`;
  const statistics = wanted.map(({ statistic }) => statistic);
  const intervals = bootstrap(values, statistics, { seed, resamples, confidence });
  return wanted.flatMap(({ id }, which) => {
    const interval = intervals[which];
    return interval === undefined ? [] : [[id, { ...interval, confidence, method }]];
  });
}

function numberOf(value: Value): number {
  return typeof value === "number" ? value : NaN;
}
