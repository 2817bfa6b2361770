import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "buy_and_hold",
  about: "Buys once and keeps it: what every other strategy has to beat.",
  parameters: {},
  state: { hasBought: false },
  onCandle: (view, state) => {
    state.hasBought ||= view.positionQuantity > 0;
    return state.hasBought ? undefined : { enterLong: true, reason: "first candle" };
  },
});
