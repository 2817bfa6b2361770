/**
 * The last `length` values in ascending order: for ranks and quantiles.
 * A new value is put in by moving only what lies between it and the one that leaves: few places where the series moves
 * slowly, a third of the window where it is noise.
 */
export class SortedWindow {
  readonly sorted: Float64Array;
  private readonly ring: Float64Array;
  private position = 0;
  private count = 0;

  constructor(length: number) {
    this.sorted = new Float64Array(length).fill(Infinity);
    this.ring = new Float64Array(length).fill(Infinity);
  }

  /** Takes a value in (never NaN); the oldest leaves. True when the window is full. */
  take(value: number): boolean {
    const { sorted, ring } = this;
    const oldest = ring[this.position];
    ring[this.position] = value;
    this.position = this.position + 1 === ring.length ? 0 : this.position + 1;
    let at = this.countBelow(oldest);
    if (value > oldest) for (; at + 1 < sorted.length && sorted[at + 1] < value; at++) sorted[at] = sorted[at + 1];
    else for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
    sorted[at] = value;
    if (this.count < ring.length) this.count++;
    return this.count === ring.length;
  }

  /** Number of values in the window that are smaller. */
  countBelow(value: number): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
