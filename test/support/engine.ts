/** Short ways to a run, for tests of the engine. */
import type { CandleColumns } from "../../src/engine/candles.ts";
import type { StrategyInstance } from "../../src/engine/compile.ts";
import type { EngineSettings } from "../../src/engine/engine-settings.ts";
import { FILL_CONVENTIONS, type FillConvention } from "../../src/engine/fills/convention.ts";
import { NO_ADDING, NO_PROTECTION, UNLIMITED } from "../../src/engine/limits.ts";
import type { MarketRules } from "../../src/engine/market.ts";

export function convention(name: string): FillConvention {
  const found = FILL_CONVENTIONS.get(name);
  if (found === undefined) throw new Error(`no convention ${name}`);
  return found;
}

export function settings(overrides: Partial<EngineSettings> = {}): EngineSettings {
  return {
    startingCash: 10_000,
    currency: "USDT",
    convention: convention("pessimistic"),
    limits: UNLIMITED,
    slippageRate: 0,
    spreadRate: 0,
    cashBuffer: 0,
    ...overrides,
  };
}

export function market(overrides: Partial<MarketRules> = {}): MarketRules {
  return {
    kind: "spot",
    tickSize: 0,
    lotSize: 0,
    minQuantity: 0,
    minNotional: 0,
    makerFeeRate: 0,
    takerFeeRate: 0,
    ...overrides,
  };
}

export function strategy(overrides: Partial<StrategyInstance>): StrategyInstance {
  return {
    name: "test",
    timeframe: "1m",
    symbols: ["A/USDT"],
    capitalAllocation: 1,
    protection: NO_PROTECTION,
    adding: NO_ADDING,
    sizing: { rule: "fraction_of_equity" },
    roles: undefined,
    signals: {},
    handler: undefined,
    ...overrides,
  };
}

export function stream(candles: CandleColumns, timeframe = "1m", symbol = "A/USDT") {
  return { symbol, timeframe, candles };
}
