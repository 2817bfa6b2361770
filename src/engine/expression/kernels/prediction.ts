/** What an injected model says, candle by candle. */
import type { Block } from "../block.ts";
import { type Grid, gridCount, type SeriesColumn, SeriesNode } from "../column.ts";

/**
 * A model as the engine sees it: a pure function from one candle's inputs to a number.
 * The array is re-used from call to call; NaN means that it has no opinion.
 */
export type Predict = (inputs: Float64Array) => number;

export class Prediction extends SeriesNode {
  private readonly inputs: readonly SeriesColumn[];
  private readonly predict: Predict;
  private readonly row: Float64Array;

  constructor(grid: Grid | undefined, capacity: number, inputs: readonly SeriesColumn[], predict: Predict) {
    super(grid, capacity);
    this.inputs = inputs;
    this.predict = predict;
    this.row = new Float64Array(inputs.length);
  }
  run(block: Block): void {
    const count = gridCount(this.grid, block);
    for (let i = 0; i < count; i++) {
      let isKnown = true;
      for (let n = 0; n < this.inputs.length; n++) {
        const value = this.inputs[n].values[this.inputs[n].offset + i];
        if (value !== value) isKnown = false;
        this.row[n] = value;
      }
      this.values[i] = isKnown ? this.predict(this.row) : NaN;
    }
  }
}
