/** What a run is told about money, costs and limits. */
import type { FillConvention } from "./fills/convention.ts";
import type { RiskLimits } from "./limits.ts";

export interface EngineSettings {
  readonly startingCash: number;
  /** Settlement currency: the quote currency of every symbol. */
  readonly currency: string;
  readonly convention: FillConvention;
  readonly limits: RiskLimits;
  /** Against us on every market order, over the price. */
  readonly slippageRate: number;
  /** Between bid and ask, over the price. */
  readonly spreadRate: number;
  /** Part of an entry's cost that is held back on top of it, so that a rise until the fill does not shrink it. */
  readonly cashBuffer: number;
}
