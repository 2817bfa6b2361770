/**
 * The plan: every node that the strategies need, once each, in an order in which inputs come first. Running it on a block
 * fills all columns. Equal nodes (same operation, inputs and parameters on the same candles) are one node.
 */
import type { Block, StreamKey } from "./block.ts";
import type { Column } from "./column.ts";
import type { Snapshot } from "./snapshot.ts";

export class Plan {
  readonly streams: readonly StreamKey[];
  /** Most instants that a block may hold. */
  readonly blockSize: number;
  private readonly nodes: readonly Column[];

  constructor(streams: readonly StreamKey[], blockSize: number, nodes: readonly Column[]) {
    this.streams = streams;
    this.blockSize = blockSize;
    this.nodes = nodes;
  }

  get nodeCount(): number {
    return this.nodes.length;
  }

  /** Fills every column for this block. */
  run(block: Block): void {
    for (const node of this.nodes) node.run(block);
  }

  /** The memory of all nodes, deep. */
  save(): readonly (Snapshot | undefined)[] {
    return this.nodes.map((node) => node.save());
  }

  /** Goes on from a state saved by a plan that was built from the same expressions. */
  load(saved: readonly (Snapshot | undefined)[]): void {
    saved.forEach((state, n) => {
      if (state !== undefined) this.nodes[n].load(state);
    });
  }
}
