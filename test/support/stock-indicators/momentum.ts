/** Momentum and volatility against Stock.Indicators. */
import { divide } from "../../../src/engine/expression/arithmetic.ts";
import { marketOf } from "../../../src/engine/expression/sources.ts";
import {
  atr,
  atrStop,
  awesome,
  balanceOfPower,
  cci,
  choppiness,
  cmo,
  connorsRsi,
  dpo,
  elderRay,
  ema,
  envelope,
  fisher,
  medianPrice,
  momentum,
  percentRank,
  pmo,
  roc,
  rocBands,
  rsi,
  sma,
  smi,
  starc,
  stochastic,
  stochasticRsi,
  streak,
  tsi,
  ulcer,
  ultimate,
  volatilityStop,
  williamsR,
} from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const { close } = market;
const awesomeLine = awesome(market);
const slow = stochastic(market);
const stop = volatilityStop(market);
const percentJ = "three times %K less twice %D: arithmetic on what is compared";
const oneSide = "the stop while the other output says that it is on this side";

export const momentumComparisons: readonly FileComparison[] = [
  {
    file: "atr-stop",
    call: "ToAtrStop(21, 3)",
    compared: exactly({ atrStop: atrStop(market).stop, atr: atr(market, 21) }),
    leftOut: { buyStop: oneSide, sellStop: oneSide },
  },
  {
    file: "awesome",
    call: "ToAwesome(5, 34)",
    compared: exactly({
      oscillator: awesomeLine,
      normalized: divide(awesomeLine, divide(medianPrice(market), 100)),
    }),
  },
  { file: "bop", call: "ToBop()", compared: exactly({ bop: balanceOfPower(market) }) },
  { file: "cci", call: "ToCci(20)", compared: exactly({ cci: cci(market) }) },
  { file: "chop", call: "ToChop(14)", compared: exactly({ chop: choppiness(market) }) },
  { file: "cmo", call: "ToCmo(14)", compared: exactly({ cmo: cmo(close) }) },
  {
    file: "crsi",
    call: "ToConnorsRsi(3, 2, 100)",
    compared: {
      streak: { series: streak(close) },
      rsi: { series: rsi(close, 3) },
      // Theirs is left empty for two rows more, and its first rank takes an absent change for 0.
      rsiStreak: { series: rsi(streak(close), 2), convergesAt: 4 },
      percentRank: { series: percentRank(roc(close, 1), 100), convergesAt: 101 },
      connorsRsi: { series: connorsRsi(close) },
    },
  },
  {
    file: "dpo",
    call: "ToDpo(lookbackPeriods)",
    compared: {
      dpo: { series: dpo(close, 14), confirmedAfter: 8 },
      sma: { series: sma(close, 14), confirmedAfter: 8 },
    },
  },
  {
    file: "elder-ray",
    call: "ToElderRay(13)",
    compared: exactly({
      ema: ema(close, 13),
      bullPower: elderRay(market).bull,
      bearPower: elderRay(market).bear,
    }),
  },
  {
    file: "fisher",
    call: "ToFisherTransform(10)",
    compared: exactly({
      fisher: fisher(medianPrice(market)).fisher,
      trigger: fisher(medianPrice(market)).trigger,
    }),
  },
  {
    file: "ma-env",
    call: "ToMaEnvelopes(20, 2.5)",
    compared: exactly({
      centerline: envelope(close).middle,
      upperEnvelope: envelope(close).upper,
      lowerEnvelope: envelope(close).lower,
    }),
  },
  {
    file: "pmo",
    call: "ToPmo(35, 20, 10)",
    compared: exactly({ pmo: pmo(close).pmo, signal: pmo(close).signal }),
  },
  {
    file: "roc-wb",
    call: "ToRocWb()",
    compared: exactly({
      roc: rocBands(close).roc,
      rocEma: rocBands(close).signal,
      upperBand: rocBands(close).upper,
      lowerBand: rocBands(close).lower,
    }),
  },
  {
    file: "roc",
    call: "ToRoc()",
    compared: exactly({ momentum: momentum(close, 14), roc: roc(close, 14) }),
  },
  { file: "rsi", call: "ToRsi(14)", compared: exactly({ rsi: rsi(close) }) },
  {
    file: "smi",
    call: "ToSmi()",
    compared: exactly({ smi: smi(market).smi, signal: smi(market).signal }),
  },
  {
    file: "starc",
    call: "ToStarcBands()",
    compared: exactly({
      centerline: starc(market).middle,
      upperBand: starc(market).upper,
      lowerBand: starc(market).lower,
    }),
  },
  {
    file: "stoch-rsi",
    call: "ToStochRsi()",
    compared: exactly({ stochRsi: stochasticRsi(close).k, signal: stochasticRsi(close).d }),
  },
  {
    file: "stoch",
    call: "ToStoch(14, 3, 3)",
    compared: exactly({
      oscillator: slow.k,
      signal: slow.d,
      k: slow.k,
      d: slow.d,
    }),
    leftOut: { percentJ, j: percentJ },
  },
  {
    file: "tsi",
    call: "ToTsi(25, 13, 7)",
    compared: exactly({ tsi: tsi(close).tsi, signal: tsi(close).signal }),
  },
  {
    file: "ulcer",
    call: "ToUlcerIndex(14)",
    compared: exactly({ ulcerIndex: ulcer(close), ui: ulcer(close) }),
  },
  { file: "uo", call: "ToUltimate(7, 14, 28)", compared: exactly({ ultimate: ultimate(market) }) },
  {
    file: "vol-stop",
    call: "ToVolatilityStop()",
    compared: exactly({ sar: stop.stop, isStop: stop.isTurn }),
    leftOut: { upperBand: oneSide, lowerBand: oneSide },
  },
  { file: "willr", call: "ToWilliamsR(14)", compared: exactly({ williamsR: williamsR(market) }) },
];
