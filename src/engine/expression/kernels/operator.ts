/** A node that runs an operator over the block. */
import type { Block } from "../block.ts";
import { type BlockFunction, blockForm } from "../block-form.ts";
import { type Column, type Grid, gridCount, SeriesNode } from "../column.ts";
import type { Operator, OperatorDefinition } from "../operator.ts";
import { restore, type Snapshot, snapshot } from "../snapshot.ts";

/** Runs the operator; holds its first output. */
export class OperatorNode extends SeriesNode {
  private readonly operator: Operator;
  private readonly inputs: readonly Column[];
  private readonly block: BlockFunction;
  private readonly outputs: Float64Array[];
  /** Arguments of the block form, made once; only columns and offsets of inputs change. */
  private readonly call: unknown[];

  constructor(
    grid: Grid | undefined,
    capacity: number,
    definition: OperatorDefinition,
    operator: Operator,
    inputs: readonly Column[],
  ) {
    super(grid, capacity);
    this.operator = operator;
    this.inputs = inputs;
    this.outputs = definition.outputs.map((_, n) => (n === 0 ? this.values : new Float64Array(capacity)));
    this.block = blockForm(
      operator,
      definition,
      inputs.map((input) => input.kind),
    );
    this.call = [operator, 0];
  }

  /** The column of output `n`. */
  output(n: number): Float64Array {
    return this.outputs[n];
  }

  run(block: Block): void {
    const { call } = this;
    call[1] = gridCount(this.grid, block);
    let n = 2;
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
    Reflect.apply(this.block, undefined, call);
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
