import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";

class T3 extends Operator {
  private readonly weight: number;
  private readonly factor3: number;
  private readonly factor4: number;
  private readonly factor5: number;
  private readonly factor6: number;
  private first = NaN;
  private second = NaN;
  private third = NaN;
  private fourth = NaN;
  private fifth = NaN;
  private sixth = NaN;

  constructor(length: number, volumeFactor: number) {
    super();
    const a = volumeFactor;
    this.weight = 2 / (length + 1);
    this.factor6 = -(a ** 3);
    this.factor5 = 3 * a ** 2 + 3 * a ** 3;
    this.factor4 = -6 * a ** 2 - 3 * a - 3 * a ** 3;
    this.factor3 = 1 + 3 * a + a ** 3 + 3 * a ** 2;
  }

  next(value: number): number {
    const { weight } = this;
    if (this.sixth !== this.sixth) {
      this.first = this.second = this.third = this.fourth = this.fifth = this.sixth = value;
    }
    this.first += weight * (value - this.first);
    this.second += weight * (this.first - this.second);
    this.third += weight * (this.second - this.third);
    this.fourth += weight * (this.third - this.fourth);
    this.fifth += weight * (this.fourth - this.fifth);
    this.sixth += weight * (this.fifth - this.sixth);
    return (
      this.factor6 * this.sixth + this.factor5 * this.fifth + this.factor4 * this.fourth + this.factor3 * this.third
    );
  }
}

export const t3Definition = defineOperator({
  name: "t3",
  title: "Tillson T3 moving average",
  about: "Six exponential averages in a row, mixed so that the result is smooth and lags little.",
  formula:
    "t3 = -a^3 * e6 + (3a^2 + 3a^3) * e5 - (6a^2 + 3a + 3a^3) * e4 + (1 + 3a + a^3 + 3a^2) * e3, e1 = ema(value), e2 = ema(e1), ..., a = volumeFactor",
  source: "T. Tillson, Better Moving Averages, Stocks & Commodities 16 (1998).",
  convention: "All six averages start from the first value, as in Stock.Indicators: there is no warm-up.",
  inputs: ["value"],
  outputs: [{ name: "t3", scale: "price" }],
  parameters: {
    length: integer(5, { min: 1, max: 100_000, about: "candles in each average" }),
    volumeFactor: decimal(0.7, { min: 0, max: 1, about: "0 gives a triple EMA, 1 takes out the most lag" }),
  },
  warmUp: () => 0,
  create: (p) => new T3(p.length, p.volumeFactor),
});

/** Tillson's T3 average: smooth, with little lag. */
export function t3(value: SeriesLike, length: number, volumeFactor = 0.7): Series {
  return apply(t3Definition, [value], { length, volumeFactor });
}
