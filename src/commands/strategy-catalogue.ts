/** Strategies by name: those that are shipped, and a user's own from a file. */
import type { StrategyCatalogue, StrategyDeclaration } from "../config/strategy-schema.ts";

type StrategyFile = { readonly default: StrategyDeclaration };

/** The shipped strategies; each file is loaded only when it is asked for. */
const shipped: Readonly<Record<string, () => Promise<StrategyFile>>> = {};

export const strategyCatalogue: StrategyCatalogue = {
  names: Object.keys(shipped),
  async find(strategyName) {
    if (Object.hasOwn(shipped, strategyName)) return (await shipped[strategyName]()).default;
    if (!/\.[cm]?[jt]s$/.test(strategyName)) return undefined;
    const { loadStrategyFile } = await import("./strategy-file.ts");
    return loadStrategyFile(strategyName);
  },
};
