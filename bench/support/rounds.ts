/**
 * Timing on a machine that others use too. Subjects run in turns, so that a busy moment hits all of them; of many short
 * rounds the shortest counts, since a machine can make code slower but never faster; and processor time is taken beside
 * the clock, since it leaves out the time in which another program had the processor.
 */

export interface Spread {
  readonly min: number;
  readonly median: number;
}

export interface Timing {
  readonly clockMs: Spread;
  /** Of all threads of the process: the collector and the compiler are part of the price. */
  readonly processorMs: Spread;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0], median: sorted[sorted.length >> 1] };
}

/** One run of a subject: milliseconds by the clock, and of the processor. */
export function timed(work: () => unknown): { clockMs: number; processorMs: number } {
  const processor = process.cpuUsage();
  const started = performance.now();
  work();
  const clockMs = performance.now() - started;
  const used = process.cpuUsage(processor);
  return { clockMs, processorMs: (used.user + used.system) / 1000 };
}

/**
 * Runs all subjects in turns.
 * @param warmUps rounds that do not count
 */
export function interleaved<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
  rounds: number,
  warmUps = 3,
): Record<Name, Timing> {
  const entries = Object.entries(subjects) as [Name, () => unknown][];
  const samples = entries.map(() => ({ clockMs: [] as number[], processorMs: [] as number[] }));
  for (let round = -warmUps; round < rounds; round++) {
    entries.forEach(([, work], n) => {
      const { clockMs, processorMs } = timed(work);
      if (round < 0) return;
      samples[n].clockMs.push(clockMs);
      samples[n].processorMs.push(processorMs);
    });
  }
  return Object.fromEntries(
    entries.map(([name], n) => [
      name,
      { clockMs: spreadOf(samples[n].clockMs), processorMs: spreadOf(samples[n].processorMs) },
    ]),
  ) as Record<Name, Timing>;
}
