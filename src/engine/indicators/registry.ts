/**
 * All indicators, in the order in which they are documented: the one list that docs, tests and sweeps read.
 * Each is defined in its own file; here it only gets its place.
 */
import type { Expression, Market } from "../expression/node.ts";
import { adlIndicator } from "./adl.ts";
import { adxDefinition } from "./adx.ts";
import { alligatorIndicator } from "./alligator.ts";
import { almaDefinition } from "./alma.ts";
import { aroonDefinition } from "./aroon.ts";
import { atrDefinition, atrPercentIndicator } from "./atr.ts";
import { atrStopDefinition } from "./atr-stop.ts";
import { awesomeIndicator } from "./awesome.ts";
import { balanceOfPowerIndicator } from "./balance-of-power.ts";
import { betaDefinition } from "./beta.ts";
import { bollingerDefinition } from "./bollinger.ts";
import { candleAnatomyDefinition } from "./candle-anatomy.ts";
import { cciDefinition } from "./cci.ts";
import { chaikinOscillatorIndicator } from "./chaikin-oscillator.ts";
import { chandelierDefinition } from "./chandelier.ts";
import { choppinessDefinition } from "./choppiness.ts";
import { cmfIndicator } from "./cmf.ts";
import { cmoDefinition } from "./cmo.ts";
import { connorsRsiIndicator } from "./connors-rsi.ts";
import { correlationDefinition } from "./correlation.ts";
import { cumulativeDefinition } from "./cumulative.ts";
import { delayDefinition } from "./delay.ts";
import { demaDefinition } from "./dema.ts";
import { dojiDefinition } from "./doji.ts";
import { donchianDefinition } from "./donchian.ts";
import { dpoIndicator } from "./dpo.ts";
import { elderRayIndicator } from "./elder-ray.ts";
import { emaDefinition } from "./ema.ts";
import { envelopeIndicator } from "./envelope.ts";
import { fisherDefinition } from "./fisher.ts";
import { forceIndexIndicator } from "./force-index.ts";
import { fractalDefinition } from "./fractal.ts";
import { fractalBandsDefinition } from "./fractal-bands.ts";
import { gatorIndicator } from "./gator.ts";
import { heikinAshiDefinition } from "./heikin-ashi.ts";
import { highestDefinition } from "./highest.ts";
import { hilbertTrendDefinition } from "./hilbert-trend.ts";
import { hmaIndicator } from "./hma.ts";
import { ichimokuIndicator } from "./ichimoku.ts";
import { type Indicator, operatorIndicator } from "./indicator.ts";
import { kamaDefinition } from "./kama.ts";
import { keltnerIndicator } from "./keltner.ts";
import { klingerIndicator } from "./klinger.ts";
import { linearRegressionDefinition } from "./linear-regression.ts";
import { lowestDefinition } from "./lowest.ts";
import { macdIndicator } from "./macd.ts";
import { mamaDefinition } from "./mama.ts";
import { marubozuDefinition } from "./marubozu.ts";
import { mcginleyDefinition } from "./mcginley.ts";
import { mfiDefinition } from "./mfi.ts";
import { momentumIndicator } from "./momentum.ts";
import { moneyFlowDefinition } from "./money-flow.ts";
import { obvDefinition } from "./obv.ts";
import { parabolicSarDefinition } from "./parabolic-sar.ts";
import { percentRankDefinition } from "./percent-rank.ts";
import { pivotPointsIndicator } from "./pivot-points.ts";
import { pmoIndicator } from "./pmo.ts";
import { ppoIndicator } from "./ppo.ts";
import { previousPeriodDefinition } from "./previous-period.ts";
import {
  averagePriceDefinition,
  medianPriceDefinition,
  typicalPriceDefinition,
  weightedCloseDefinition,
} from "./price.ts";
import { quantileDefinition } from "./quantile.ts";
import { rangePositionDefinition } from "./range-position.ts";
import { regressionChannelDefinition } from "./regression-channel.ts";
import { relativeStrengthIndicator } from "./relative-strength.ts";
import { rocIndicator } from "./roc.ts";
import { rocBandsIndicator } from "./roc-bands.ts";
import { rollingPivotsIndicator } from "./rolling-pivots.ts";
import { rollingVwapDefinition } from "./rolling-vwap.ts";
import { rsiDefinition } from "./rsi.ts";
import { smaDefinition } from "./sma.ts";
import { smiDefinition } from "./smi.ts";
import { smmaDefinition } from "./smma.ts";
import { standardDeviationDefinition } from "./standard-deviation.ts";
import { starcIndicator } from "./starc.ts";
import { stcIndicator } from "./stc.ts";
import { stochasticDefinition } from "./stochastic.ts";
import { stochasticRsiIndicator } from "./stochastic-rsi.ts";
import { streakDefinition } from "./streak.ts";
import { sumDefinition } from "./sum.ts";
import { supertrendDefinition } from "./supertrend.ts";
import { swingsDefinition } from "./swings.ts";
import { t3Definition } from "./t3.ts";
import { temaDefinition } from "./tema.ts";
import { trixDefinition } from "./trix.ts";
import { trueRangeDefinition } from "./true-range.ts";
import { tsiIndicator } from "./tsi.ts";
import { ulcerDefinition } from "./ulcer.ts";
import { ultimateDefinition } from "./ultimate.ts";
import { volatilityStopDefinition } from "./volatility-stop.ts";
import { volumeForceDefinition } from "./volume-force.ts";
import { vortexDefinition } from "./vortex.ts";
import { vwapDefinition } from "./vwap.ts";
import { vwmaDefinition } from "./vwma.ts";
import { williamsRDefinition } from "./williams-r.ts";
import { wmaDefinition } from "./wma.ts";
import { zscoreDefinition } from "./zscore.ts";

/** Stand-ins for a second series, which one market does not have. */
const closeAndOpen = ({ open, close }: Market): readonly Expression[] => [close, open];
const closeInRange = ({ high, low, close }: Market): readonly Expression[] => [close, low, high];

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
  operatorIndicator("Averages", mcginleyDefinition),
  operatorIndicator("Averages", mamaDefinition),
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
  stcIndicator,
  alligatorIndicator,
  gatorIndicator,
  operatorIndicator("Trend", hilbertTrendDefinition),
];

const volatility: readonly Indicator[] = [
  operatorIndicator("Volatility", trueRangeDefinition),
  operatorIndicator("Volatility", atrDefinition),
  atrPercentIndicator,
  operatorIndicator("Volatility", bollingerDefinition),
  keltnerIndicator,
  operatorIndicator("Volatility", donchianDefinition),
  operatorIndicator("Volatility", chandelierDefinition),
  operatorIndicator("Volatility", choppinessDefinition),
  operatorIndicator("Volatility", ulcerDefinition),
  envelopeIndicator,
  starcIndicator,
  operatorIndicator("Volatility", atrStopDefinition),
  operatorIndicator("Volatility", volatilityStopDefinition),
];

const statistics: readonly Indicator[] = [
  operatorIndicator("Statistics", standardDeviationDefinition),
  operatorIndicator("Statistics", linearRegressionDefinition),
  operatorIndicator("Statistics", regressionChannelDefinition),
  operatorIndicator("Statistics", zscoreDefinition),
  operatorIndicator("Statistics", highestDefinition),
  operatorIndicator("Statistics", lowestDefinition),
  operatorIndicator("Statistics", sumDefinition),
  operatorIndicator("Statistics", cumulativeDefinition),
  operatorIndicator("Statistics", quantileDefinition, {
    usage: "quantile(value, length, share), median(value, length)",
  }),
  operatorIndicator("Statistics", percentRankDefinition),
  operatorIndicator("Statistics", streakDefinition),
  operatorIndicator("Statistics", correlationDefinition, { inputs: closeAndOpen }),
  operatorIndicator("Statistics", betaDefinition, { inputs: closeAndOpen }),
  relativeStrengthIndicator,
  operatorIndicator("Statistics", rangePositionDefinition, {
    usage: "rangePosition(value, low, high)",
    inputs: closeInRange,
  }),
  operatorIndicator("Statistics", delayDefinition),
];

const momentum: readonly Indicator[] = [
  operatorIndicator("Momentum", rsiDefinition),
  operatorIndicator("Momentum", stochasticDefinition),
  stochasticRsiIndicator,
  operatorIndicator("Momentum", williamsRDefinition),
  operatorIndicator("Momentum", cciDefinition),
  momentumIndicator,
  rocIndicator,
  rocBandsIndicator,
  tsiIndicator,
  awesomeIndicator,
  operatorIndicator("Momentum", ultimateDefinition),
  connorsRsiIndicator,
  operatorIndicator("Momentum", cmoDefinition),
  balanceOfPowerIndicator,
  elderRayIndicator,
  dpoIndicator,
  operatorIndicator("Momentum", smiDefinition),
  pmoIndicator,
  operatorIndicator("Momentum", fisherDefinition),
];

const volume: readonly Indicator[] = [
  operatorIndicator("Volume", obvDefinition),
  operatorIndicator("Volume", moneyFlowDefinition),
  adlIndicator,
  chaikinOscillatorIndicator,
  cmfIndicator,
  operatorIndicator("Volume", mfiDefinition),
  forceIndexIndicator,
  operatorIndicator("Volume", vwapDefinition, { usage: "vwap(market, session)" }),
  operatorIndicator("Volume", rollingVwapDefinition),
  operatorIndicator("Volume", volumeForceDefinition),
  klingerIndicator,
];

const candles: readonly Indicator[] = [
  operatorIndicator("Candles", medianPriceDefinition),
  operatorIndicator("Candles", typicalPriceDefinition),
  operatorIndicator("Candles", weightedCloseDefinition),
  operatorIndicator("Candles", averagePriceDefinition),
  operatorIndicator("Candles", candleAnatomyDefinition),
  operatorIndicator("Candles", dojiDefinition),
  operatorIndicator("Candles", marubozuDefinition),
  operatorIndicator("Candles", heikinAshiDefinition),
  operatorIndicator("Candles", fractalDefinition),
  operatorIndicator("Candles", fractalBandsDefinition),
  operatorIndicator("Candles", swingsDefinition),
  operatorIndicator("Candles", previousPeriodDefinition, { usage: "previousPeriod(market, period)" }),
  pivotPointsIndicator,
  rollingPivotsIndicator,
];

export const indicators: readonly Indicator[] = Object.freeze([
  ...averages,
  ...trend,
  ...momentum,
  ...volatility,
  ...volume,
  ...candles,
  ...statistics,
]);
