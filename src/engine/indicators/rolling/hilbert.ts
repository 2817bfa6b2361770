/** Places in the rings below: a power of two above the longest look-back of 6. */
const MASK = 7;

/**
 * Ehlers' Hilbert transform of a price: its in-phase and quadrature parts, and from them the period of the cycle that
 * dominates it, in candles. All start from 0; the first six prices are only taken in.
 * Source: John Ehlers, Rocket Science for Traders (2001).
 */
export class HilbertTransform {
  /** Price, smoothed over four candles. */
  smooth = NaN;
  inPhase = 0.5;
  quadrature = 0.5;
  /** Period of the dominant cycle, candles. */
  period = 0.5;
  private readonly prices = new Float64Array(MASK + 1);
  private readonly smoothed = new Float64Array(MASK + 1);
  private readonly detrended = new Float64Array(MASK + 1);
  private readonly inPhases = new Float64Array(MASK + 1);
  private readonly quadratures = new Float64Array(MASK + 1);
  private count = 0;
  private smoothInPhase = 0.5;
  private smoothQuadrature = 0.5;
  private real = 0.5;
  private imaginary = 0.5;

  constructor() {
    this.inPhase = 0;
    this.quadrature = 0;
    this.period = 0;
    this.smoothInPhase = 0;
    this.smoothQuadrature = 0;
    this.real = 0;
    this.imaginary = 0;
  }

  /** Takes a price in; results are read from the fields. */
  next(price: number): void {
    const { prices, smoothed, detrended } = this;
    const at = this.count & MASK;
    prices[at] = price;
    this.count++;
    if (this.count <= 6) return;
    this.smooth = smoothed4(price, prices[(at - 1) & MASK], prices[(at - 2) & MASK], prices[(at - 3) & MASK]);
    const correction = 0.075 * this.period + 0.54;
    smoothed[at] = this.smooth;
    detrended[at] = correction * filter(smoothed, at);
    this.quadrature = correction * filter(detrended, at);
    this.inPhase = detrended[(at - 3) & MASK];
    this.quadratures[at] = this.quadrature;
    this.inPhases[at] = this.inPhase;
    this.measure(correction * filter(this.inPhases, at), correction * filter(this.quadratures, at));
  }

  /** The period from the angle by which the phasor turns (homodyne discriminator). */
  private measure(advancedInPhase: number, advancedQuadrature: number): void {
    const inPhase = 0.2 * (this.inPhase - advancedQuadrature) + 0.8 * this.smoothInPhase;
    const quadrature = 0.2 * (this.quadrature + advancedInPhase) + 0.8 * this.smoothQuadrature;
    const real = inPhase * this.smoothInPhase + quadrature * this.smoothQuadrature;
    const imaginary = inPhase * this.smoothQuadrature - quadrature * this.smoothInPhase;
    this.real = 0.2 * real + 0.8 * this.real;
    this.imaginary = 0.2 * imaginary + 0.8 * this.imaginary;
    this.smoothInPhase = inPhase;
    this.smoothQuadrature = quadrature;
    const angle = this.real !== 0 ? Math.atan(this.imaginary / this.real) : 0;
    const raw = angle !== 0 ? (2 * Math.PI) / angle : 0;
    const limited = Math.max(0.67 * this.period, Math.min(1.5 * this.period, raw));
    this.period = 0.2 * Math.max(6, Math.min(50, limited)) + 0.8 * this.period;
  }
}

/** Ehlers' weighted mean of four values, 4, 3, 2 and 1 parts; equal values come back exactly. */
export function smoothed4(now: number, past1: number, past2: number, past3: number): number {
  return now + (3 * (past1 - now) + 2 * (past2 - now) + (past3 - now)) / 10;
}

/** The discrete Hilbert filter around the place `at` of a ring. */
function filter(ring: Float64Array, at: number): number {
  const near = ring[(at - 2) & MASK] - ring[(at - 4) & MASK];
  return 0.0962 * (ring[at] - ring[(at - 6) & MASK]) + 0.5769 * near;
}
