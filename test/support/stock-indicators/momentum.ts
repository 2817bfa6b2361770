/** Momentum and volatility against Stock.Indicators. */
import { divide } from "../../../src/engine/expression/arithmetic.ts";
import { marketOf } from "../../../src/engine/expression/sources.ts";
import { atr } from "../../../src/engine/indicators/atr.ts";
import { atrStop } from "../../../src/engine/indicators/atr-stop.ts";
import { awesome } from "../../../src/engine/indicators/awesome.ts";
import { balanceOfPower } from "../../../src/engine/indicators/balance-of-power.ts";
import { cci } from "../../../src/engine/indicators/cci.ts";
import { choppiness } from "../../../src/engine/indicators/choppiness.ts";
import { cmo } from "../../../src/engine/indicators/cmo.ts";
import { connorsRsi } from "../../../src/engine/indicators/connors-rsi.ts";
import { dpo } from "../../../src/engine/indicators/dpo.ts";
import { elderRay } from "../../../src/engine/indicators/elder-ray.ts";
import { ema } from "../../../src/engine/indicators/ema.ts";
import { envelope } from "../../../src/engine/indicators/envelope.ts";
import { fisher } from "../../../src/engine/indicators/fisher.ts";
import { momentum } from "../../../src/engine/indicators/momentum.ts";
import { percentRank } from "../../../src/engine/indicators/percent-rank.ts";
import { pmo } from "../../../src/engine/indicators/pmo.ts";
import { medianPrice } from "../../../src/engine/indicators/price.ts";
import { roc } from "../../../src/engine/indicators/roc.ts";
import { rocBands } from "../../../src/engine/indicators/roc-bands.ts";
import { rsi } from "../../../src/engine/indicators/rsi.ts";
import { sma } from "../../../src/engine/indicators/sma.ts";
import { smi } from "../../../src/engine/indicators/smi.ts";
import { starc } from "../../../src/engine/indicators/starc.ts";
import { stochastic } from "../../../src/engine/indicators/stochastic.ts";
import { stochasticRsi } from "../../../src/engine/indicators/stochastic-rsi.ts";
import { streak } from "../../../src/engine/indicators/streak.ts";
import { tsi } from "../../../src/engine/indicators/tsi.ts";
import { ulcer } from "../../../src/engine/indicators/ulcer.ts";
import { ultimate } from "../../../src/engine/indicators/ultimate.ts";
import { volatilityStop } from "../../../src/engine/indicators/volatility-stop.ts";
import { williamsR } from "../../../src/engine/indicators/williams-r.ts";
import type { FileComparison } from "../stock-indicators.ts";

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
    compared: { atrStop: { series: atrStop(market).stop }, atr: { series: atr(market, 21) } },
    leftOut: { buyStop: oneSide, sellStop: oneSide },
  },
  {
    file: "awesome",
    call: "ToAwesome(5, 34)",
    compared: {
      oscillator: { series: awesomeLine },
      normalized: { series: divide(awesomeLine, divide(medianPrice(market), 100)) },
    },
  },
  { file: "bop", call: "ToBop()", compared: { bop: { series: balanceOfPower(market) } } },
  { file: "cci", call: "ToCci(20)", compared: { cci: { series: cci(market) } } },
  { file: "chop", call: "ToChop(14)", compared: { chop: { series: choppiness(market) } } },
  { file: "cmo", call: "ToCmo(14)", compared: { cmo: { series: cmo(close) } } },
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
    compared: { dpo: { series: dpo(close, 14), confirmedAfter: 8 }, sma: { series: sma(close, 14), confirmedAfter: 8 } },
  },
  {
    file: "elder-ray",
    call: "ToElderRay(13)",
    compared: {
      ema: { series: ema(close, 13) },
      bullPower: { series: elderRay(market).bull },
      bearPower: { series: elderRay(market).bear },
    },
  },
  {
    file: "fisher",
    call: "ToFisherTransform(10)",
    compared: {
      fisher: { series: fisher(medianPrice(market)).fisher },
      trigger: { series: fisher(medianPrice(market)).trigger },
    },
  },
  {
    file: "ma-env",
    call: "ToMaEnvelopes(20, 2.5)",
    compared: {
      centerline: { series: envelope(close).middle },
      upperEnvelope: { series: envelope(close).upper },
      lowerEnvelope: { series: envelope(close).lower },
    },
  },
  {
    file: "pmo",
    call: "ToPmo(35, 20, 10)",
    compared: { pmo: { series: pmo(close).pmo }, signal: { series: pmo(close).signal } },
  },
  {
    file: "roc-wb",
    call: "ToRocWb()",
    compared: {
      roc: { series: rocBands(close).roc },
      rocEma: { series: rocBands(close).signal },
      upperBand: { series: rocBands(close).upper },
      lowerBand: { series: rocBands(close).lower },
    },
  },
  {
    file: "roc",
    call: "ToRoc()",
    compared: { momentum: { series: momentum(close, 14) }, roc: { series: roc(close, 14) } },
  },
  { file: "rsi", call: "ToRsi(14)", compared: { rsi: { series: rsi(close) } } },
  {
    file: "smi",
    call: "ToSmi()",
    compared: { smi: { series: smi(market).smi }, signal: { series: smi(market).signal } },
  },
  {
    file: "starc",
    call: "ToStarcBands()",
    compared: {
      centerline: { series: starc(market).middle },
      upperBand: { series: starc(market).upper },
      lowerBand: { series: starc(market).lower },
    },
  },
  {
    file: "stoch-rsi",
    call: "ToStochRsi()",
    compared: { stochRsi: { series: stochasticRsi(close).k }, signal: { series: stochasticRsi(close).d } },
  },
  {
    file: "stoch",
    call: "ToStoch(14, 3, 3)",
    compared: {
      oscillator: { series: slow.k },
      signal: { series: slow.d },
      k: { series: slow.k },
      d: { series: slow.d },
    },
    leftOut: { percentJ, j: percentJ },
  },
  {
    file: "tsi",
    call: "ToTsi(25, 13, 7)",
    compared: { tsi: { series: tsi(close).tsi }, signal: { series: tsi(close).signal } },
  },
  {
    file: "ulcer",
    call: "ToUlcerIndex(14)",
    compared: { ulcerIndex: { series: ulcer(close) }, ui: { series: ulcer(close) } },
  },
  { file: "uo", call: "ToUltimate(7, 14, 28)", compared: { ultimate: { series: ultimate(market) } } },
  {
    file: "vol-stop",
    call: "ToVolatilityStop()",
    compared: { sar: { series: stop.stop }, isStop: { series: stop.isTurn } },
    leftOut: { upperBand: oneSide, lowerBand: oneSide },
  },
  { file: "willr", call: "ToWilliamsR(14)", compared: { williamsR: { series: williamsR(market) } } },
];
