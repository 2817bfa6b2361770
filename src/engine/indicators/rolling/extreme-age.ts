/**
 * How many candles ago the highest of the last `length` values was; of equal ones, the oldest. For the lowest, pass the
 * values negated. The method is that of `extreme.ts`, with a place kept beside each extreme.
 */
export class HighestAge {
  private readonly length: number;
  /** Before `position`: values of the newer stretch. From there on: extremes to the end of the older one. */
  private readonly ring: Float64Array;
  /** Where in the older stretch each of its extremes was. */
  private readonly places: Int32Array;
  private position = 0;
  private newer = -Infinity;
  private newerPlace = 0;

  constructor(length: number) {
    this.length = length;
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.ring[length] = -Infinity;
    this.places = new Int32Array(length + 1);
  }

  /** Takes a value in and gives the age in candles, 0 for this one; NaN until there are `length` values. */
  next(value: number): number {
    const { length, ring } = this;
    const place = this.position;
    const position = place + 1;
    ring[place] = value;
    this.position = position;
    if (value > this.newer) {
      this.newer = value;
      this.newerPlace = place;
    }
    const older = ring[position];
    if (older !== older) return NaN;
    const age = older >= this.newer ? place + length - this.places[position] : place - this.newerPlace;
    if (position === length) this.fold();
    return age;
  }

  private fold(): void {
    const { length, ring, places } = this;
    let highest = -Infinity;
    let place = length;
    for (let i = length - 1; i >= 0; i--) {
      if (ring[i] >= highest) {
        highest = ring[i];
        place = i;
      }
      ring[i] = highest;
      places[i] = place;
    }
    this.position = 0;
    this.newer = -Infinity;
    this.newerPlace = 0;
  }
}
