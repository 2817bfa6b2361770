/** Figures of published papers and of other programs; they lie beside the repository and are not part of it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runOfEquity } from "../../../test/support/runs.ts";
import { drawdownSeries, maximumDrawdown, rootMeanSquare } from "./drawdowns.ts";
import { conditionalValueAtRisk, normalValueAtRisk, tailRatio, valueAtRisk } from "./distribution.ts";
import { type Conventions, defaultConventions } from "./metric.ts";
import { dailySharpe, downsideDeviation, gainToPain, omega, sharpeSampleOf, sortino } from "./ratios.ts";
import { cagrOf } from "./returns.ts";
import { sampleOf } from "./sample.ts";
import { adjustedSkewness, mean, rawKurtosis, skewness, standardDeviation } from "./statistics/moments.ts";
import {
  deflatedSharpe,
  expectedMaximum,
  expectedMaximumSharpe,
  minimumBacktestYears,
  minimumTrackRecordLength,
  probabilisticSharpe,
} from "./statistics/sharpe-inference.ts";
import { kelly, profitFactor, splitProfits, spreadOf, systemQualityNumber, winRate } from "./trade-statistics.ts";

const folder = join(import.meta.dirname, "../../../../shared/data/oracles");
const skip = existsSync(folder) ? false : "the reference figures (../shared/data/oracles) are not here";

type Row = Record<string, number>;
interface Oracle {
  emax: Row;
  psr2012: Row[];
  psr2025: Row[];
  dsr2012: Row[];
  minTRL2012: Row[];
  minBTL: Row;
  perf365: Row & { r: number[]; ddSeries: number[] };
  tradeStats: Row & { r: number[] };
}
function statistics(): Oracle {
  return JSON.parse(readFileSync(join(folder, "statistics.json"), "utf8")) as Oracle;
}

function near(actual: unknown, expected: number, what = ""): void {
  assert.ok(typeof actual === "number", what);
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} is not ${expected}`,
  );
}

function equityOf(returns: readonly number[]): number[] {
  const equity = [1];
  for (const value of returns) equity.push(equity[equity.length - 1] * (1 + value));
  return equity;
}

test("Sharpe inference equals the published figures", { skip }, () => {
  const oracle = statistics();
  for (const [trials, value] of Object.entries(oracle.emax))
    near(expectedMaximum(Number(trials)), value, `Z(${trials})`);
  for (const form of ["2012", "2025"] as const)
    for (const row of oracle[`psr${form}`]) {
      const known = { sharpe: row.sr, count: row.T, skewness: row.skew, kurtosis: row.kurtRaw };
      if (row.psr !== undefined) near(probabilisticSharpe(known, row.sr0, form), row.psr, `PSR-${form}`);
    }
  const [moments] = oracle.psr2025;
  const minimum = oracle.psr2025.find((row) => row.minTRL !== undefined);
  assert.ok(minimum);
  near(
    minimumTrackRecordLength(
      { sharpe: moments.sr, skewness: moments.skew, kurtosis: moments.kurtRaw },
      0,
      0.95,
      "2025",
    ),
    minimum.minTRL,
  );
  for (const row of oracle.dsr2012) {
    const known = { sharpe: row.srDaily, count: row.T, skewness: row.skew, kurtosis: row.kurtRaw };
    near(expectedMaximumSharpe(row.N, row.varSRDaily), row.sr0Daily, "SR0");
    near(deflatedSharpe(known, row.N, row.varSRDaily, "2012"), row.dsr, "DSR");
  }
  for (const row of oracle.minTRL2012) {
    const scale = Math.sqrt(row.freq);
    const known = { sharpe: row.srAnn / scale, skewness: row.skew, kurtosis: row.kurtRaw };
    near(minimumTrackRecordLength(known, row.sr0Ann / scale, 0.95, "2012") / row.freq, row.years, "MinTRL");
  }
  near(minimumBacktestYears(oracle.minBTL.N, oracle.minBTL.srIS), oracle.minBTL.years, "MinBTL");
});

test("performance of a series of daily returns equals the reference", { skip }, () => {
  const { perf365: oracle } = statistics();
  const equity = equityOf(oracle.r);
  const sample = sampleOf(runOfEquity(equity));
  const returns = Float64Array.from(oracle.r);
  const known = sharpeSampleOf(sample);
  const checks: [unknown, number, string][] = [
    [mean(sample.returns), oracle.mean, "mean"],
    [standardDeviation(sample.returns), oracle.sd, "sd"],
    [dailySharpe(sample.returns, defaultConventions) * Math.sqrt(365), oracle.sharpe365, "Sharpe"],
    [dailySharpe(sample.returns, defaultConventions) * Math.sqrt(252), oracle.sharpe252, "Sharpe, 252"],
    [downsideDeviation(sample.returns, defaultConventions), oracle.downsideDev, "downside deviation"],
    [sortino(sample.returns, defaultConventions), oracle.sortino365, "Sortino"],
    [-maximumDrawdown(sample.drawdowns), oracle.maxDD, "max drawdown"],
    [sample.result.finalEquity, oracle.finalEquity, "final equity"],
    [cagrOf(sample), oracle.cagr365, "CAGR"],
    [cagrOf(sample) / maximumDrawdown(sample.drawdowns), oracle.calmar, "Calmar"],
    [omega(returns, defaultConventions), oracle.omega0, "Omega"],
    [gainToPain(returns), oracle.omega0 - 1, "gain to pain"],
    [-valueAtRisk(returns), oracle.var95hist, "VaR"],
    [-conditionalValueAtRisk(returns), oracle.cvar95, "CVaR"],
    [-normalValueAtRisk(returns), oracle.varNormal, "normal VaR"],
    [rootMeanSquare(sample.dailyDrawdown.subarray(1)), oracle.ulcer_n * 1, "Ulcer"],
    [tailRatio(returns), oracle.tail, "tail ratio"],
    [skewness(returns), oracle.skewPopulation, "skewness"],
    [rawKurtosis(returns), oracle.kurtRawPopulation, "kurtosis"],
    [adjustedSkewness(returns), oracle.skewAdjusted, "adjusted skewness"],
    [sample.dailyDrawdown.filter((depth) => depth < 0).length, oracle.underwaterBars, "under water"],
    [probabilisticSharpe(known, 0, "2012"), oracle.psr2012, "PSR-2012"],
    [probabilisticSharpe(known, 0, "2025"), oracle.psr2025, "PSR-2025"],
  ];
  for (const [actual, expected, what] of checks) near(actual, expected, what);
  for (const [index, depth] of drawdownSeries(equity, 1).entries()) near(depth, oracle.ddSeries[index], `dd ${index}`);
});

test("trade statistics equal the reference", { skip }, () => {
  const { tradeStats: oracle } = statistics();
  near(mean(oracle.r), oracle.expectancy, "expectancy");
  near(profitFactor(splitProfits(oracle.r)), oracle.pf, "profit factor");
  near(systemQualityNumber(spreadOf(oracle.r)), oracle.sqn_ddof1, "SQN");
  near(kelly(splitProfits(oracle.r)), oracle.kelly, "Kelly");
});

test("trade statistics of backtesting.py's own trades equal the figures it prints", { skip }, () => {
  const { cases } = JSON.parse(readFileSync(join(folder, "backtesting_py.json"), "utf8")) as {
    cases: Record<string, { stats: Row; trades: { PnL: number; ReturnPct: number }[] }>;
  };
  for (const [name, { stats, trades }] of Object.entries(cases)) {
    const profits = trades.map((each) => each.PnL);
    const fractions = trades.map((each) => each.ReturnPct);
    near(systemQualityNumber(spreadOf(profits)), stats["SQN"], `${name} SQN`);
    near(kelly(splitProfits(profits)), stats["Kelly Criterion"], `${name} Kelly`);
    // It computes the profit factor from percentages, so the function is given those here.
    near(profitFactor(splitProfits(fractions)), stats["Profit Factor"], `${name} profit factor`);
    near(Number(winRate(splitProfits(profits))) * 100, stats["Win Rate [%]"], `${name} win rate`);
    near(mean(fractions) * 100, stats["Expectancy [%]"], `${name} expectancy`);
    near(Math.max(...fractions) * 100, stats["Best Trade [%]"], `${name} best trade`);
  }
});

/** The figures of empyrical's own test suite; its returns are daily, 252 a year. */
test("ratios equal those of empyrical's test suite", () => {
  const conventions: Conventions = { ...defaultConventions, periodsPerYear: 252 };
  const mixed = Float64Array.from([0, 1, 10, -4, 2, 3, 2, 1, -10], (percent) => percent / 100);
  // Its series starts with a missing value that its volatility leaves out and its growth counts as a period.
  const known = mixed.subarray(1);
  near(mixed.reduce((total, value) => total * (1 + value), 1) ** (252 / 9) - 1, 1.9135925372886, "annual return");
  near(standardDeviation(known) * Math.sqrt(252), 0.9136465399704637, "volatility");
  near(dailySharpe(known, conventions) * Math.sqrt(252), 1.7238613961706866, "Sharpe");
  near(sortino(known, conventions), 2.605531251673693, "Sortino");
  near(downsideDeviation(known, conventions) * Math.sqrt(252), 0.6044832503882, "downside risk");
  const negative = Float64Array.from([0, -6, -7, -1, -9, -2, -6, -8, -5], (percent) => percent / 100);
  near(dailySharpe(negative, conventions) * Math.sqrt(252), -24.406808633910085, "Sharpe, negative");
  near(sortino(negative, conventions), -13.532743075043401, "Sortino, negative");
  const positive = Float64Array.from([1, 2, 1, 1, 1, 1, 1, 1, 1], (percent) => percent / 100);
  near(dailySharpe(positive, conventions) * Math.sqrt(252), 52.915026221291804, "Sharpe, positive");
  near(maximumDrawdown(sampleOf(runOfEquity(equityOf([...mixed]))).drawdowns), 0.1, "max drawdown");
});

test("ratios equal those of pypbo's tests", () => {
  const yearly = Float64Array.of(0.259, 0.198, 0.364, -0.081, 0.057, 0.055, 0.188, 0.317, 0.24, 0.184, -0.01, 0.526);
  const sharpe = dailySharpe(yearly, { ...defaultConventions, riskFreeRate: 0.05, periodsPerYear: 1 });
  assert.ok(Math.abs(sharpe - 0.834364) < 1e-6);
  const sorted = sortino(Float64Array.of(0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04), {
    ...defaultConventions,
    periodsPerYear: 1,
  });
  assert.ok(typeof sorted === "number" && Math.abs(sorted - 4.417261) < 1e-6);
});
