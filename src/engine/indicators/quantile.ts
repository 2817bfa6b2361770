import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { SortedWindow } from "./rolling/sorted-window.ts";

class Quantile extends Operator {
  private readonly window: SortedWindow;
  private readonly index: number;
  private readonly fraction: number;

  constructor(length: number, share: number) {
    super();
    this.window = new SortedWindow(length);
    const place = share * (length - 1);
    this.index = Math.floor(place);
    this.fraction = place - this.index;
  }

  next(value: number): number {
    if (!this.window.take(value)) return NaN;
    const { sorted } = this.window;
    const below = sorted[this.index];
    return this.fraction === 0 ? below : below + this.fraction * (sorted[this.index + 1] - below);
  }
}

export const quantileDefinition = defineOperator({
  name: "quantile",
  title: "Rolling quantile",
  about: "The value that a share of the last `length` values does not exceed; 0.5 is the median.",
  formula: "the sorted window at place share * (length - 1), interpolated linearly",
  source: "Hyndman and Fan, The American Statistician (1996), type 7: as NumPy's and pandas' default.",
  inputs: ["value"],
  outputs: [{ name: "quantile", scale: "price" }],
  parameters: {
    length: integer(20, { min: 1, max: 10_000, about: "candles in the window" }),
    share: decimal(0.5, { min: 0, max: 1, about: "0: the lowest, 0.5: the median, 1: the highest" }),
  },
  warmUp: (p) => p.length - 1,
  create: (p) => new Quantile(p.length, p.share),
});

/** The value that the share `share` (0 to 1) of the last `length` values does not exceed. */
export function quantile(value: SeriesLike, length: number, share: number): Series {
  return apply(quantileDefinition, [value], { length, share });
}

/** Median of the last `length` values. */
export function median(value: SeriesLike, length: number): Series {
  return quantile(value, length, 0.5);
}
