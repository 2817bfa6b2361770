/** Ranges, deviations, bands and channels. */
import { divide, subtract } from "../../../src/engine/expression/arithmetic.ts";
import { marketOf } from "../../../src/engine/expression/sources.ts";
import {
  atr,
  atrPercent,
  bollinger,
  chandelier,
  donchian,
  keltner,
  sma,
  standardDeviation,
  trueRange,
} from "../../../src/engine/indicators/index.ts";
import { exactly, type FileComparison } from "./comparison.ts";

const market = marketOf();
const { close } = market;
const bollinger20 = bollinger(close, 20, 2);
const donchian20 = donchian(market, 20);
const keltner20 = keltner(market, 20, 2, 10);

export const volatility: readonly FileComparison[] = [
  {
    file: "atr",
    call: "ToAtr(14)",
    compared: exactly({ tr: trueRange(market), atr: atr(market, 14), atrp: atrPercent(market, 14) }),
  },
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
    file: "stdev",
    call: "ToStdDev()",
    compared: exactly({
      stdDev: standardDeviation(close, 14),
      mean: sma(close, 14),
      zScore: divide(subtract(close, sma(close, 14)), standardDeviation(close, 14)),
    }),
  },
  { file: "tr", call: "ToTr()", compared: exactly({ tr: trueRange(market) }) },
];
