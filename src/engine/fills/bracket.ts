/** Stop and target inside one candle: which is reached, and at what price. */

/** The result of a test; one object, filled anew, so that the loop over candles allocates nothing. */
export interface BracketHit {
  /** NaN: neither was reached. */
  price: number;
  isStop: boolean;
  /** Both lie within the candle: finer candles can tell which came first. */
  isAmbiguous: boolean;
}

/**
 * Tests a position's stop and target against one candle. A level that the open is already beyond fills at the open;
 * otherwise at the level; the stop wins where both are reached.
 * @param direction 1 long, -1 short
 * @param stop NaN: none
 * @param target NaN: none
 * @param needsThrough a target fills only when the price goes through it
 * @param out receives the result
 */
export function testBracket(
  direction: 1 | -1,
  stop: number,
  target: number,
  open: number,
  high: number,
  low: number,
  needsThrough: boolean,
  out: BracketHit,
): void {
  out.isAmbiguous = false;
  if (direction * open <= direction * stop) {
    out.price = open;
    out.isStop = true;
    return;
  }
  if (direction * open >= direction * target) {
    out.price = open;
    out.isStop = false;
    return;
  }
  const worst = direction === 1 ? low : high;
  const best = direction === 1 ? high : low;
  const hitsStop = direction * worst <= direction * stop;
  const hitsTarget = needsThrough ? direction * best > direction * target : direction * best >= direction * target;
  if (hitsStop) {
    out.price = stop;
    out.isStop = true;
    out.isAmbiguous = hitsTarget;
  } else if (hitsTarget) {
    out.price = target;
    out.isStop = false;
  } else out.price = NaN;
}
