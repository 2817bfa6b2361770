import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { TurningPoint } from "./rolling/turning-point.ts";

class FractalBands extends Operator {
  upper = NaN;
  lower = NaN;
  private readonly highs: TurningPoint;
  private readonly lows: TurningPoint;

  constructor(span: number) {
    super();
    this.highs = new TurningPoint(span, span);
    this.lows = new TurningPoint(span, span);
  }

  next(high: number, low: number): number {
    const turnHigh = this.highs.next(high);
    const turnLow = -this.lows.next(-low);
    if (turnHigh === turnHigh) this.upper = turnHigh;
    if (turnLow === turnLow) this.lower = turnLow;
    return this.upper;
  }
}

export const fractalBandsDefinition = defineOperator({
  name: "fractalBands",
  title: "Fractal chaos bands",
  about: "The last confirmed high fractal and the last confirmed low one.",
  formula: "upper = latest fractal.high, lower = latest fractal.low",
  source: "After Bill Williams, Trading Chaos (1995).",
  convention: "Steps on the candle that confirms the fractal.",
  inputs: ["high", "low"],
  outputs: [
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
  ],
  parameters: { span: integer(2, { min: 1, max: 1_000, about: "candles on either side of a fractal" }) },
  warmUp: (p) => 2 * p.span,
  warmUpDependsOnData: true,
  create: (p) => new FractalBands(p.span),
});

/** The latest confirmed fractals, held until the next. */
export function fractalBands({ high, low }: Market, span = 2): Readonly<Record<"upper" | "lower", Series>> {
  return applyAll(fractalBandsDefinition, ["upper", "lower"], [high, low], { span });
}
