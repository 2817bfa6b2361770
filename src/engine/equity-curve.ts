/** The equity curve as it grows: one point an instant. */
import type { EquityCurve } from "./result.ts";

export class CurveRecorder {
  length = 0;
  time: Float64Array;
  equity: Float64Array;
  exposure: Float64Array;

  /** @param capacity expected number of instants; more are taken too */
  constructor(capacity: number) {
    this.time = new Float64Array(capacity);
    this.equity = new Float64Array(capacity);
    this.exposure = new Float64Array(capacity);
  }

  /** Makes room for `count` more points. */
  reserve(count: number): void {
    if (this.length + count <= this.time.length) return;
    const capacity = Math.max(2 * this.time.length, this.length + count, 1024);
    this.time = grown(this.time, capacity);
    this.equity = grown(this.equity, capacity);
    this.exposure = grown(this.exposure, capacity);
  }

  /** The points so far. */
  curve(): EquityCurve {
    return {
      time: this.time.subarray(0, this.length),
      equity: this.equity.subarray(0, this.length),
      exposure: this.exposure.subarray(0, this.length),
    };
  }
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
