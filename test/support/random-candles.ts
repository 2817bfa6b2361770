/** Seeded candles for tests of the engine: ordinary ones, and ones that no market should give. */
import { type CandleColumns, emptyCandles, VALUE_COLUMNS } from "../../src/engine/candles.ts";
import { MINUTE_MS } from "../../src/engine/timeframe.ts";

/** Uniform numbers in [0, 1) that follow from the seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random walk in 15-minute candles: every candle has a body, wicks and volume. */
export function ordinaryCandles(count: number, seed = 1): CandleColumns {
  const random = randomNumbers(seed);
  const candles = emptyCandles(count);
  let price = 100;
  for (let i = 0; i < count; i++) {
    candles.openTime[i] = Date.UTC(2024, 0, 1) + i * 15 * MINUTE_MS;
    const open = price * (1 + (random() - 0.5) * 0.002);
    const close = open * (1 + (random() - 0.495) * 0.02);
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = Math.max(open, close) * (1 + random() * 0.006 + 1e-6);
    candles.low[i] = Math.min(open, close) * (1 - random() * 0.006 - 1e-6);
    candles.volume[i] = 1 + random() * 1000;
    price = close;
  }
  return candles;
}

/** Values that break careless arithmetic: huge, tiny, zero, negative, missing, endless, and long flat stretches. */
const FREAKS = [0, -0, 1e300, -1e300, 5e-324, 1e16, NaN, Infinity, -Infinity, 1, 1, 1];

/** The candles with every value from `from` on replaced by a freak. */
export function withFreakTail(candles: CandleColumns, from: number, seed = 7): CandleColumns {
  const random = randomNumbers(seed);
  const changed = copyCandles(candles);
  for (let i = from; i < candles.length; i++)
    for (const column of VALUE_COLUMNS) changed[column][i] = FREAKS[Math.floor(random() * FREAKS.length)];
  return changed;
}

/** The candles, standing still from `from` to `to`: one price, no volume. */
export function withStillStretch(candles: CandleColumns, from: number, to: number, price: number): CandleColumns {
  const changed = copyCandles(candles);
  for (const column of ["open", "high", "low", "close"] as const) changed[column].fill(price, from, to);
  changed.volume.fill(0, from, to);
  return changed;
}

/** The candles with candles without any value put in before these rows; all others keep their time. */
export function withMissingCandles(candles: CandleColumns, before: ReadonlySet<number>): CandleColumns {
  const result = emptyCandles(candles.length + before.size);
  let row = 0;
  for (let i = 0; i < candles.length; i++) {
    if (before.has(i)) {
      result.openTime[row] = candles.openTime[i] - MINUTE_MS;
      for (const column of VALUE_COLUMNS) result[column][row] = NaN;
      row++;
    }
    result.openTime[row] = candles.openTime[i];
    for (const column of VALUE_COLUMNS) result[column][row] = candles[column][i];
    row++;
  }
  return result;
}

function copyCandles(candles: CandleColumns): CandleColumns {
  const copy = emptyCandles(candles.length);
  copy.openTime.set(candles.openTime.subarray(0, candles.length));
  for (const column of VALUE_COLUMNS) copy[column].set(candles[column].subarray(0, candles.length));
  return copy;
}
