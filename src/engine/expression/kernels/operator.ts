/** A node that runs an operator over the block. */
import type { Block } from "../block.ts";
import { type BlockForm, blockForm } from "../block-form.ts";
import { type Column, type Grid, gridCount, SeriesNode } from "../column.ts";
import type { Operator, OperatorDefinition } from "../operator.ts";
import { restore, type Snapshot, snapshot } from "../snapshot.ts";

/** Runs the operator; holds its first output. */
export class OperatorNode extends SeriesNode {
  private readonly operator: Operator;
  private readonly definition: OperatorDefinition;
  private readonly inputs: readonly Column[];
  private readonly outputs: Float64Array[];
  private block: BlockForm;
  /** Runs in this node's loop. */
  private partner: OperatorNode | undefined;
  private isPartner = false;
  /**
   * One input and numbers for a state: a short chain of arithmetic, which leaves the processor time for more, and can be
   * run in vain, since its state is a copy. An operator with a window changes what it shares with the copy.
   */
  private readonly isChain: boolean;
  /** Arguments of the block form, made once; only columns and offsets of inputs change. */
  private readonly call: unknown[] = [0];

  constructor(
    grid: Grid | undefined,
    capacity: number,
    definition: OperatorDefinition,
    operator: Operator,
    inputs: readonly Column[],
  ) {
    super(grid, capacity);
    this.operator = operator;
    this.definition = definition;
    this.inputs = inputs;
    this.outputs = definition.outputs.map((_, n) => (n === 0 ? this.values : new Float64Array(capacity)));
    this.isChain = inputs.length === 1 && Object.values(operator).every((value) => typeof value === "number");
    this.block = this.form(1);
  }

  private form(lanes: number): BlockForm {
    const kinds = this.inputs.map((input) => input.kind);
    return blockForm(this.operator, this.definition, kinds, lanes);
  }

  /** The column of output `n`. */
  output(n: number): Float64Array {
    return this.outputs[n];
  }

  /**
   * Takes another node into this one's loop, if the two do the same thing to their inputs.
   * @param isReady whether a column is filled before this node runs
   */
  takeAlong(other: OperatorNode, isReady: (column: Column) => boolean): boolean {
    const isAlike =
      this.isChain &&
      other.definition === this.definition &&
      Object.getPrototypeOf(other.operator) === Object.getPrototypeOf(this.operator) &&
      other.grid === this.grid &&
      other.inputs.every((input, n) => input.kind === this.inputs[n].kind && isReady(input));
    if (!isAlike || this.partner !== undefined || this.isPartner || other.isPartner || other.partner !== undefined)
      return false;
    this.partner = other;
    other.isPartner = true;
    this.block = this.form(2);
    return true;
  }

  run(block: Block): void {
    if (this.isPartner) return;
    const { call, partner } = this;
    const count = gridCount(this.grid, block);
    call[0] = count;
    const next = this.putArguments(call, 1);
    partner?.putArguments(call, next);
    const { trusting, guarded } = this.block;
    if (this.isChain && trusting !== undefined && Reflect.apply(trusting, undefined, call)) return;
    Reflect.apply(guarded, undefined, call);
  }

  /** Writes operator, inputs and outputs from index `n` on. @returns the index after them */
  private putArguments(call: unknown[], n: number): number {
    call[n++] = this.operator;
    for (const input of this.inputs) {
      if (input.kind === "series") {
        call[n++] = input.values;
        call[n++] = input.offset;
      } else {
        call[n++] = input.isTrue;
        call[n++] = input.known;
        call[n++] = 0;
      }
    }
    for (const output of this.outputs) call[n++] = output;
    return n;
  }

  override save(): Snapshot {
    return snapshot(this.operator);
  }
  override load(saved: Snapshot): void {
    restore(this.operator, saved);
  }
}

/** A further output of an operator; the operator's own node fills it. */
export class FurtherOutput extends SeriesNode {
  constructor(node: OperatorNode, output: number) {
    super(node.grid, 0);
    this.values = node.output(output);
  }
  run(): void {}
}

/** Puts nodes that do the same thing into one loop, two by two, where their inputs allow it. */
export function pairOperators(nodes: readonly Column[]): void {
  const place = new Map(nodes.map((node, n) => [node, n]));
  nodes.forEach((node, n) => {
    if (!(node instanceof OperatorNode)) return;
    const isReady = (column: Column) => (place.get(column) ?? 0) < n;
    for (const other of nodes.slice(n + 1)) if (other instanceof OperatorNode && node.takeAlong(other, isReady)) return;
  });
}
