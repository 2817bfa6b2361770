/** Strategies by name: those that are shipped, and a user's own from a file. */
import type { StrategyCatalogue } from "../config/strategy-schema.ts";
import type { Strategy } from "../strategies/define-strategy.ts";

/** The shipped strategies; each file is loaded only when it is asked for. */
const shipped: Readonly<Record<string, () => Promise<{ readonly default: Strategy }>>> = {
  ema_crossover: () => import("../strategies/ema_crossover.ts"),
  rsi_reversal: () => import("../strategies/rsi_reversal.ts"),
  macd_trend: () => import("../strategies/macd_trend.ts"),
  bollinger_reversion: () => import("../strategies/bollinger_reversion.ts"),
  donchian_breakout: () => import("../strategies/donchian_breakout.ts"),
  supertrend: () => import("../strategies/supertrend.ts"),
  grid: () => import("../strategies/grid.ts"),
  pairs: () => import("../strategies/pairs.ts"),
  momentum_rotation: () => import("../strategies/momentum_rotation.ts"),
  buy_and_hold: () => import("../strategies/buy_and_hold.ts"),
};

/** Whether the name of a strategy is the path of a file. */
export function isStrategyFile(strategyName: string): boolean {
  return /\.[cm]?[jt]s$/.test(strategyName);
}

/** As the settings want it; `find` gives whole strategies. */
export const strategyCatalogue = {
  names: Object.keys(shipped),
  async find(strategyName: string): Promise<Strategy | undefined> {
    if (Object.hasOwn(shipped, strategyName)) return (await shipped[strategyName]()).default;
    if (!isStrategyFile(strategyName)) return undefined;
    const { loadStrategyFile } = await import("./strategy-file.ts");
    return loadStrategyFile(strategyName);
  },
} satisfies StrategyCatalogue;
