/** Comparisons and three-valued logic on packed bits, 32 candles at a time. */
import type { Block } from "../block.ts";
import { wordsFor } from "../bits.ts";
import { type ConditionColumn, ConditionNode, type Grid, gridCount, type SeriesColumn } from "../column.ts";
import type { Comparison } from "../node.ts";
import { restore, type Snapshot, snapshot } from "../snapshot.ts";

/**
 * Two series beside each other: true where the left one is above, and all that other comparisons need, since whoever asks
 * whether one series has crossed above another asks whether it has crossed below too.
 */
export class Compare extends ConditionNode {
  /** Bits of the rows on which the left one is below. */
  readonly isBelow: Int32Array;
  private readonly left: SeriesColumn;
  private readonly right: SeriesColumn;

  constructor(grid: Grid | undefined, capacity: number, left: SeriesColumn, right: SeriesColumn) {
    super(grid, capacity);
    this.isBelow = new Int32Array(wordsFor(capacity));
    this.left = left;
    this.right = right;
  }
  run(block: Block): void {
    const { values: left, offset: leftOffset } = this.left;
    const { values: right, offset: rightOffset } = this.right;
    compareRows(
      gridCount(this.grid, block),
      left,
      leftOffset,
      right,
      rightOffset,
      this.isTrue,
      this.isBelow,
      this.known,
    );
  }
}

function compareRows(
  count: number,
  left: Float64Array,
  leftOffset: number,
  right: Float64Array,
  rightOffset: number,
  isAbove: Int32Array,
  isBelow: Int32Array,
  known: Int32Array,
): void {
  let l = leftOffset;
  let r = rightOffset;
  for (let start = 0, w = 0; start < count; start += 32, w++) {
    const length = count - start < 32 ? count - start : 32;
    let above = 0;
    let below = 0;
    // Nearly all words hold no NaN: the sum shows it, and only where it is none are bits of knowledge made.
    let sum = 0.5;
    let j = 0;
    // Four rows at a time: a loop of its own for each costs half as much again.
    for (; j + 4 <= length; j += 4) {
      const a0 = left[l + j];
      const a1 = left[l + j + 1];
      const a2 = left[l + j + 2];
      const a3 = left[l + j + 3];
      const b0 = right[r + j];
      const b1 = right[r + j + 1];
      const b2 = right[r + j + 2];
      const b3 = right[r + j + 3];
      sum += a0 + b0 + (a1 + b1) + (a2 + b2 + (a3 + b3));
      above |= (Number(a0 > b0) | (Number(a1 > b1) << 1) | (Number(a2 > b2) << 2) | (Number(a3 > b3) << 3)) << j;
      below |= (Number(a0 < b0) | (Number(a1 < b1) << 1) | (Number(a2 < b2) << 2) | (Number(a3 < b3) << 3)) << j;
    }
    for (; j < length; j++) {
      const a = left[l + j];
      const b = right[r + j];
      sum += a + b;
      above |= Number(a > b) << j;
      below |= Number(a < b) << j;
    }
    isAbove[w] = above;
    isBelow[w] = below;
    known[w] = sum === sum ? (-1 >>> (32 - length)) | 0 : knowledgeOf(length, left, l, right, r);
    l += 32;
    r += 32;
  }
}

function knowledgeOf(length: number, left: Float64Array, l: number, right: Float64Array, r: number): number {
  let knowledge = 0;
  for (let j = 0; j < length; j++) {
    const a = left[l + j];
    const b = right[r + j];
    knowledge |= Number(a === a && b === b) << j;
  }
  return knowledge;
}

/** All but the one that `Compare` itself is. */
type Further = Exclude<Comparison, ">">;

/** Which outcomes make a comparison true, as masks: above, below, equal. */
const OUTCOMES: Readonly<Record<Further, readonly [above: number, below: number, equal: number]>> = {
  "<": [0, -1, 0],
  ">=": [-1, 0, -1],
  "<=": [0, -1, -1],
  "==": [0, 0, -1],
  "!=": [-1, -1, 0],
};

/** Another comparison of the same two series. */
export class FurtherComparison extends ConditionNode {
  private readonly compare: Compare;
  private readonly comparison: Further;

  constructor(capacity: number, compare: Compare, comparison: Further) {
    super(compare.grid, capacity);
    this.compare = compare;
    this.comparison = comparison;
  }
  run(block: Block): void {
    const { isTrue: isAbove, isBelow, known } = this.compare;
    const [above, below, equal] = OUTCOMES[this.comparison];
    const words = wordsFor(gridCount(this.grid, block));
    for (let w = 0; w < words; w++) {
      const isEqual = known[w] & ~isAbove[w] & ~isBelow[w];
      this.isTrue[w] = (isAbove[w] & above) | (isBelow[w] & below) | (isEqual & equal);
      this.known[w] = known[w];
    }
  }
}

/** True where the input is true and was false on the candle before. Unknown where that is not decided. */
export class Rises extends ConditionNode {
  private readonly input: ConditionColumn;
  /** The input on the last candle of the block before, as bits 0 and 1. */
  private readonly state = { wasTrue: 0, wasKnown: 0 };

  constructor(capacity: number, input: ConditionColumn) {
    super(input.grid, capacity);
    this.input = input;
  }
  run(block: Block): void {
    const count = gridCount(this.grid, block);
    if (count === 0) return;
    let { wasTrue, wasKnown } = this.state;
    for (let w = 0; w < wordsFor(count); w++) {
      const truth = this.input.isTrue[w];
      const knowledge = this.input.known[w];
      const previousTrue = (truth << 1) | wasTrue;
      const previousKnown = (knowledge << 1) | wasKnown;
      this.isTrue[w] = truth & ~previousTrue & previousKnown;
      // Not true now: it cannot have risen, whatever was before. True before: neither.
      this.known[w] = (knowledge & ~truth) | (knowledge & previousKnown) | (previousTrue & previousKnown);
      wasTrue = truth >>> 31;
      wasKnown = knowledge >>> 31;
    }
    const last = count - 1;
    this.state.wasTrue = (this.input.isTrue[last >> 5] >>> (last & 31)) & 1;
    this.state.wasKnown = (this.input.known[last >> 5] >>> (last & 31)) & 1;
  }
  override save(): Snapshot {
    return snapshot(this.state);
  }
  override load(saved: Snapshot): void {
    restore(this.state, saved);
  }
}

export class And extends ConditionNode {
  private readonly inputs: readonly ConditionColumn[];

  constructor(grid: Grid | undefined, capacity: number, inputs: readonly ConditionColumn[]) {
    super(grid, capacity);
    this.inputs = inputs;
  }
  run(block: Block): void {
    const words = wordsFor(gridCount(this.grid, block));
    for (let w = 0; w < words; w++) {
      let allTrue = -1;
      let someFalse = 0;
      for (const input of this.inputs) {
        allTrue &= input.isTrue[w];
        someFalse |= input.known[w] & ~input.isTrue[w];
      }
      this.isTrue[w] = allTrue;
      this.known[w] = allTrue | someFalse;
    }
  }
}

export class Or extends ConditionNode {
  private readonly inputs: readonly ConditionColumn[];

  constructor(grid: Grid | undefined, capacity: number, inputs: readonly ConditionColumn[]) {
    super(grid, capacity);
    this.inputs = inputs;
  }
  run(block: Block): void {
    const words = wordsFor(gridCount(this.grid, block));
    for (let w = 0; w < words; w++) {
      let someTrue = 0;
      let allKnown = -1;
      for (const input of this.inputs) {
        someTrue |= input.isTrue[w];
        allKnown &= input.known[w];
      }
      this.isTrue[w] = someTrue;
      this.known[w] = someTrue | allKnown;
    }
  }
}

export class Not extends ConditionNode {
  private readonly input: ConditionColumn;

  constructor(capacity: number, input: ConditionColumn) {
    super(input.grid, capacity);
    this.input = input;
  }
  run(block: Block): void {
    const words = wordsFor(gridCount(this.grid, block));
    for (let w = 0; w < words; w++) {
      this.isTrue[w] = this.input.known[w] & ~this.input.isTrue[w];
      this.known[w] = this.input.known[w];
    }
  }
}

export class Known extends ConditionNode {
  private readonly input: SeriesColumn;

  constructor(capacity: number, input: SeriesColumn) {
    super(input.grid, capacity);
    this.input = input;
  }
  run(block: Block): void {
    const count = gridCount(this.grid, block);
    this.isTrue.fill(0);
    this.known.fill(-1);
    for (let i = 0; i < count; i++) {
      const value = this.input.values[this.input.offset + i];
      if (value === value) this.isTrue[i >> 5] |= 1 << (i & 31);
    }
  }
}
