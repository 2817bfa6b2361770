/** Two series at once against Stock.Indicators: the closes of `compare.csv`, brought in as a feature, and of `default.csv`. */
import { divide, multiply } from "../../../src/engine/expression/arithmetic.ts";
import type { Series } from "../../../src/engine/expression/node.ts";
import { feature, marketOf } from "../../../src/engine/expression/sources.ts";
import { beta, correlation, relativeStrength, roc, standardDeviation } from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const { close } = marketOf();
const other = feature("compare");
const square = (value: Series) => multiply(value, value);
const together = correlation(other, close, 20);
const strength = relativeStrength(other, close, 20);
const notComputed = "of the changes on one side only: not asked for in this call";

export const pairs: readonly FileComparison[] = [
  {
    file: "beta",
    call: "OtherBars.ToBeta(Bars, n)",
    compared: {
      beta: { series: beta(other, close, 50) },
      // Theirs begin with a change of 0 on the first row.
      returnsEval: { series: divide(roc(other, 1), 100), convergesAt: 1 },
      returnsMrkt: { series: divide(roc(close, 1), 100), convergesAt: 1 },
    },
    leftOut: { betaUp: notComputed, betaDown: notComputed, ratio: notComputed, convexity: notComputed },
  },
  {
    file: "corr",
    call: "OtherBars.ToCorrelation(Bars, n)",
    // Theirs are differences of large means and have lost digits: by exact arithmetic they are off by up to 9.4e-9.
    compared: {
      varianceA: { series: square(standardDeviation(other, 20)) },
      varianceB: { series: square(standardDeviation(close, 20)) },
      covariance: { series: together.covariance, tolerance: 1e-8 },
      correlation: { series: together.correlation, tolerance: 1e-8 },
      rSquared: { series: square(together.correlation), tolerance: 1e-8 },
    },
  },
  {
    file: "prs",
    call: "OtherBars.ToPrs(Bars, n)",
    compared: exactly({ prs: strength.ratio, prsPercent: divide(strength.excess, 100) }),
  },
];
