import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal } from "../parameters.ts";
import { HilbertTransform } from "./rolling/hilbert.ts";

/** Prices whose mean both averages start from. */
const SEED_LENGTH = 6;

class Mama extends Operator {
  fama = NaN;
  private readonly fastLimit: number;
  private readonly slowLimit: number;
  private readonly transform = new HilbertTransform();
  private mama = NaN;
  private mean = 0.5;
  private count = 0;
  /** Degrees. */
  private phase = 0.5;

  constructor(fastLimit: number, slowLimit: number) {
    super();
    this.fastLimit = fastLimit;
    this.slowLimit = slowLimit;
    this.mean = 0;
    this.phase = 0;
  }

  next(value: number): number {
    const { transform } = this;
    transform.next(value);
    if (this.count < SEED_LENGTH) {
      this.mean += (value - this.mean) / ++this.count;
      if (this.count === SEED_LENGTH) this.mama = this.fama = this.mean;
      return this.mama;
    }
    const { inPhase, quadrature } = transform;
    const phase = inPhase !== 0 ? (Math.atan(quadrature / inPhase) * 180) / Math.PI : 0;
    const turn = Math.max(this.phase - phase, 1);
    this.phase = phase;
    const weight = Math.max(this.fastLimit / turn, this.slowLimit);
    this.mama += weight * (value - this.mama);
    this.fama += 0.5 * weight * (this.mama - this.fama);
    return this.mama;
  }
}

export const mamaDefinition = defineOperator({
  name: "mama",
  title: "MESA adaptive moving average",
  about: "An exponential average whose speed follows how fast the phase of the cycle turns; `fama` follows it slowly.",
  formula:
    "mama = mama[t-1] + w * (value - mama[t-1]), w = max(fastLimit / max(turn of the phase in degrees, 1), slowLimit); fama likewise on mama with w / 2",
  source: "John Ehlers, MESA and Trading Market Cycles (2002); his Hilbert transform.",
  convention: "Ehlers takes the median price. Both start from the mean of the first 6 values.",
  inputs: ["value"],
  outputs: [
    { name: "mama", scale: "price" },
    { name: "fama", scale: "price" },
  ],
  parameters: {
    fastLimit: decimal(0.5, { min: 0.01, max: 0.99, about: "largest weight of a new value" }),
    slowLimit: decimal(0.05, { min: 0.001, max: 0.99, about: "smallest weight of a new value" }),
  },
  warmUp: () => SEED_LENGTH - 1,
  create: (p) => new Mama(p.fastLimit, p.slowLimit),
});

/** MESA adaptive moving average and its follower, usually of the median price. */
export function mama(value: SeriesLike, fastLimit = 0.5, slowLimit = 0.05): Readonly<Record<"mama" | "fama", Series>> {
  return applyAll(mamaDefinition, ["mama", "fama"], [value], { fastLimit, slowLimit });
}
