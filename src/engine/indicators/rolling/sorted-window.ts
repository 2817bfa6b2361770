/**
 * The last `length` values in ascending order: for quantiles.
 * A new value is put in by moving only what lies between it and the one that leaves: few places where the series moves
 * slowly, a third of the window where it is noise.
 */
export class SortedWindow {
  /** Ascending; Infinity stands at the end while there are fewer than `length` values. */
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
    let at = this.find(oldest);
    if (value > oldest) for (; at + 1 < sorted.length && sorted[at + 1] < value; at++) sorted[at] = sorted[at + 1];
    else for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
    sorted[at] = value;
    if (this.count < ring.length) this.count++;
    return this.count === ring.length;
  }

  /** Where a value of the window lies; without branches on the data, which could not be predicted. */
  private find(value: number): number {
    const { sorted } = this;
    let start = 0;
    let length = sorted.length;
    while (length > 1) {
      const half = length >> 1;
      start += Number(sorted[start + half - 1] < value) * half;
      length -= half;
    }
    return start;
  }
}
