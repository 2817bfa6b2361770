/** Comparisons and three-valued logic on packed bits, 32 candles at a time. */
import type { Block } from "../block.ts";
import { wordsFor } from "../bits.ts";
import { type ConditionColumn, ConditionNode, type Grid, gridCount, type SeriesColumn } from "../column.ts";
import type { Comparison } from "../node.ts";
import { restore, type Snapshot, snapshot } from "../snapshot.ts";

type CompareLoop = (
  count: number,
  left: Float64Array,
  leftOffset: number,
  right: Float64Array,
  rightOffset: number,
  isTrue: Int32Array,
  known: Int32Array,
) => void;

/**
 * One loop per comparison, from text: a shared loop with the comparison as an argument would branch on every candle.
 * Nearly all words hold no NaN: the sum of what was compared shows it, and only where it is none are bits of knowledge made.
 */
function compareLoop(comparison: Comparison): CompareLoop {
  const sign = comparison === "==" ? "===" : comparison === "!=" ? "!==" : comparison;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text holds nothing but one of six comparison signs
  return new Function(
    "count, left, leftOffset, right, rightOffset, isTrue, known",
    `"use strict";
    for (let start = 0, w = 0; start < count; start += 32, w++) {
      const end = count - start < 32 ? count - start : 32;
      let truth = 0, sum = 0.5, knowledge = (-1 >>> (32 - end)) | 0;
      for (let j = 0; j < end; j++) {
        const a = left[leftOffset + start + j], b = right[rightOffset + start + j];
        sum += a + b;
        truth |= Number(a ${sign} b) << j;
      }
      if (sum !== sum) {
        knowledge = 0;
        for (let j = 0; j < end; j++) {
          const a = left[leftOffset + start + j], b = right[rightOffset + start + j];
          knowledge |= (a === a && b === b ? 1 : 0) << j;
        }
      }
      isTrue[w] = truth & knowledge; known[w] = knowledge;
    }`,
  ) as CompareLoop;
}

const LOOPS: Readonly<Record<Comparison, CompareLoop>> = {
  ">": compareLoop(">"),
  "<": compareLoop("<"),
  ">=": compareLoop(">="),
  "<=": compareLoop("<="),
  "==": compareLoop("=="),
  "!=": compareLoop("!="),
};

export class Compare extends ConditionNode {
  private readonly loop: CompareLoop;
  private readonly left: SeriesColumn;
  private readonly right: SeriesColumn;

  constructor(
    grid: Grid | undefined,
    capacity: number,
    comparison: Comparison,
    left: SeriesColumn,
    right: SeriesColumn,
  ) {
    super(grid, capacity);
    this.loop = LOOPS[comparison];
    this.left = left;
    this.right = right;
  }
  run(block: Block): void {
    const { left, right } = this;
    this.loop(
      gridCount(this.grid, block),
      left.values,
      left.offset,
      right.values,
      right.offset,
      this.isTrue,
      this.known,
    );
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
