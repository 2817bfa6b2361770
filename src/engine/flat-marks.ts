/**
 * The prices of sleeves without a position. Nobody asks for them but the sleeve's own next order, so they are set where it
 * decides, and at the end of a block for the next one; the prices of positions are kept up at every instant.
 */
import type { Block } from "./expression/block.ts";
import type { Openings } from "./openings.ts";
import type { Portfolio } from "./portfolio.ts";
import type { Sleeve } from "./sleeve.ts";

export class FlatMarks {
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly openings: Openings;

  constructor(sleeves: readonly Sleeve[], portfolio: Portfolio, openings: Openings) {
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.openings = openings;
  }

  /** The last close up to instant `k`. */
  mark(block: Block, sleeve: Sleeve, k: number): void {
    const { quantity, markPrice } = this.portfolio;
    if (quantity[sleeve.index] !== 0) return;
    const { candles, from, rowAt } = block.streams[sleeve.execution];
    if (rowAt === undefined) markPrice[sleeve.index] = candles.close[from + k];
    else {
      const row = rowAt[k] < 0 ? this.openings.nextRow(block, sleeve.execution, k) - 1 : from + rowAt[k];
      if (row >= from) markPrice[sleeve.index] = candles.close[row];
    }
  }

  /** What the next block starts from. */
  markEnd(block: Block): void {
    const { quantity, markPrice } = this.portfolio;
    for (let s = 0; s < this.sleeves.length; s++) {
      if (quantity[s] !== 0) continue;
      const { candles, from, count } = block.streams[this.sleeves[s].execution];
      if (count > 0) markPrice[s] = candles.close[from + count - 1];
    }
  }
}
