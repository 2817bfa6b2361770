/** Finer candles decide which of stop and target came first, where one candle holds both. */
import { type CandleColumns, firstAtOrAfter } from "../candles.ts";
import { type BracketHit, testBracket } from "./bracket.ts";

/**
 * Walks through the finer candles of one ambiguous candle. What stays ambiguous there is a stop; without finer candles
 * the result is left as it was.
 */
export function drillDown(
  finer: CandleColumns,
  from: number,
  to: number,
  direction: 1 | -1,
  stop: number,
  target: number,
  needsThrough: boolean,
  out: BracketHit,
): void {
  for (let i = firstAtOrAfter(finer, from); i < finer.length && finer.openTime[i] < to; i++) {
    testBracket(direction, stop, target, finer.open[i], finer.high[i], finer.low[i], needsThrough, out);
    if (out.price === out.price) return;
  }
  // The finer candles did not reach either level (they are incomplete): the coarse candle's word stands.
  out.price = stop;
  out.isStop = true;
}
