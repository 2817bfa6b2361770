/** Volume against Stock.Indicators. */
import { marketOf } from "../../../src/engine/expression/sources.ts";
import { adl } from "../../../src/engine/indicators/adl.ts";
import { chaikinOscillator } from "../../../src/engine/indicators/chaikin-oscillator.ts";
import { cmf } from "../../../src/engine/indicators/cmf.ts";
import { ema } from "../../../src/engine/indicators/ema.ts";
import { forceIndex } from "../../../src/engine/indicators/force-index.ts";
import { klinger } from "../../../src/engine/indicators/klinger.ts";
import { mfi } from "../../../src/engine/indicators/mfi.ts";
import { moneyFlow } from "../../../src/engine/indicators/money-flow.ts";
import { obv } from "../../../src/engine/indicators/obv.ts";
import { ppo } from "../../../src/engine/indicators/ppo.ts";
import { vwap } from "../../../src/engine/indicators/vwap.ts";
import type { FileComparison } from "../stock-indicators.ts";

const market = marketOf();
const { multiplier, volume } = moneyFlow(market);
const flow = { moneyFlowMultiplier: { series: multiplier }, moneyFlowVolume: { series: volume } };
const pvo = ppo(market.volume);

export const volumeComparisons: readonly FileComparison[] = [
  { file: "adl", call: "ToAdl()", compared: { ...flow, adl: { series: adl(market) } } },
  {
    file: "chaikin-osc",
    call: "ToChaikinOsc(3, 10)",
    compared: {
      ...flow,
      adl: { series: adl(market) },
      oscillator: { series: chaikinOscillator(market) },
      fastEma: { series: ema(adl(market), 3) },
      slowEma: { series: ema(adl(market), 10) },
    },
  },
  { file: "cmf", call: "ToCmf(20)", compared: { ...flow, cmf: { series: cmf(market) } } },
  { file: "force", call: "ToForceIndex()", compared: { forceIndex: { series: forceIndex(market, 2) } } },
  {
    file: "kvo",
    call: "ToKvo(34, 55, 13)",
    compared: { oscillator: { series: klinger(market).klinger }, signal: { series: klinger(market).signal } },
  },
  { file: "mfi", call: "ToMfi(14)", compared: { mfi: { series: mfi(market) } } },
  { file: "obv", call: "ToObv()", compared: { obv: { series: obv(market) } } },
  {
    file: "pvo",
    call: "ToPvo(12, 26, 9)",
    compared: { pvo: { series: pvo.ppo }, signal: { series: pvo.signal }, histogram: { series: pvo.histogram } },
  },
  { file: "vwap", call: "ToVwap()", compared: { vwap: { series: vwap(market, "all") } } },
];
