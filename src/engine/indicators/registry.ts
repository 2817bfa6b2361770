/**
 * All indicators, in the order in which they are documented: the one list that docs, tests and sweeps read.
 * Each is defined in its own file; here it only gets its place.
 */
import { adxDefinition } from "./adx.ts";
import { almaDefinition } from "./alma.ts";
import { aroonDefinition } from "./aroon.ts";
import { atrDefinition, atrPercentIndicator } from "./atr.ts";
import { bollingerIndicator } from "./bollinger.ts";
import { chandelierDefinition } from "./chandelier.ts";
import { demaDefinition } from "./dema.ts";
import { donchianDefinition } from "./donchian.ts";
import { emaDefinition } from "./ema.ts";
import { hmaIndicator } from "./hma.ts";
import { ichimokuIndicator } from "./ichimoku.ts";
import { type Indicator, operatorIndicator } from "./indicator.ts";
import { kamaDefinition } from "./kama.ts";
import { keltnerIndicator } from "./keltner.ts";
import { linearRegressionDefinition } from "./linear-regression.ts";
import { macdIndicator } from "./macd.ts";
import { parabolicSarDefinition } from "./parabolic-sar.ts";
import { ppoIndicator } from "./ppo.ts";
import { smaDefinition } from "./sma.ts";
import { smmaDefinition } from "./smma.ts";
import { standardDeviationDefinition } from "./standard-deviation.ts";
import { supertrendDefinition } from "./supertrend.ts";
import { t3Definition } from "./t3.ts";
import { temaDefinition } from "./tema.ts";
import { trixDefinition } from "./trix.ts";
import { trueRangeDefinition } from "./true-range.ts";
import { vortexDefinition } from "./vortex.ts";
import { vwmaDefinition } from "./vwma.ts";
import { wmaDefinition } from "./wma.ts";

const averages: readonly Indicator[] = [
  operatorIndicator("Averages", smaDefinition),
  operatorIndicator("Averages", emaDefinition),
  operatorIndicator("Averages", wmaDefinition),
  operatorIndicator("Averages", smmaDefinition),
  operatorIndicator("Averages", demaDefinition),
  operatorIndicator("Averages", temaDefinition),
  hmaIndicator,
  operatorIndicator("Averages", kamaDefinition, { usage: "kama(value, length, { fast, slow })" }),
  operatorIndicator("Averages", almaDefinition, { usage: "alma(value, length, { offset, sigma })" }),
  operatorIndicator("Averages", t3Definition),
  operatorIndicator("Averages", vwmaDefinition),
];

const trend: readonly Indicator[] = [
  macdIndicator,
  ppoIndicator,
  operatorIndicator("Trend", trixDefinition),
  operatorIndicator("Trend", adxDefinition),
  operatorIndicator("Trend", aroonDefinition),
  operatorIndicator("Trend", vortexDefinition),
  operatorIndicator("Trend", parabolicSarDefinition),
  operatorIndicator("Trend", supertrendDefinition),
  ichimokuIndicator,
];

const volatility: readonly Indicator[] = [
  operatorIndicator("Volatility", trueRangeDefinition),
  operatorIndicator("Volatility", atrDefinition),
  atrPercentIndicator,
  bollingerIndicator,
  keltnerIndicator,
  operatorIndicator("Volatility", donchianDefinition),
  operatorIndicator("Volatility", chandelierDefinition),
];

const statistics: readonly Indicator[] = [
  operatorIndicator("Statistics", standardDeviationDefinition),
  operatorIndicator("Statistics", linearRegressionDefinition),
];

export const indicators: readonly Indicator[] = Object.freeze([...averages, ...trend, ...volatility, ...statistics]);
