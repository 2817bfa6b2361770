/** The equity curve as it grows: one point an instant. */
import { type Block, instantTime } from "./expression/block.ts";
import type { ExposureWalk } from "./holdings.ts";
import type { EquityCurve } from "./result.ts";
import { type Times, timesIn } from "./times.ts";

const PART_LENGTH = 4096;

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
    for (let k = 0; k < length; k += PART_LENGTH)
      shift(this.own, k, Math.min(length, k + PART_LENGTH), lent.times, lent.from, lent.shiftMs);
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
   * The points so far. What is not recorded is made when it is first asked for: the times, and what `walkOf` leads along.
   */
  curve(walkOf: (times: Times) => ExposureWalk): EquityCurve {
    const { instants, length } = this;
    // The run may go on: what this curve tells ends where it ended.
    const times: Times = { length, at: (index) => (index < length ? instants.at(index) : NaN) };
    let time: Float64Array | undefined;
    let exposure = this.exposure?.subarray(0, length);
    const curve: EquityCurve = {
      get time() {
        time ??= instants.column(length);
        return time;
      },
      equity: this.equity.subarray(0, length),
      get exposure() {
        if (exposure === undefined) {
          exposure = new Float64Array(length);
          walkOf(times).add(exposure, 0, length);
        }
        return exposure;
      },
    };
    unwritten.set(curve, { times, walk: exposure === undefined ? () => walkOf(times) : undefined });
    return curve;
  }
}

/** What curves can tell without writing the columns that nobody has asked for. */
const unwritten = new WeakMap<EquityCurve, { times: Times; walk: (() => ExposureWalk) | undefined }>();

/** The times of a curve's points, for who needs few of them. */
export function timesOf(curve: EquityCurve): Times {
  return unwritten.get(curve)?.times ?? timesIn(curve.time);
}

/** The exposure piece by piece, in order and in memory that is used again: for who needs each value once. */
export function* exposureParts(curve: EquityCurve): Iterable<Float64Array> {
  const walk = unwritten.get(curve)?.walk?.();
  if (walk === undefined) return yield curve.exposure;
  const { length } = curve.equity;
  const part = new Float64Array(Math.min(PART_LENGTH, length));
  for (let from = 0; from < length; from += PART_LENGTH) {
    const to = Math.min(length, from + PART_LENGTH);
    walk.add(part.fill(0), from, to);
    yield part.subarray(0, to - from);
  }
}

/** A part at a time, since one loop over a million is compiled while it runs and thrown away when it ends. */
function shift(
  to: Float64Array,
  from: number,
  end: number,
  times: Float64Array,
  offset: number,
  shiftMs: number,
): void {
  for (let k = from; k < end; k++) to[k] = times[offset + k] + shiftMs;
}

function grown(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
