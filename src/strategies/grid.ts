import { decimal, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "grid",
  about: "Rests a ladder of buys below the price; what a rung bought is sold one rung higher.",
  parameters: {
    levels: integer(5, { min: 1, max: 50, about: "rungs below the top; each gets the same quantity" }),
    step: decimal(0.01, { min: 0.0001, max: 0.5, about: "distance between rungs, as a fraction of the price" }),
  },
  state: { top: 0, quantity: 0 },
  onCandle: (view, state, p) => {
    const price = (level: number) => state.top * (1 - p.step) ** level;
    // Rungs fill from the top down and are sold from the bottom up, so their number says which they are. One bought in
    // part counts; a hair less than a whole one is the exchange's rounding, a hair more than none what rounding left.
    const bought = state.quantity === 0 ? 0 : Math.ceil(view.positionQuantity / state.quantity - 0.1);
    // Only while nothing is held may the ladder move: it follows a price that left it.
    if (bought <= 0 && (view.close >= price(-1) || view.close <= price(p.levels))) {
      state.top = view.close;
      state.quantity = view.capital / (p.levels * view.close);
    }
    const rungs = Array.from({ length: p.levels }, (_, n) => n + 1);
    const orders = rungs.map((level) => {
      const side = level <= bought ? ("sell" as const) : ("buy" as const);
      const at = price(side === "sell" ? level - 1 : level);
      return { key: `${side} at ${at}`, side, type: "limit" as const, quantity: state.quantity, price: at };
    });
    return { orders };
  },
});
