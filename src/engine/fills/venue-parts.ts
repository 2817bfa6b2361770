/** What the parts of the simulated venue work on. */
import type { CandleColumns } from "../candles.ts";
import type { EngineSettings } from "../engine-settings.ts";
import type { EntrySizing } from "../entry-sizing.ts";
import type { OrderDesk } from "../order-desk.ts";
import type { Portfolio } from "../portfolio.ts";
import type { Guards } from "../protection/guards.ts";
import type { Sleeve } from "../sleeve.ts";
import type { TradingCosts } from "./costs.ts";

/** By execution stream: finer candles, for candles that hold both stop and target. */
export type FinerCandles = ReadonlyMap<number, CandleColumns>;

export interface VenueParts {
  readonly settings: EngineSettings;
  readonly sleeves: readonly Sleeve[];
  readonly portfolio: Portfolio;
  readonly guards: Guards;
  readonly desk: OrderDesk;
  readonly sizing: EntrySizing;
  readonly costs: TradingCosts;
  readonly finer: FinerCandles;
}
