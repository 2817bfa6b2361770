/** The equity curve as it grows: one point an instant. */
import { type Block, instantTime } from "./expression/block.ts";
import type { EquityCurve } from "./result.ts";

/**
 * The times of the instants. As long as every block reads them off the same candles, one after the other, they are only
 * remembered as a stretch of these: a column of its own is written where blocks are merged, live, and for whoever asks.
 */
class InstantColumn {
  length = 0;
  /** Empty while the times are a stretch of candles' own. */
  private own = new Float64Array(0);
  private lent: { times: Float64Array; from: number; shiftMs: number } | undefined;
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  append(block: Block): void {
    const { times, from, shiftMs, isLasting } = block.instants;
    const { lent } = this;
    if (this.length === 0 && isLasting) this.lent = { times, from, shiftMs };
    else if (lent === undefined || lent.times !== times || lent.from + this.length !== from || lent.shiftMs !== shiftMs)
      this.copy(block);
    this.length += block.count;
  }

  at(index: number): number {
    if (!(index >= 0 && index < this.length)) return NaN;
    const { lent } = this;
    return lent === undefined ? this.own[index] : lent.times[lent.from + index] + lent.shiftMs;
  }

  column(length: number): Float64Array {
    this.makeOwn(0);
    return this.own.subarray(0, length);
  }

  private copy(block: Block): void {
    this.makeOwn(block.count);
    for (let k = 0; k < block.count; k++) this.own[this.length + k] = instantTime(block, k);
  }

  private makeOwn(room: number): void {
    const { lent, length } = this;
    if (length + room > this.own.length) this.own = grown(this.own, Math.max(this.capacity, 2 * length, length + room));
    if (lent === undefined) return;
    for (let k = 0; k < length; k++) this.own[k] = lent.times[lent.from + k] + lent.shiftMs;
    this.lent = undefined;
  }
}

export class CurveRecorder {
  length = 0;
  equity: Float64Array;
  /** Undefined where it follows from the holdings. */
  exposure: Float64Array | undefined;
  private readonly instants: InstantColumn;

  /** @param capacity expected number of instants; more are taken too */
  constructor(capacity: number, withExposure: boolean) {
    this.instants = new InstantColumn(capacity);
    this.equity = new Float64Array(capacity);
    this.exposure = withExposure ? new Float64Array(capacity) : undefined;
  }

  /** Takes the instants of a block, and makes room for their points. */
  append(block: Block): void {
    this.instants.append(block);
    this.length = this.instants.length;
    if (this.length <= this.equity.length) return;
    const capacity = Math.max(2 * this.equity.length, this.length, 1024);
    this.equity = grown(this.equity, capacity);
    if (this.exposure !== undefined) this.exposure = grown(this.exposure, capacity);
  }

  /** When instant `index` was, milliseconds UTC; NaN where there is none. */
  timeAt(index: number): number {
    return this.instants.at(index);
  }

  /**
   * The points so far. What is not recorded is made when it is first asked for: the times, and with `exposureAt` the exposure.
   */
  curve(exposureAt: (times: Float64Array) => Float64Array): EquityCurve {
    const { instants, length } = this;
    let time: Float64Array | undefined;
    let exposure = this.exposure?.subarray(0, length);
    return {
      get time() {
        time ??= instants.column(length);
        return time;
      },
      equity: this.equity.subarray(0, length),
      get exposure() {
        exposure ??= exposureAt(this.time);
        return exposure;
      },
    };
  }
}

function grown(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
