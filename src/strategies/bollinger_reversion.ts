import { multiply, subtract } from "../engine/expression/arithmetic.ts";
import { crossesAbove, crossesBelow } from "../engine/expression/condition.ts";
import { bollinger } from "../engine/indicators/bollinger.ts";
import { decimal, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "bollinger_reversion",
  about: "Buys a fall through the lower Bollinger band and takes the way back to the middle.",
  parameters: {
    length: integer(20, { min: 2, max: 1000, about: "candles in the bands" }),
    deviations: decimal(2, { min: 0.1, max: 10, about: "distance of the bands, in standard deviations" }),
    stop_deviations: decimal(2, { min: 0.1, max: 20, about: "distance of the stop below the lower band, likewise" }),
  },
  signals: ({ close }, p) => {
    const { middle, lower } = bollinger(close, p.length, p.deviations);
    const deviation = multiply(subtract(middle, lower), 1 / p.deviations);
    return {
      enterLong: crossesBelow(close, lower),
      exitLong: crossesAbove(close, middle),
      limitPrice: lower,
      protectiveStop: subtract(lower, multiply(deviation, p.stop_deviations)),
      targetPrice: middle,
    };
  },
});
