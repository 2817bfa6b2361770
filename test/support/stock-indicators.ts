/**
 * Which expression answers to which field of Stock.Indicators' expected values. Files in alphabetical order; each is
 * either compared or not shipped, each field either compared or left out, by name and with its reason.
 */
import { absolute, add, divide, multiply, subtract } from "../../src/engine/expression/arithmetic.ts";
import { lag } from "../../src/engine/expression/history.ts";
import type { Series } from "../../src/engine/expression/node.ts";
import { marketOf } from "../../src/engine/expression/sources.ts";
import {
  adx,
  alma,
  aroon,
  atr,
  atrPercent,
  bollinger,
  chandelier,
  dema,
  donchian,
  ema,
  hma,
  ichimoku,
  kama,
  keltner,
  linearRegression,
  macd,
  parabolicSar,
  ppo,
  sma,
  smma,
  standardDeviation,
  supertrend,
  t3,
  tema,
  trix,
  trueRange,
  vortex,
  vwma,
  wma,
} from "../../src/engine/indicators/index.ts";

export interface FieldComparison {
  readonly series: Series;
  /** Rows before this one are not compared: another seed, whose weight has died away by then. */
  readonly convergesAt?: number;
  /** The oracle dates a value back to the candle it speaks of; it is known this many candles later. */
  readonly confirmedAfter?: number;
  /** Relative; 1e-9 where not given. */
  readonly tolerance?: number;
}

export interface FileComparison {
  /** `results/<file>.standard.json`. */
  readonly file: string;
  /** Part of the call that made the file, as in its `params.json`. */
  readonly call: string;
  readonly compared: Readonly<Record<string, FieldComparison>>;
  readonly leftOut?: Readonly<Record<string, string>>;
}

const market = marketOf();
const { high, low, close, volume } = market;

/** Each field with its expression, all rows of it. */
function exactly(fields: Readonly<Record<string, Series>>): Readonly<Record<string, FieldComparison>> {
  return Object.fromEntries(Object.entries(fields).map(([field, series]) => [field, { series }]));
}

const adx14 = adx(market, 14);
const aroon25 = aroon(market, 25);
const middlePrice = divide(add(high, low), 2);
const jaw = lag(smma(middlePrice, 13), 8);
const teeth = lag(smma(middlePrice, 8), 5);
const lips = lag(smma(middlePrice, 5), 3);
const bollinger20 = bollinger(close, 20, 2);
const donchian20 = donchian(market, 20);
const elderAverage = ema(close, 13);
const ichimoku9 = ichimoku(market, 9, 26, 52);
const kama10 = kama(close, 10, { fast: 2, slow: 30 });
const keltner20 = keltner(market, 20, 2, 10);
const macd12 = macd(close, 12, 26, 9);
const sar = parabolicSar(market, 0.02, 0.2);
const pvo12 = ppo(volume, 12, 26, 9);
const line14 = linearRegression(close, 14);
const starcMiddle = sma(close, 5);
const starcDistance = multiply(atr(market, 10), 2);
const supertrend10 = supertrend(market, 10, 3);
const vortex14 = vortex(market, 14);

export const comparisons: readonly FileComparison[] = [
  {
    file: "adx",
    call: "ToAdx(14)",
    compared: exactly({
      adx: adx14.adx,
      adxr: adx14.adxr,
      dx: adx14.dx,
      pdi: adx14.plusDi,
      mdi: adx14.minusDi,
    }),
  },
  { file: "alligator", call: "ToAlligator()", compared: exactly({ jaw, teeth, lips }) },
  { file: "alma", call: "ToAlma(9, 0.85, 6)", compared: exactly({ alma: alma(close, 9, { offset: 0.85, sigma: 6 }) }) },
  {
    file: "aroon",
    call: "ToAroon(25)",
    compared: exactly({ aroonUp: aroon25.up, aroonDown: aroon25.down, oscillator: aroon25.oscillator }),
  },
  {
    file: "atr",
    call: "ToAtr(14)",
    compared: exactly({ tr: trueRange(market), atr: atr(market, 14), atrp: atrPercent(market, 14) }),
  },
  { file: "barpart", call: "ToBarPart(CandlePart.Close)", compared: exactly({ value: add(close, 0) }) },
  {
    file: "bb",
    call: "ToBollingerBands(20, 2)",
    compared: exactly({
      sma: bollinger20.middle,
      upperBand: bollinger20.upper,
      lowerBand: bollinger20.lower,
      percentB: bollinger20.percentB,
      zScore: divide(subtract(close, bollinger20.middle), standardDeviation(close, 20)),
      width: bollinger20.width,
    }),
  },
  {
    file: "chexit",
    call: "ToChandelier(22, 3)",
    compared: exactly({ chandelierExit: chandelier(market, 22, 3).long }),
  },
  { file: "dema", call: "ToDema()", compared: exactly({ dema: dema(close, 14) }) },
  {
    file: "donchian",
    call: "ToDonchian(20)",
    compared: exactly({
      upperBand: donchian20.upper,
      centerline: donchian20.middle,
      lowerBand: donchian20.lower,
      width: divide(subtract(donchian20.upper, donchian20.lower), donchian20.middle),
    }),
  },
  {
    file: "elder-ray",
    call: "ToElderRay(13)",
    compared: exactly({
      ema: elderAverage,
      bullPower: subtract(high, elderAverage),
      bearPower: subtract(low, elderAverage),
    }),
  },
  { file: "ema", call: "ToEma(20)", compared: exactly({ ema: ema(close, 20) }) },
  { file: "epma", call: "ToEpma()", compared: exactly({ epma: linearRegression(close, 10).value }) },
  {
    file: "gator",
    call: "ToGator()",
    compared: exactly({
      upper: absolute(subtract(jaw, teeth)),
      lower: subtract(0, absolute(subtract(teeth, lips))),
    }),
    leftOut: { upperIsExpanding: "a comparison with the candle before", lowerIsExpanding: "likewise" },
  },
  { file: "hma", call: "ToHma()", compared: exactly({ hma: hma(close, 14) }) },
  {
    file: "ichimoku",
    call: "ToIchimoku(9, 26, 52)",
    compared: exactly({
      tenkanSen: ichimoku9.conversion,
      kijunSen: ichimoku9.base,
      senkouSpanA: ichimoku9.spanA,
      senkouSpanB: ichimoku9.spanB,
    }),
    leftOut: { chikouSpan: "the close of 26 candles later: it looks ahead" },
  },
  { file: "kama", call: "ToKama(10, 2, 30)", compared: exactly({ kama: kama10.kama, er: kama10.efficiency }) },
  {
    file: "keltner",
    call: "ToKeltner(20, 2, 10)",
    compared: exactly({
      upperBand: keltner20.upper,
      centerline: keltner20.middle,
      lowerBand: keltner20.lower,
      width: keltner20.width,
    }),
  },
  {
    file: "ma-env",
    call: "ToMaEnvelopes(20, 2.5)",
    compared: exactly({
      centerline: sma(close, 20),
      upperEnvelope: multiply(sma(close, 20), 1.025),
      lowerEnvelope: multiply(sma(close, 20), 0.975),
    }),
  },
  {
    file: "macd",
    call: "ToMacd(12, 26, 9)",
    compared: exactly({ ...macd12, fastEma: ema(close, 12), slowEma: ema(close, 26) }),
  },
  {
    file: "psar",
    call: "ToParabolicSar(0.02, 0.2)",
    compared: exactly({ sar: sar.sar, isReversal: sar.reversal }),
  },
  {
    file: "pvo",
    call: "ToPvo(12, 26, 9)",
    compared: exactly({ pvo: pvo12.ppo, signal: pvo12.signal, histogram: pvo12.histogram }),
  },
  {
    file: "slope",
    call: "ToSlope(n)",
    compared: exactly({ slope: line14.slope, stdDev: standardDeviation(close, 14), rSquared: line14.rSquared }),
    leftOut: {
      intercept: "counted from the first candle of the file",
      line: "the last line drawn back over the candles before: it looks ahead",
    },
  },
  { file: "sma", call: "ToSma(20)", compared: exactly({ sma: sma(close, 20) }) },
  { file: "smma", call: "ToSmma(20)", compared: exactly({ smma: smma(close, 20) }) },
  {
    file: "starc",
    call: "ToStarcBands()",
    compared: exactly({
      centerline: starcMiddle,
      upperBand: add(starcMiddle, starcDistance),
      lowerBand: subtract(starcMiddle, starcDistance),
    }),
  },
  {
    file: "stdev",
    call: "ToStdDev()",
    compared: exactly({
      stdDev: standardDeviation(close, 14),
      mean: sma(close, 14),
      zScore: divide(subtract(close, sma(close, 14)), standardDeviation(close, 14)),
    }),
  },
  {
    file: "supertrend",
    call: "ToSuperTrend(10, 3)",
    compared: exactly({
      superTrend: supertrend10.supertrend,
      upperBand: supertrend10.upper,
      lowerBand: supertrend10.lower,
    }),
  },
  { file: "t3", call: "ToT3(5, 0.7)", compared: exactly({ t3: t3(close, 5, 0.7) }) },
  { file: "tema", call: "ToTema(20)", compared: exactly({ tema: tema(close, 20) }) },
  { file: "tr", call: "ToTr()", compared: exactly({ tr: trueRange(market) }) },
  {
    file: "trix",
    call: "ToTrix()",
    compared: exactly({ trix: trix(close, 14) }),
    leftOut: { ema3: "the average behind it" },
  },
  { file: "vortex", call: "ToVortex(14)", compared: exactly({ pvi: vortex14.plus, nvi: vortex14.minus }) },
  { file: "vwma", call: "ToVwma(14)", compared: exactly({ vwma: vwma(market, 14) }) },
  { file: "wma", call: "ToWma(14)", compared: exactly({ wma: wma(close, 14) }) },
];

const LATER = "not yet";
const NOT_A_COLUMN = "bricks, not one value a candle";

/** Files without a comparison, and why. */
export const notShipped: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "adl atr-stop awesome beta bop cci chaikin-osc chop cmf cmo corr crsi doji dpo dynamic fcb fisher force fractal heikinashi htl hurst kvo mama marubozu mfi obv pivot-points pivots pmo prs roc-wb roc rolling-pivots rsi sma-analysis smi stc stdev-channels stoch-rsi stoch tsi ulcer uo vol-stop vwap willr zigzag-close zigzag"
      .split(" ")
      .map((file) => [file, LATER]),
  ),
  "renko-atr": NOT_A_COLUMN,
  renko: NOT_A_COLUMN,
};
