/** Brings the candles of a file into the store's order, and says what was out of it. */
import { type CandleColumns, emptyCandles, sliceCandles, VALUE_COLUMNS } from "../engine/candles.ts";
import { copyCandle } from "./merge.ts";

export interface Arranged {
  /** Ascending by open time, no duplicates. */
  readonly candles: CandleColumns;
  /** The file runs from new to old, as some exchanges answer; that is no defect. */
  readonly descending: boolean;
  /** Rows (0-based) that come before their predecessor in time. */
  readonly disorderedRows: readonly number[];
  /** Rows whose open time another row has too; the last such row stands. */
  readonly duplicates: readonly { readonly row: number; readonly openTime: number; readonly equal: boolean }[];
}

export function arrangeCandles(source: CandleColumns): Arranged {
  const steps = countSteps(source);
  if (steps.forward === Math.max(source.length - 1, 0)) {
    return { candles: source, descending: false, disorderedRows: [], duplicates: [] };
  }
  const descending = steps.backward > steps.forward;
  const rows = Uint32Array.from({ length: source.length }, (_, i) => (descending ? source.length - 1 - i : i));
  const disorderedRows: number[] = [];
  for (let i = 1; i < rows.length; i++) {
    if (source.openTime[rows[i]] < source.openTime[rows[i - 1]]) disorderedRows.push(rows[i]);
  }
  // Sorting is stable: later rows of one open time stay behind earlier ones, and the last one stands.
  if (disorderedRows.length > 0) rows.sort((a, b) => source.openTime[a] - source.openTime[b]);
  return { ...withoutDuplicates(source, rows), descending, disorderedRows };
}

function countSteps({ openTime, length }: CandleColumns): { forward: number; backward: number } {
  let forward = 0;
  let backward = 0;
  for (let i = 1; i < length; i++) {
    if (openTime[i] > openTime[i - 1]) forward++;
    else if (openTime[i] < openTime[i - 1]) backward++;
  }
  return { forward, backward };
}

function withoutDuplicates(source: CandleColumns, rows: Uint32Array): Pick<Arranged, "candles" | "duplicates"> {
  const target = emptyCandles(source.length);
  const duplicates: { row: number; openTime: number; equal: boolean }[] = [];
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const openTime = source.openTime[row];
    if (length > 0 && target.openTime[length - 1] === openTime) {
      length--;
      duplicates.push({
        row,
        openTime,
        equal: VALUE_COLUMNS.every((name) => target[name][length] === source[name][row]),
      });
    }
    copyCandle(source, row, target, length++);
  }
  return { candles: sliceCandles(target, 0, length), duplicates };
}
