/** The market's moods: a Markov chain over drift and volatility, so that trends, ranges and panics follow one another. */
import type { Random } from "./random.ts";

export interface Regime {
  readonly name: "bull" | "bear" | "range" | "turmoil";
  /** Expected return of a candle, in units of its ordinary standard deviation. */
  readonly drift: number;
  /** Multiplies the ordinary volatility. */
  readonly volatility: number;
  /** Share of the distance to the price at which the regime began that each candle takes back. */
  readonly pull: number;
  readonly meanCandles: number;
}

const REGIMES: readonly Regime[] = [
  { name: "bull", drift: 0.045, volatility: 0.8, pull: 0, meanCandles: 600 },
  { name: "bear", drift: -0.05, volatility: 1.05, pull: 0, meanCandles: 400 },
  { name: "range", drift: 0, volatility: 0.65, pull: 0.02, meanCandles: 700 },
  { name: "turmoil", drift: -0.02, volatility: 2.1, pull: 0, meanCandles: 90 },
];

/** Chance of each next regime, by the present one; turmoil comes mostly out of falling markets. */
const NEXT: Readonly<Record<Regime["name"], readonly number[]>> = {
  bull: [0, 0.3, 0.55, 0.15],
  bear: [0.3, 0, 0.4, 0.3],
  range: [0.5, 0.38, 0, 0.12],
  turmoil: [0.4, 0.3, 0.3, 0],
};

export function firstRegime(random: Random): Regime {
  return REGIMES[random.uint32() % 3];
}

export function nextRegime(present: Regime, random: Random): Regime {
  const chances = NEXT[present.name];
  let left = random.uniform();
  for (let i = 0; i < chances.length; i++) {
    left -= chances[i];
    if (left < 0) return REGIMES[i];
  }
  return REGIMES[0];
}
