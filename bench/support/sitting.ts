/** One process of the benchmark `after-others`: so many other strategies, then the crossover. Prints JSON. */
import { sliceCandles } from "../../src/engine/candles.ts";
import { minuteCandles } from "./candles.ts";
import { called, DENSE, described, runOver } from "./crossover.ts";
import { runOthers } from "./others.ts";
import { interleaved } from "./rounds.ts";

const CANDLES = 1_000_000;
/** Enough for each of the others to be compiled and shaped to the full. */
const CANDLES_OF_OTHERS = 200_000;
const ROUNDS = 8;

const [way, others] = process.argv.slice(2);
const candles = minuteCandles(CANDLES);
await runOthers(sliceCandles(candles, 0, CANDLES_OF_OTHERS), Number(others));
const instance = (way === "called" ? called : described)(DENSE);
const { run } = interleaved({ run: () => runOver(instance, candles) }, ROUNDS);
const { trades } = runOver(instance, candles);
process.stdout.write(JSON.stringify({ processorMs: run.processorMs.min, trades: trades.length }));
