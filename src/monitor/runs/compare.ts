/** Runs side by side: first whether they may be compared at all, then what differs, then the figures. */
import { canonicalJson, leavesOf } from "./canonical.ts";
import type { HeadlineMetric, RunRecord } from "./record.ts";

export interface Difference {
  /** Path in the record: `settings.strategies.0.parameters.short_window`. */
  readonly path: string;
  /** One a run; null where the run has no such value. */
  readonly values: readonly (string | null)[];
}

export interface Comparison {
  readonly ids: readonly string[];
  /** What makes the figures answers to different questions: other candles, fees or fills. Empty if they are comparable. */
  readonly caveats: readonly string[];
  readonly differences: readonly Difference[];
  readonly figures: readonly { readonly id: HeadlineMetric; readonly values: readonly (number | null)[] }[];
}

/** What has to be equal for figures to be comparable. */
const CAVEATS: readonly (readonly [text: string, of: (run: RunRecord) => unknown])[] = [
  ["They ran on different candles.", ({ data }) => data.map(({ sha256 }) => sha256).sort()],
  [
    "They assume different costs.",
    ({ settings: { backtest } }) => [
      backtest.makerFeeRate,
      backtest.takerFeeRate,
      backtest.slippageRate,
      backtest.spreadRate,
    ],
  ],
  ["They fill orders by different conventions.", ({ settings: { backtest } }) => backtest.fillConvention],
  ["They start with different cash; compare fractions, not amounts.", ({ settings }) => settings.backtest.startingCash],
  ["They were made by different versions of Candlewright.", ({ codeVersion }) => codeVersion],
];

export function compareRuns(runs: readonly RunRecord[]): Comparison {
  const leaves = runs.map(({ settings, data, strategyFiles, codeVersion, nodeVersion, seed }) =>
    leavesOf({ settings, data, strategyFiles, codeVersion, nodeVersion, seed }),
  );
  const paths = [...new Set(leaves.flatMap((map) => [...map.keys()]))];
  const ids = Object.keys(runs[0]?.figures ?? {}) as HeadlineMetric[];
  return {
    ids: runs.map(({ id }) => id),
    caveats: CAVEATS.filter(([, of]) => new Set(runs.map((run) => canonicalJson(of(run) ?? null))).size > 1).map(
      ([text]) => text,
    ),
    differences: paths
      .map((path) => ({ path, values: leaves.map((map) => map.get(path) ?? null) }))
      .filter(({ values }) => new Set(values).size > 1),
    figures: ids.map((id) => ({ id, values: runs.map(({ figures }) => figures[id] ?? null) })),
  };
}
