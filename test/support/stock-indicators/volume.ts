/** Volume against Stock.Indicators. */
import { marketOf } from "../../../src/engine/expression/sources.ts";
import {
  adl,
  chaikinOscillator,
  cmf,
  ema,
  forceIndex,
  klinger,
  mfi,
  moneyFlow,
  obv,
  vwap,
} from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const moneyFlows = moneyFlow(market);
const flow = { moneyFlowMultiplier: moneyFlows.multiplier, moneyFlowVolume: moneyFlows.volume };

export const volume: readonly FileComparison[] = [
  { file: "adl", call: "ToAdl()", compared: exactly({ ...flow, adl: adl(market) }) },
  {
    file: "chaikin-osc",
    call: "ToChaikinOsc(3, 10)",
    compared: exactly({
      ...flow,
      adl: adl(market),
      oscillator: chaikinOscillator(market),
      fastEma: ema(adl(market), 3),
      slowEma: ema(adl(market), 10),
    }),
  },
  { file: "cmf", call: "ToCmf(20)", compared: exactly({ ...flow, cmf: cmf(market) }) },
  { file: "force", call: "ToForceIndex()", compared: exactly({ forceIndex: forceIndex(market, 2) }) },
  {
    file: "kvo",
    call: "ToKvo(34, 55, 13)",
    compared: exactly({ oscillator: klinger(market).klinger, signal: klinger(market).signal }),
  },
  { file: "mfi", call: "ToMfi(14)", compared: exactly({ mfi: mfi(market) }) },
  { file: "obv", call: "ToObv()", compared: exactly({ obv: obv(market) }) },
  { file: "vwap", call: "ToVwap()", compared: exactly({ vwap: vwap(market, "all") }) },
];
