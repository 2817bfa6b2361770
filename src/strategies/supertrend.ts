import { crossesAbove, crossesBelow } from "../engine/expression/condition.ts";
import { supertrend } from "../engine/indicators/supertrend.ts";
import { decimal, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";
import { directionsParameter, inDirections } from "./directions.ts";

export default defineStrategy({
  name: "supertrend",
  about: "Holds in the direction of the Supertrend, with its band as the protective stop.",
  parameters: {
    length: integer(10, { min: 2, max: 400, about: "candles in the average true range" }),
    multiplier: decimal(3, { min: 0.1, max: 20, about: "distance of the band, in average true ranges" }),
    directions: directionsParameter,
  },
  signals: (market, p) => {
    const { direction, supertrend: band } = supertrend(market, p.length, p.multiplier);
    const turnsUp = crossesAbove(direction, 0);
    const turnsDown = crossesBelow(direction, 0);
    return inDirections(p.directions, {
      enterLong: turnsUp,
      exitLong: turnsDown,
      enterShort: turnsDown,
      exitShort: turnsUp,
      protectiveStop: band,
    });
  },
});
