/** What the numbers of a report mean, and what they say, in words. */
import { conventionNamed } from "../../engine/fills/convention.ts";
import type { RunResult } from "../../engine/result.ts";
import { DAY_MS } from "../../engine/timeframe.ts";
import { profitBeforeCosts, totalCost } from "../metrics/costs.ts";
import { refusalTotal } from "../metrics/execution.ts";
import type { MetricResult } from "../metrics/measure.ts";
import type { MetricSample } from "../metrics/sample.ts";
import { decimals, minuteText, money, percent } from "./number-format.ts";
import { metricOf, type Statement } from "./report.ts";

export function conventionStatements(sample: MetricSample): Statement[] {
  const { result, conventions, trials, returns, trades } = sample;
  const fills = conventionNamed(result.fillConvention)?.about;
  return [
    { label: "Fills", text: fills === undefined ? result.fillConvention : `${result.fillConvention}: ${fills}` },
    {
      label: "Costs",
      text: `maker fee ${percent(result.makerFeeRate)}, taker fee ${percent(result.takerFeeRate)}, slippage ${percent(result.slippageRate)}, spread ${percent(result.spreadRate)}`,
    },
    {
      label: "Returns",
      text: "daily, equity marked at 00:00 UTC with open positions at the last close; drawdowns at every instant, the first peak is the starting cash",
    },
    {
      label: "Annualisation",
      text: `${conventions.periodsPerYear} periods a year, risk-free rate ${percent(conventions.riskFreeRate)}`,
    },
    {
      label: "Sample",
      text: `${decimals(returns.length, 0)} daily returns, ${decimals(trades.length, 0)} closed trades`,
    },
    {
      label: "Trials",
      text:
        trials.count === 1
          ? "1 (settings tried by hand before are not known here; each of them makes luck a better explanation)"
          : String(trials.count),
    },
    {
      label: "Intervals",
      text: `${percent(conventions.confidence, 0)}; Sharpe from its standard error (PSR-2012), win rate by Wilson, the rest by stationary block bootstrap with seed ${conventions.seed}`,
    },
    {
      label: "Benchmark",
      text: "buy & hold of the same symbols with the same weights, all of the starting cash at the first open, fees and slippage paid once",
    },
  ];
}

/** What happened, the result first, warnings last. */
export function summarySentences(sample: MetricSample, metrics: readonly MetricResult[]): string[] {
  const { result } = sample;
  const value = (id: string): MetricResult => metricOf({ metrics }, id);
  return [
    resultSentence(result, value("total_return"), value("benchmark_return"), sample.elapsedMs / DAY_MS),
    sharpeSentence(value("sharpe"), sample.trials.count),
    costSentence(result, value("break_even_cost"), value("cost_of_turnover")),
    ...warnings(sample),
  ].filter((sentence) => sentence !== undefined);
}

const moved = (fraction: number): string => `${fraction >= 0 ? "gained" : "lost"} ${percent(Math.abs(fraction), 1)}`;

function resultSentence(result: RunResult, own: MetricResult, benchmark: MetricResult, days: number): string {
  const period = `in ${decimals(days, days < 10 ? 1 : 0)} days`;
  const held = benchmark.value === null ? "" : `; buy & hold ${moved(benchmark.value)}`;
  if (result.totals.fills === 0) return `No trade was made ${period}${held}.`;
  return `The strategy ${moved(own.value ?? 0)} ${period}${held}.`;
}

function sharpeSentence({ value, interval, why }: MetricResult, trials: number): string | undefined {
  if (value === null) return `No Sharpe ratio: ${why}.`;
  if (interval === undefined) return `Sharpe ratio ${decimals(value)}.`;
  const range = `Sharpe ratio ${decimals(value)}, ${percent(interval.confidence, 0)} interval ${decimals(interval.low)} to ${decimals(interval.high)}`;
  if (interval.low > 0)
    return `${range}: above zero${trials === 1 ? ", provided this was the only set of settings ever tried" : ""}.`;
  if (interval.high < 0) return `${range}: below zero.`;
  return `${range}: it includes zero, so luck alone can explain the result.`;
}

function costSentence(result: RunResult, breakEven: MetricResult, paid: MetricResult): string | undefined {
  if (breakEven.value === null || paid.value === null) return undefined;
  const cost = `Costs took ${money(totalCost(result), result.currency)}`;
  return profitBeforeCosts(result) > 0
    ? `${cost}: the fills bear ${decimals(breakEven.value, 1)} basis points a side and paid ${decimals(paid.value, 1)}.`
    : `${cost}, but even without any cost the fills would have lost money.`;
}

const FEW_TRADES = 30;

function warnings({ result, trades }: MetricSample): string[] {
  const found: string[] = [];
  if (trades.length > 0 && trades.length < FEW_TRADES)
    found.push(`Only ${trades.length} closed ${trades.length === 1 ? "trade" : "trades"}: too few to judge by.`);
  const refused = refusalTotal(result);
  if (result.totals.fills === 0 && refused > 0)
    found.push(`All ${refused} signals were refused; the table of refusals says why.`);
  const halt = result.refusals.find(({ code }) => code.endsWith("_halt"));
  if (halt !== undefined)
    found.push(
      `Trading halted on ${minuteText(halt.time)} UTC (${halt.code}): no new position was opened from then on.`,
    );
  const ruin = result.refusals.find(({ code }) => code === "ruined");
  if (ruin !== undefined)
    found.push(
      `The account was ruined on ${minuteText(ruin.time)} UTC: its equity was gone, every position was closed, and nothing was opened any more.`,
    );
  if (result.openPositions.length > 0)
    found.push(
      `${result.openPositions.length} ${result.openPositions.length === 1 ? "position is" : "positions are"} still open, marked at the last close; the exit is not paid yet.`,
    );
  if (conventionNamed(result.fillConvention)?.marketFill === "signal-close")
    found.push("Fills at the signal's own close cannot be had in a live market.");
  return found;
}
