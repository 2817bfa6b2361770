/** Averages, and what is made of nothing but averages. */
import { add, multiply } from "../../../src/engine/expression/arithmetic.ts";
import { marketOf } from "../../../src/engine/expression/sources.ts";
import {
  alma,
  dema,
  ema,
  hma,
  kama,
  linearRegression,
  sma,
  smma,
  standardDeviation,
  t3,
  tema,
  vwma,
  wma,
} from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const { close } = market;
const kama10 = kama(close, 10, { fast: 2, slow: 30 });

export const averages: readonly FileComparison[] = [
  { file: "alma", call: "ToAlma(9, 0.85, 6)", compared: exactly({ alma: alma(close, 9, { offset: 0.85, sigma: 6 }) }) },
  { file: "barpart", call: "ToBarPart(CandlePart.Close)", compared: exactly({ value: add(close, 0) }) },
  { file: "dema", call: "ToDema()", compared: exactly({ dema: dema(close, 14) }) },
  { file: "ema", call: "ToEma(20)", compared: exactly({ ema: ema(close, 20) }) },
  { file: "epma", call: "ToEpma()", compared: exactly({ epma: linearRegression(close, 10).value }) },
  { file: "hma", call: "ToHma()", compared: exactly({ hma: hma(close, 14) }) },
  { file: "kama", call: "ToKama(10, 2, 30)", compared: exactly({ kama: kama10.kama, er: kama10.efficiency }) },
  { file: "sma", call: "ToSma(20)", compared: exactly({ sma: sma(close, 20) }) },
  {
    file: "sma-analysis",
    call: "ToSmaAnalysis(20)",
    compared: exactly({
      sma: sma(close, 20),
      mse: multiply(standardDeviation(close, 20), standardDeviation(close, 20)),
    }),
    leftOut: { mad: "a mean of absolute deviations, not shipped by itself", mape: "likewise" },
  },
  { file: "smma", call: "ToSmma(20)", compared: exactly({ smma: smma(close, 20) }) },
  { file: "t3", call: "ToT3(5, 0.7)", compared: exactly({ t3: t3(close, 5, 0.7) }) },
  { file: "tema", call: "ToTema(20)", compared: exactly({ tema: tema(close, 20) }) },
  { file: "vwma", call: "ToVwma(14)", compared: exactly({ vwma: vwma(market, 14) }) },
  { file: "wma", call: "ToWma(14)", compared: exactly({ wma: wma(close, 14) }) },
];
