/** What a benchmark is: a comparison that must hold, and figures that are worth nothing where it does not. */

/** One figure against its target. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** `x` for a ratio, else the unit of `value`, `limit` and `peers`. */
  readonly unit: string;
  /** Most that the figure may be; undefined: told, not held to anything. */
  readonly limit?: number;
  /** What the figure was made from, for whoever wants to judge it. */
  readonly from: Readonly<Record<string, number>>;
}

export interface Benchmark {
  readonly name: string;
  /** What is measured, and against what. */
  readonly about: string;
  /**
   * Compares what is measured with a slow, obvious reference on a small input. Takes seconds at most.
   * @throws Error where they are not equal
   */
  readonly check: () => void | Promise<void>;
  /** Measures; compares the whole input first. */
  readonly measure: () => readonly Figure[] | Promise<readonly Figure[]>;
}

/** @throws Error where two numbers differ by more than 1e-9 of the expected one */
export function mustEqual(actual: number, expected: number, what: string): void {
  const isEqual = Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  if (!isEqual) throw new Error(`${what}: ${actual}, the reference says ${expected}`);
}

/** A number with the digits that a measurement on a shared machine is worth. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
