/** Candles, turning points and pivots against Stock.Indicators. */
import { multiply } from "../../../src/engine/expression/arithmetic.ts";
import { above, below } from "../../../src/engine/expression/condition.ts";
import { marketOf } from "../../../src/engine/expression/sources.ts";
import type { PivotLevels } from "../../../src/engine/indicators/pivot-levels.ts";
import {
  alligator,
  candleAnatomy,
  delay,
  doji,
  fractal,
  fractalBands,
  gator,
  heikinAshi,
  marubozu,
  medianPrice,
  pivotPoints,
  rollingPivots,
  stc,
  swings,
} from "../../../src/engine/indicators/index.ts";
import { exactly, type FieldComparison, type FileComparison } from "./comparison.ts";

const market = marketOf();
const median = medianPrice(market);
const anatomy = candleAnatomy(market);
const lines = alligator(median);
const { upper, lower } = gator(median);
const smoothCandle = heikinAshi(market);

const parts: Readonly<Record<string, FieldComparison>> = {
  "candle.size": { series: anatomy.range },
  "candle.body": { series: anatomy.body },
  "candle.upperWick": { series: anatomy.upperWick },
  "candle.lowerWick": { series: anatomy.lowerWick },
  "candle.bodyPct": { series: anatomy.bodyShare },
};
const theClose = "the close of the candles that match";
const drawnBackwards = "drawn back to the point before once the next one is known";

function levels(pivots: PivotLevels): Readonly<Record<string, FieldComparison>> {
  const { pivot, ...others } = pivots;
  const entries = Object.entries({ pp: pivot, ...others }).map(([name, series]) => [name, { series }]);
  return Object.fromEntries(entries) as Record<string, FieldComparison>;
}
const fourth = "only other kinds of pivot have a fourth level";

export const candles: readonly FileComparison[] = [
  {
    file: "alligator",
    call: "ToAlligator()",
    compared: exactly({ jaw: lines.jaw, teeth: lines.teeth, lips: lines.lips }),
  },
  {
    file: "doji",
    call: "ToDoji(0.1)",
    compared: { match: { series: doji(market) }, ...parts },
    leftOut: { price: theClose },
  },
  {
    file: "fcb",
    call: "ToFcb(2)",
    compared: exactly({
      upperBand: fractalBands(market).upper,
      lowerBand: fractalBands(market).lower,
    }),
  },
  {
    file: "fractal",
    call: "ToFractal(2)",
    compared: {
      fractalBear: { series: fractal(market).high, confirmedAfter: 2 },
      fractalBull: { series: fractal(market).low, confirmedAfter: 2 },
    },
  },
  {
    file: "gator",
    call: "ToGator()",
    compared: exactly({
      upper: upper,
      lower: lower,
      upperIsExpanding: above(upper, delay(upper)),
      lowerIsExpanding: below(lower, delay(lower)),
    }),
  },
  {
    file: "heikinashi",
    call: "ToHeikinAshi()",
    compared: exactly({
      open: smoothCandle.open,
      high: smoothCandle.high,
      low: smoothCandle.low,
      close: smoothCandle.close,
      volume: market.volume,
    }),
    leftOut: { date: "the candle's own" },
  },
  {
    file: "marubozu",
    call: "ToMarubozu()",
    compared: { match: { series: multiply(marubozu(market), 100) }, ...parts },
    leftOut: { price: theClose },
  },
  {
    file: "pivot-points",
    call: "ToPivotPoints()",
    compared: levels(pivotPoints(market, "month")),
    leftOut: { s4: fourth, r4: fourth },
  },
  {
    file: "pivots",
    call: "ToPivots()",
    compared: {
      highPoint: { series: swings(market).high, confirmedAfter: 2 },
      lowPoint: { series: swings(market).low, confirmedAfter: 2 },
    },
    leftOut: {
      highLine: drawnBackwards,
      lowLine: drawnBackwards,
      highTrend: drawnBackwards,
      lowTrend: drawnBackwards,
    },
  },
  {
    file: "rolling-pivots",
    call: "ToRollingPivots()",
    compared: levels(rollingPivots(market)),
    leftOut: { s4: fourth, r4: fourth },
  },
  { file: "stc", call: "ToStc(10, 23, 50)", compared: exactly({ stc: stc(market.close) }) },
];
