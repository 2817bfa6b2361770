/** The benchmarks by name, loaded one at a time: one that is not asked for must not shape how V8 sees the others. */
import type { Benchmark } from "../support/benchmark.ts";

export const benchmarkNames = [
  "backtest",
  "after-others",
  "many-symbols",
  "growth",
  "operators",
  "live-step",
  "memory",
  "loading",
  "command",
] as const;

/** @throws Error where there is none of this name */
export async function loadBenchmark(name: string): Promise<Benchmark> {
  if (!(benchmarkNames as readonly string[]).includes(name))
    throw new Error(`There is no benchmark "${name}". There are: ${benchmarkNames.join(", ")}.`);
  const module = (await import(`./${name}.ts`)) as { benchmark: Benchmark };
  return module.benchmark;
}
