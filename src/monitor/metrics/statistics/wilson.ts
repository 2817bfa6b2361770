import type { Interval } from "./bootstrap.ts";
import { normalQuantile } from "./normal.ts";

/**
 * Wilson's interval of a proportion: it stays inside 0..1 and is sound for small samples.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
 */
export function wilsonInterval(successes: number, count: number, confidence: number): Interval {
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const share = successes / count;
  const scale = 1 + (z * z) / count;
  const centre = (share + (z * z) / (2 * count)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
