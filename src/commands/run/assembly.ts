/** Everything that a run needs, from settings and stored candles: the one place where the layers meet. */
import type { Settings } from "../../config/settings.ts";
import type { MarketInfo } from "../../data/markets/market-info.ts";
import { SYNTHETIC_EXCHANGE } from "../../data/store/paths.ts";
import type { CandleColumns } from "../../engine/candles.ts";
import type { StrategyInstance } from "../../engine/compile.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { Expression } from "../../engine/expression/node.ts";
import type { PlanInputs } from "../../engine/expression/plan-builder.ts";
import { featureNames } from "../../engine/expression/walk.ts";
import type { BacktestInput } from "../../engine/run.ts";
import { SIGNAL_CONDITIONS, SIGNAL_SERIES } from "../../engine/strategy.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import type { Stream } from "../../engine/timeline.ts";
import type { DataFacts, RunFacts } from "../../monitor/runs/record.ts";
import { instantiate } from "../../strategies/instantiate.ts";
import { usageErrors } from "../errors.ts";
import { blameStrategy } from "../strategy-blame.ts";
import { strategyCatalogue } from "../strategy-catalogue.ts";
import { type Heartbeat, withHeartbeat } from "../watch/heartbeat.ts";
import { type CandleSource, loadCandles, type RunCandles, streamKeys } from "./candles.ts";
import { engineSettings, marketsOf } from "./engine-settings.ts";

/**
 * What will become of the run. `figures`: neither a record nor a page, so what only they need (fingerprints of the candles,
 * indicators) is left out. `text`: nothing but what a terminal shows, so further figures are left out too.
 */
export type Wanted = "everything" | "figures" | "text";

export interface AssemblyOptions extends CandleSource {
  /** Default `everything`. */
  readonly wanted?: Wanted;
  /** Where they are on their way already: what `loadCandles` gives for the same settings and options. */
  readonly candles?: Promise<RunCandles>;
  /** Of the worker, where this runs in one. */
  readonly heartbeat?: Heartbeat;
}

export interface Assembly {
  readonly input: BacktestInput & {
    readonly streams: readonly Stream[];
    readonly strategies: readonly StrategyInstance[];
  };
  readonly markets: readonly MarketInfo[];
  readonly data: readonly DataFacts[];
  readonly synthetic: boolean;
  readonly wanted: Wanted;
}

/** Every expression of a strategy, with its role. */
export function expressionsOf(strategy: StrategyInstance): { role: string; name: string; expression: Expression }[] {
  const found: { role: string; name: string; expression: Expression }[] = [];
  for (const [role, signals] of Object.entries(strategy.signals)) {
    for (const name of [...SIGNAL_CONDITIONS, ...SIGNAL_SERIES]) {
      const expression = signals[name];
      if (expression !== undefined) found.push({ role, name, expression });
    }
  }
  for (const [name, expression] of Object.entries(strategy.handler?.indicators ?? {}))
    found.push({ role: "", name, expression });
  if (strategy.handler?.when !== undefined) found.push({ role: "", name: "when", expression: strategy.handler.when });
  return found;
}

/**
 * The strategies of the settings, ready for the engine.
 * @param heartbeat of the worker, where this runs in one: a strategy's `signals` may never come back
 */
export async function instancesOf(settings: Settings, heartbeat?: Heartbeat): Promise<StrategyInstance[]> {
  const instances: StrategyInstance[] = [];
  for (const [index, use] of settings.strategies.entries()) {
    heartbeat?.enter(index);
    const strategy = await strategyCatalogue.find(use.strategyName);
    if (strategy === undefined) throw new Error(`strategy ${use.strategyName} passed the check of the settings`);
    try {
      instances.push(instantiate(strategy, use));
    } catch (error) {
      throw blameStrategy(error, use.strategyName);
    }
    heartbeat?.leave();
  }
  return heartbeat === undefined ? instances : withHeartbeat(instances, heartbeat);
}

/** The outside series that the strategies read. */
export async function planInputsOf(strategies: readonly StrategyInstance[], dataFolder: string): Promise<PlanInputs> {
  const names = featureNames(
    strategies.flatMap((strategy) => expressionsOf(strategy).map(({ expression }) => expression)),
  );
  if (names.size === 0) return {};
  const { readFeature } = await import("../../data/features/feature-folder.ts");
  const features = await Promise.all(
    [...names].map(async (name) => [name, await readFeature(dataFolder, name)] as const),
  );
  return { features: new Map(features) };
}

/** Where a recorded run's candles came from, and how fine it looked into them. */
export function sourceOf({ settings, data }: Pick<RunFacts, "settings" | "data">): {
  candlesOf: string;
  drillDown?: string;
} {
  // The strategies' own candles come first; what follows are the finer ones.
  const finer = data.at(streamKeys(settings.strategies).length);
  return { candlesOf: data[0].exchange, ...(finer === undefined ? {} : { drillDown: finer.timeframe }) };
}

/** @throws CandlewrightError USAGE_BAD_VALUE */
function checkDrillDown(drillDown: string, strategies: readonly StrategyInstance[]): void {
  const coarse = strategies.find(({ timeframe }) => timeframeMs(drillDown) >= timeframeMs(timeframe));
  if (coarse !== undefined)
    throw new CandlewrightError(usageErrors.badValue, {
      path: "--drill-down",
      detail: `${drillDown} is not finer than ${coarse.timeframe}, the candles of ${coarse.name}.`,
    });
}

/**
 * Reads candles, markets and features, and builds the strategies.
 * @throws CandlewrightError DATA_..., STRATEGY_..., ENGINE_MIXED_QUOTES
 */
export async function assemble(settings: Settings, options: AssemblyOptions): Promise<Assembly> {
  const { dataFolder, candlesOf, drillDown, wanted = "everything" } = options;
  const strategies = await instancesOf(settings, options.heartbeat);
  if (drillDown !== undefined) checkDrillDown(drillDown, strategies);
  const { rules, infos } = marketsOf(settings, dataFolder);
  const { streams, finer } = await (options.candles ?? loadCandles(settings, options));
  const fingerprint = wanted === "everything" ? (await import("../../data/hash.ts")).hashCandles : () => "";
  const facts = (symbol: string, timeframe: string, candles: CandleColumns): DataFacts => ({
    exchange: candlesOf,
    symbol,
    timeframe,
    candles: candles.length,
    firstOpenTime: candles.openTime[0],
    lastOpenTime: candles.openTime[candles.length - 1],
    sha256: fingerprint(candles),
    synthetic: candlesOf === SYNTHETIC_EXCHANGE,
  });
  return {
    input: {
      strategies,
      streams,
      markets: rules,
      settings: engineSettings(settings, infos),
      planInputs: await planInputsOf(strategies, dataFolder),
      finer,
    },
    markets: infos,
    data: [
      ...streams.map(({ symbol, timeframe, candles }) => facts(symbol, timeframe, candles)),
      ...[...finer].map(([symbol, candles]) => facts(symbol, drillDown ?? "", candles)),
    ],
    synthetic: candlesOf === SYNTHETIC_EXCHANGE,
    wanted,
  };
}
