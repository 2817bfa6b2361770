import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { TurningPoint } from "./rolling/turning-point.ts";

class Fractal extends Operator {
  low = NaN;
  private readonly highs: TurningPoint;
  private readonly lows: TurningPoint;

  constructor(span: number) {
    super();
    this.highs = new TurningPoint(span, span);
    this.lows = new TurningPoint(span, span);
  }

  next(high: number, low: number): number {
    this.low = -this.lows.next(-low);
    return this.highs.next(high);
  }
}

export const fractalDefinition = defineOperator({
  name: "fractal",
  title: "Fractals",
  about: "A high above the highs of `span` candles on either side, a low below their lows.",
  formula: "high[t-span] where it exceeds all other highs from t-2*span to t; low likewise",
  source: "Bill Williams, Trading Chaos (1995).",
  convention:
    "Given on the candle that confirms it, `span` candles after the turn, and only there; charts usually draw it at the turn itself, where it could not be known. Equal neighbours make it none.",
  inputs: ["high", "low"],
  outputs: [
    { name: "high", scale: "price" },
    { name: "low", scale: "price" },
  ],
  parameters: { span: integer(2, { min: 1, max: 1_000, about: "candles on either side" }) },
  warmUp: (p) => 2 * p.span,
  warmUpDependsOnData: true,
  create: (p) => new Fractal(p.span),
});

/** High and low fractals, each on the candle that confirms it, else unknown. */
export function fractal({ high, low }: Market, span = 2): Readonly<Record<"high" | "low", Series>> {
  return applyAll(fractalDefinition, ["high", "low"], [high, low], { span });
}
