/** Candles, turning points and pivots against Stock.Indicators. */
import { multiply } from "../../../src/engine/expression/arithmetic.ts";
import { above, below } from "../../../src/engine/expression/condition.ts";
import { marketOf } from "../../../src/engine/expression/sources.ts";
import { alligator } from "../../../src/engine/indicators/alligator.ts";
import { candleAnatomy } from "../../../src/engine/indicators/candle-anatomy.ts";
import { delay } from "../../../src/engine/indicators/delay.ts";
import { doji } from "../../../src/engine/indicators/doji.ts";
import { fractal } from "../../../src/engine/indicators/fractal.ts";
import { fractalBands } from "../../../src/engine/indicators/fractal-bands.ts";
import { gator } from "../../../src/engine/indicators/gator.ts";
import { heikinAshi } from "../../../src/engine/indicators/heikin-ashi.ts";
import { marubozu } from "../../../src/engine/indicators/marubozu.ts";
import type { PivotLevels } from "../../../src/engine/indicators/pivot-levels.ts";
import { pivotPoints } from "../../../src/engine/indicators/pivot-points.ts";
import { medianPrice } from "../../../src/engine/indicators/price.ts";
import { rollingPivots } from "../../../src/engine/indicators/rolling-pivots.ts";
import { stc } from "../../../src/engine/indicators/stc.ts";
import { swings } from "../../../src/engine/indicators/swings.ts";
import type { FieldComparison, FileComparison } from "../stock-indicators.ts";

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

export const candleComparisons: readonly FileComparison[] = [
  {
    file: "alligator",
    call: "ToAlligator()",
    compared: { jaw: { series: lines.jaw }, teeth: { series: lines.teeth }, lips: { series: lines.lips } },
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
    compared: {
      upperBand: { series: fractalBands(market).upper },
      lowerBand: { series: fractalBands(market).lower },
    },
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
    compared: {
      upper: { series: upper },
      lower: { series: lower },
      upperIsExpanding: { series: above(upper, delay(upper)) },
      lowerIsExpanding: { series: below(lower, delay(lower)) },
    },
  },
  {
    file: "heikinashi",
    call: "ToHeikinAshi()",
    compared: {
      open: { series: smoothCandle.open },
      high: { series: smoothCandle.high },
      low: { series: smoothCandle.low },
      close: { series: smoothCandle.close },
      volume: { series: market.volume },
    },
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
  { file: "stc", call: "ToStc(10, 23, 50)", compared: { stc: { series: stc(market.close) } } },
];
