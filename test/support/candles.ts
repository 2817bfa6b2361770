/** Candles and folders for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type CandleColumns, emptyCandles } from "../../src/engine/candles.ts";

/** A folder that is removed when the test ends. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-data-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Candles that open at these times, with values that follow from the time. */
export function candlesAt(openTimes: readonly number[], offset = 0): CandleColumns {
  const candles = emptyCandles(openTimes.length);
  openTimes.forEach((time, i) => {
    const price = 100 + ((time / 60_000) % 97) + offset;
    candles.openTime[i] = time;
    candles.open[i] = price;
    candles.high[i] = price + 2;
    candles.low[i] = price - 2;
    candles.close[i] = price + 1;
    candles.volume[i] = 10 + offset;
  });
  return candles;
}

/** `count` times from `start` on, `stepMs` apart. */
export function times(start: string, count: number, stepMs: number): number[] {
  const first = Date.parse(start);
  return Array.from({ length: count }, (_, i) => first + i * stepMs);
}
