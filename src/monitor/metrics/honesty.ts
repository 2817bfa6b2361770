/** How much the result proves. Both published forms of the probabilistic Sharpe ratio are given, and named. */
import { type Metric, notDefined, type Value } from "./metric.ts";
import { sharpeSampleOf } from "./ratios.ts";
import type { MetricSample } from "./sample.ts";
import {
  deflatedSharpe,
  minimumTrackRecordLength,
  probabilisticSharpe,
  type SharpeForm,
  type SharpeSample,
} from "./statistics/sharpe-inference.ts";

const base = { family: "honesty", minimum: { count: 30, of: "daily returns" } } as const;
const SOURCE_2012 = "Bailey & López de Prado, The Sharpe Ratio Efficient Frontier, 2012";
const SOURCE_2025 = "López de Prado, Lipton & Zoonekynd, How to Use the Sharpe Ratio, SSRN 5520741, 2025";
const PROOF = 0.95;

function ofSharpe(sample: MetricSample, statistic: (known: SharpeSample) => Value): Value {
  const known = sharpeSampleOf(sample);
  return Number.isNaN(known.sharpe) ? notDefined("the returns do not vary") : statistic(known);
}

function probabilityMetric(form: SharpeForm): Metric {
  return {
    ...base,
    id: `probabilistic_sharpe_${form}`,
    name: `Probabilistic Sharpe ratio (PSR-${form})`,
    unit: "fraction",
    formula:
      form === "2012"
        ? "Phi(SR sqrt(n-1) / sqrt(1 - g1 SR + (b2-1)/4 SR²))"
        : "Phi((SR - SR0) sqrt(n) / sqrt(1 - g1 SR0 + (b2-1)/4 SR0²)), SR0 = 0",
    convention: "probability that the true Sharpe ratio is above zero; per-day ratio, raw kurtosis",
    source: form === "2012" ? SOURCE_2012 : SOURCE_2025,
    compute: (sample) => ofSharpe(sample, (known) => probabilisticSharpe(known, 0, form)),
  };
}

function trackRecordMetric(form: SharpeForm): Metric {
  return {
    ...base,
    id: `minimum_track_record_${form}`,
    name: `Minimum track record (MinTRL-${form})`,
    unit: "days",
    formula:
      form === "2012"
        ? "1 + (1 - g1 SR + (b2-1)/4 SR²) (z_0.95 / SR)²"
        : "(1 - g1 SR0 + (b2-1)/4 SR0²) (z_0.95 / (SR - SR0))², SR0 = 0",
    convention: "days after which PSR would reach 95 % if everything stayed as it is; one trial",
    source: form === "2012" ? SOURCE_2012 : SOURCE_2025,
    compute: (sample) =>
      ofSharpe(sample, (known) =>
        known.sharpe <= 0
          ? notDefined("the Sharpe ratio is not above zero")
          : minimumTrackRecordLength(known, 0, PROOF, form),
      ),
  };
}

export const honestyMetrics: readonly Metric[] = [
  {
    ...base,
    minimum: { count: 0, of: "daily returns" },
    id: "trials",
    name: "Trials",
    unit: "count",
    formula: "number of configurations tried",
    convention: "as recorded; settings tried by hand before are not known to the program",
    compute: ({ trials }) => trials.count,
  },
  probabilityMetric("2012"),
  probabilityMetric("2025"),
  {
    ...base,
    id: "deflated_sharpe",
    name: "Deflated Sharpe ratio",
    unit: "fraction",
    formula: "PSR-2012 against sqrt(V[SR]) Z(N)",
    convention: "probability that the ratio is above what the best of N worthless trials would show",
    source: "Bailey & López de Prado, The Deflated Sharpe Ratio, 2014",
    compute: (sample) => {
      const { count, sharpeVariance } = sample.trials;
      if (count < 2 || sharpeVariance === undefined) return notDefined("one trial: nothing to deflate, see PSR");
      return ofSharpe(sample, (known) => deflatedSharpe(known, count, sharpeVariance, "2012"));
    },
  },
  trackRecordMetric("2012"),
  trackRecordMetric("2025"),
];
