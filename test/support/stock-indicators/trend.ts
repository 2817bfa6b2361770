/** Trend indicators and the regression line. */
import { marketOf } from "../../../src/engine/expression/sources.ts";
import {
  adx,
  aroon,
  ema,
  ichimoku,
  linearRegression,
  macd,
  parabolicSar,
  ppo,
  standardDeviation,
  supertrend,
  trix,
  vortex,
} from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const { close, volume } = market;
const adx14 = adx(market, 14);
const aroon25 = aroon(market, 25);
const ichimoku9 = ichimoku(market, 9, 26, 52);
const macd12 = macd(close, 12, 26, 9);
const sar = parabolicSar(market, 0.02, 0.2);
const pvo12 = ppo(volume, 12, 26, 9);
const line14 = linearRegression(close, 14);
const supertrend10 = supertrend(market, 10, 3);
const vortex14 = vortex(market, 14);

export const trend: readonly FileComparison[] = [
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
  {
    file: "aroon",
    call: "ToAroon(25)",
    compared: exactly({ aroonUp: aroon25.up, aroonDown: aroon25.down, oscillator: aroon25.oscillator }),
  },
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
  {
    file: "supertrend",
    call: "ToSuperTrend(10, 3)",
    compared: exactly({
      superTrend: supertrend10.supertrend,
      upperBand: supertrend10.upper,
      lowerBand: supertrend10.lower,
    }),
  },
  {
    file: "trix",
    call: "ToTrix()",
    compared: exactly({ trix: trix(close, 14) }),
    leftOut: { ema3: "the average behind it" },
  },
  { file: "vortex", call: "ToVortex(14)", compared: exactly({ pvi: vortex14.plus, nvi: vortex14.minus }) },
];
