/** Keeps a file of one market out of another market's series, where its name does not tell: by the prices. */
import type { CandleColumns } from "../engine/candles.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { timeframeMs } from "../engine/timeframe.ts";
import { dataErrors } from "./errors.ts";
import type { SeriesName } from "./store/paths.ts";
import type { CandleStore } from "./store/store.ts";

/** Two records of one market differ by far less in the same candle. */
const LARGEST_USUAL_DIFFERENCE = 0.2;

/**
 * Compares closes of candles that are both stored and in the file.
 * @throws CandlewrightError DATA_OTHER_SYMBOL where they differ by more than 20 % at the median
 */
export function refuseOtherMarket(store: CandleStore, file: string, series: SeriesName, candles: CandleColumns): void {
  if (candles.length === 0) return;
  const stored = readOverlap(store, series, candles);
  if (stored === undefined) return;
  const differences: number[] = [];
  for (let i = 0, j = 0; i < stored.length && j < candles.length; ) {
    if (stored.openTime[i] < candles.openTime[j]) i++;
    else if (stored.openTime[i] > candles.openTime[j]) j++;
    else differences.push(Math.abs(candles.close[j++] / stored.close[i++] - 1));
  }
  const median = differences.sort((a, b) => a - b)[differences.length >> 1];
  if (median === undefined || median <= LARGEST_USUAL_DIFFERENCE) return;
  const detail = `In ${differences.length} candles that are stored already, ${series.symbol} closes ${Math.round(median * 100)} % elsewhere.`;
  throw new CandlewrightError(dataErrors.otherSymbol, { file, detail });
}

function readOverlap(store: CandleStore, series: SeriesName, candles: CandleColumns): CandleColumns | undefined {
  const from = candles.openTime[0];
  const to = candles.openTime[candles.length - 1] + timeframeMs(series.timeframe);
  try {
    return store.read({ ...series, from, to });
  } catch (error) {
    const absent = [dataErrors.seriesMissing.code, dataErrors.rangeEmpty.code];
    if (error instanceof CandlewrightError && absent.includes(error.code)) return undefined;
    throw error;
  }
}
