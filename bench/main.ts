/**
 * All benchmarks: each in a process of its own, one after the other, so that none profits or suffers from another.
 * Prints a table; with `--json` the figures as JSON instead; with `--check` only compares results and says so.
 * Words choose benchmarks by name: npm run bench -- backtest loading
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchmarkNames, loadBenchmark } from "./cases/list.ts";
import type { Figure } from "./support/benchmark.ts";
import { inFreshProcess } from "./support/child.ts";

interface Outcome {
  readonly name: string;
  readonly about: string;
  readonly figures: readonly Figure[];
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
const names = positionals.length === 0 ? benchmarkNames : positionals;

function verdict({ value, limit }: Figure): string {
  return limit === undefined ? "" : value <= limit ? "ok" : "MISSED";
}

function line({ what, value, unit, limit, ...rest }: Figure): string {
  const target = limit === undefined ? "" : `<= ${limit}`;
  const words = [what.padEnd(52), `${value} ${unit}`.padStart(16), target.padStart(9)];
  return `  ${words.join("  ")}  ${verdict({ what, value, unit, ...rest, ...(limit === undefined ? {} : { limit }) })}`;
}

async function check(): Promise<void> {
  for (const name of names) {
    const started = performance.now();
    const { check } = await loadBenchmark(name);
    await check();
    process.stdout.write(`equal  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
  }
}

function measure(): void {
  const outcomes: Outcome[] = [];
  for (const name of names) {
    const outcome = inFreshProcess(join(import.meta.dirname, "one.ts"), [name], ["--expose-gc"]) as Outcome;
    outcomes.push(outcome);
    if (options.json) continue;
    process.stdout.write(`\n${outcome.name}: ${outcome.about}\n`);
    for (const figure of outcome.figures) process.stdout.write(`${line(figure)}\n`);
  }
  if (!options.json) return;
  process.stdout.write(`${JSON.stringify({ node: process.version, platform: process.platform, outcomes }, null, 2)}\n`);
}

if (options.check) await check();
else measure();
