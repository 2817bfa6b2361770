import { maximum, minimum, subtract } from "../engine/expression/arithmetic.ts";
import { valueWhen } from "../engine/expression/history.ts";
import { across, every } from "../engine/expression/sources.ts";
import { roc } from "../engine/indicators/roc.ts";
import { choice, decimal, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "momentum_rotation",
  about: "Holds the symbols that rose most, and changes them once a day or week.",
  parameters: {
    length: integer(90, { min: 1, max: 10_000, about: "candles over which the rise is measured" }),
    hold: integer(1, { min: 1, max: 100, about: "how many symbols are held" }),
    rotate: choice("1w", { options: ["1d", "1w"], about: "how often the held symbols may change" }),
    rebalance: decimal(0.2, { min: 0, max: 1, about: "drift of a position that is corrected, over its capital" }),
  },
  signals: ({ close }, p) => {
    const rank = valueWhen(every(p.rotate), across.rank(roc(close, p.length)));
    // 1 from the first rank to the last that is held, 0 from the next on.
    const exposure = maximum(0, minimum(1, subtract(p.hold + 1, rank)));
    return { targetExposure: exposure, rebalanceThreshold: p.rebalance };
  },
});
