/** The candles of the benchmarks: a seeded walk of one-minute candles, 0.15 % a minute, prices of two decimals. */
import { type CandleColumns, emptyCandles, VALUE_COLUMNS } from "../../src/engine/candles.ts";
import { MINUTE_MS } from "../../src/engine/timeframe.ts";
import { randomNumbers } from "../../test/support/random-candles.ts";

const SIGMA = 0.0015;
const START_PRICE = 30_000;
/** Twelve uniform numbers less six: near enough to a normal one, and the same on every machine. */
const UNIFORMS = 12;

export function minuteCandles(count: number, seed = 42): CandleColumns {
  const random = randomNumbers(seed);
  const normal = () => {
    let sum = -UNIFORMS / 2;
    for (let n = 0; n < UNIFORMS; n++) sum += random();
    return sum;
  };
  const cents = (price: number) => Math.round(price * 100) / 100;
  const candles = emptyCandles(count);
  let price = START_PRICE;
  for (let i = 0; i < count; i++) {
    const open = price;
    const close = Math.max(1, cents(open * (1 + SIGMA * normal() + pull(open))));
    candles.openTime[i] = Date.UTC(2024, 0, 1) + i * MINUTE_MS;
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = cents(Math.max(open, close) * (1 + 0.5 * SIGMA * random()));
    candles.low[i] = cents(Math.min(open, close) * (1 - 0.5 * SIGMA * random()));
    candles.volume[i] = 1 + random() * 100;
    price = close;
  }
  return candles;
}

/** Draws the price back to where it began, weakly: over a million candles a free walk ends anywhere. */
function pull(price: number): number {
  return 1e-5 * Math.log(START_PRICE / price);
}

/** The candles without a share of them, drawn by seed: an exchange that was away now and then. */
export function withGaps(candles: CandleColumns, share: number, seed: number): CandleColumns {
  const random = randomNumbers(seed);
  const kept: number[] = [];
  for (let i = 0; i < candles.length; i++) if (i === 0 || random() >= share) kept.push(i);
  const result = emptyCandles(kept.length);
  kept.forEach((from, i) => {
    result.openTime[i] = candles.openTime[from];
    for (const column of VALUE_COLUMNS) result[column][i] = candles[column][from];
  });
  return result;
}
