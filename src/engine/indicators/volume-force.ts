import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";

class VolumeForce extends Operator {
  private previousPrice = NaN;
  private previousRange = NaN;
  private trend = 0;
  /** Range added up since the trend last turned. */
  private travelled = 0.5;
  private force = 0.5;

  constructor() {
    super();
    this.travelled = 0;
    this.force = 0;
  }

  next(high: number, low: number, close: number, volume: number): number {
    const price = high + low + close;
    const range = high - low;
    const { previousPrice, previousRange, trend } = this;
    this.previousPrice = price;
    this.previousRange = range;
    if (previousPrice !== previousPrice) return NaN;
    this.trend = price > previousPrice ? 1 : -1;
    if (trend === 0) return NaN;
    this.travelled = range + (this.trend === trend ? this.travelled : previousRange);
    if (range === this.travelled || volume === 0) this.force = 0;
    else if (this.travelled !== 0) {
      const share = range === 0 ? 1 : Math.abs(range / this.travelled - 1);
      this.force = 200 * volume * share * this.trend;
    }
    return this.force;
  }
}

export const volumeForceDefinition = defineOperator({
  name: "volumeForce",
  title: "Klinger's volume force",
  about: "Volume in the direction of the trend, the more of it the further the trend has gone beyond this candle.",
  formula:
    "200 * volume * |range / travelled - 1| * trend; trend = 1 where high + low + close rose, else -1; travelled = range added up since the trend turned",
  source: "Stephen Klinger, Stocks & Commodities (December 1997).",
  convention: "travelled starts from 0 on the second candle; a force that cannot be computed keeps its last value.",
  inputs: ["high", "low", "close", "volume"],
  outputs: [{ name: "force", scale: "volume" }],
  parameters: {},
  warmUp: () => 2,
  create: () => new VolumeForce(),
});

/** Klinger's volume force. */
export function volumeForce({ high, low, close, volume }: Market): Series {
  return apply(volumeForceDefinition, [high, low, close, volume]);
}
