import type { Market, Series } from "../expression/node.ts";
import { cumulative } from "./cumulative.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { moneyFlow } from "./money-flow.ts";

/** Accumulation/distribution line, from the first candle on. */
export function adl(market: Market): Series {
  return cumulative(moneyFlow(market).volume).named(labelOf("adl", market, []));
}

export const adlIndicator = defineIndicator({
  group: "Volume",
  name: "adl",
  title: "Accumulation/distribution line",
  about: "Money flow volume added up since the first candle.",
  formula: "adl[t] = adl[t-1] + moneyFlow.volume[t]",
  source: "Marc Chaikin.",
  convention: "Its level depends on where the candles begin; only its changes mean something.",
  usage: "adl(market)",
  outputs: [{ name: "adl", scale: "volume" }],
  parameters: {},
  warmUp: () => ({ adl: 0 }),
  build: (market) => ({ adl: adl(market) }),
});
