/**
 * The true range of each candle: how far the price went, counted from the close before where that lies outside of the
 * candle (Wilder 1978).
 */
export class TrueRange {
  private previousClose = NaN;

  /** Takes a candle in and gives its true range; NaN for the first, which has no close before it. */
  next(high: number, low: number, close: number): number {
    const range = Math.max(high, this.previousClose) - Math.min(low, this.previousClose);
    this.previousClose = close;
    return range;
  }
}
