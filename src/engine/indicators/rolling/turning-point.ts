/**
 * Finds a value that is above all of its neighbours: `left` before and `right` after it. It is known only when the last
 * of those has come. For a low point give it the negated values.
 */
export class TurningPoint {
  private readonly ring: Float64Array;
  private readonly left: number;
  private position = 0;
  private count = 0;

  constructor(left: number, right: number) {
    this.ring = new Float64Array(left + 1 + right);
    this.left = left;
  }

  /** Takes a value in and gives the one `right` values ago if it is confirmed as a turning point, else NaN. */
  next(value: number): number {
    const { ring } = this;
    const size = ring.length;
    ring[this.position] = value;
    this.position = this.position + 1 === size ? 0 : this.position + 1;
    if (this.count < size && ++this.count < size) return NaN;
    // The oldest value now lies at `position`; the candidate `left` places on.
    let center = this.position + this.left;
    if (center >= size) center -= size;
    const candidate = ring[center];
    for (let i = 0; i < size; i++) if (i !== center && ring[i] >= candidate) return NaN;
    return candidate;
  }
}
