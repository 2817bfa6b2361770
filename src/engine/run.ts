/**
 * A run: strategies, candles and money in; trades, equity and refusals out. A backtest takes its blocks from history, a
 * dry run feeds one instant at a time to the same `Run`.
 */
import type { CandleColumns, MarkingCandles } from "./candles.ts";
import { compile, type StrategyInstance } from "./compile.ts";
import { Engine } from "./engine.ts";
import { engineErrors } from "./engine-errors.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { CandlewrightError } from "./errors.ts";
import { type Block, instantTime, type StreamKey } from "./expression/block.ts";
import type { Plan } from "./expression/plan.ts";
import type { PlanInputs } from "./expression/plan-builder.ts";
import type { HandlerFailure } from "./handler.ts";
import { ExposureWalk } from "./holdings.ts";
import { LastCandles } from "./last-candles.ts";
import type { MarketRules } from "./market.ts";
import type { OpenPosition, RunResult } from "./result.ts";
import type { Sleeve } from "./sleeve.ts";
import { timeframeMs } from "./timeframe.ts";
import { type Stream, Timeline } from "./timeline.ts";

/** So many rows that the columns of a few symbols, or of many, stay in a processor's second cache. */
export function defaultBlockSize(streams: number): number {
  return streams <= 4 ? 1024 : 256;
}

export interface RunInput {
  readonly strategies: readonly StrategyInstance[];
  /** Every stream that a strategy needs; a symbol's orders are matched on its shortest candles. */
  readonly streams: readonly StreamKey[];
  readonly markets: ReadonlyMap<string, MarketRules>;
  readonly settings: EngineSettings;
  readonly blockSize?: number;
  readonly planInputs?: PlanInputs;
  /** Candles finer than the execution stream's, by symbol: they decide where one candle holds stop and target. */
  readonly finer?: ReadonlyMap<string, CandleColumns>;
  /** Expected number of instants. */
  readonly instants?: number;
  readonly skipsQuietInstants?: boolean;
  readonly onFailure?: (failure: HandlerFailure) => void;
  /** The candles of all streams, where they outlast the run. Without them blocks are of one instant, as live. */
  readonly history?: readonly Stream[];
}

export class Run {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly sleeves: readonly Sleeve[];
  private readonly settings: EngineSettings;
  private readonly last: LastCandles;
  private readonly closesAtEnd: boolean;
  private readonly history: readonly Stream[];

  constructor(input: RunInput) {
    const blockSize = input.blockSize ?? defaultBlockSize(input.streams.length);
    const { plan, sleeves } = compile({ ...input, blockSize });
    this.plan = plan;
    this.sleeves = sleeves;
    this.settings = input.settings;
    this.history = input.history ?? [];
    this.last = new LastCandles(sleeves);
    this.closesAtEnd = input.settings.convention.endOfData !== "mark";
    const finer = new Map<number, CandleColumns>();
    for (const sleeve of sleeves) {
      const candles = input.finer?.get(sleeve.symbol);
      if (candles !== undefined) finer.set(sleeve.execution, candles);
    }
    this.engine = new Engine({
      settings: input.settings,
      sleeves,
      streams: input.streams.length,
      blockSize,
      finer,
      hasHistory: input.history !== undefined,
      instants: input.instants ?? 0,
      ...(input.skipsQuietInstants === undefined ? {} : { skipsQuietInstants: input.skipsQuietInstants }),
      ...(input.onFailure === undefined ? {} : { onFailure: input.onFailure }),
    });
  }

  /** Runs one block of instants. */
  take(block: Block): void {
    this.plan.run(block);
    this.engine.run(block);
    if (this.closesAtEnd) this.last.take(block);
  }

  /** Ends the run as its fill convention says, and gives the result. */
  finish(): RunResult {
    const { engine, settings } = this;
    engine.portfolio.holdings.beginAt(engine.curve.length, false);
    if (this.closesAtEnd) this.closeAll();
    const { portfolio, desk, refusals } = engine;
    const marking = portfolio.hasHistory ? this.markingCandles() : undefined;
    const curve = engine.curve.curve((times) => new ExposureWalk(portfolio.holdings, times, marking ?? []));
    const finalEquity = portfolio.equity();
    if (curve.equity.length > 0) curve.equity[curve.equity.length - 1] = finalEquity;
    const rates = this.sleeves[0]?.market;
    return {
      currency: settings.currency,
      startingCash: settings.startingCash,
      finalEquity,
      fillConvention: settings.convention.name,
      makerFeeRate: rates?.makerFeeRate ?? 0,
      takerFeeRate: rates?.takerFeeRate ?? 0,
      slippageRate: settings.slippageRate,
      spreadRate: settings.spreadRate,
      startTime: engine.curve.timeAt(0),
      endTime: engine.curve.timeAt(engine.curve.length - 1),
      curve,
      get trades() {
        return portfolio.trades.all(marking);
      },
      openPositions: this.openPositions(),
      get refusals() {
        return refusals.kept();
      },
      refusalCounts: refusals.counted(),
      totals: {
        fees: portfolio.totalFees,
        slippageCost: portfolio.totalSlippage,
        tradedNotional: portfolio.tradedNotional,
        fills: portfolio.fillCount,
        orders: desk.orderCount,
      },
    };
  }

  /** By sleeve. */
  private markingCandles(): MarkingCandles[] {
    return this.sleeves.map(({ execution }) => {
      const { candles, timeframe } = this.history[execution];
      return { candles, lengthMs: timeframeMs(timeframe) };
    });
  }

  private closeAll(): void {
    const { open, previousClose, openTime } = this.last;
    const prices = this.settings.convention.endOfData === "close-at-last-open" ? open : previousClose;
    this.engine.venue.closeAll(
      ({ index }) => prices[index],
      ({ index }) => openTime[index],
    );
  }

  private openPositions(): OpenPosition[] {
    const { portfolio } = this.engine;
    return this.sleeves
      .filter((sleeve) => portfolio.quantity[sleeve.index] !== 0)
      .map(({ index, strategy, symbol }) => {
        const quantity = portfolio.quantity[index];
        return {
          strategy,
          symbol,
          direction: quantity > 0 ? "long" : "short",
          quantity: Math.abs(quantity),
          entryTime: portfolio.entryTime[index],
          entryPrice: portfolio.entryPrice[index],
          markPrice: portfolio.markPrice[index],
          unrealisedProfit:
            quantity * (portfolio.markPrice[index] - portfolio.entryPrice[index]) - portfolio.entryFees[index],
        };
      });
  }
}

export interface BacktestInput extends Omit<RunInput, "streams" | "instants" | "history"> {
  readonly streams: readonly Stream[];
  /** Called after each block with the number of instants so far and the time reached; false stops the run. */
  readonly onProgress?: (instants: number, time: number) => boolean | void;
}

/**
 * Runs strategies over history.
 * @throws CandlewrightError ENGINE_NO_CANDLES, and what `compile` throws
 */
export function runBacktest(input: BacktestInput): RunResult {
  if (input.streams.every((stream) => stream.candles.length === 0)) throw new CandlewrightError(engineErrors.noCandles);
  const timeline = new Timeline(input.streams, input.blockSize ?? defaultBlockSize(input.streams.length));
  const run = new Run({ ...input, history: input.streams, instants: timeline.expectedInstants });
  let instants = 0;
  for (let block = timeline.nextBlock(); block !== undefined; block = timeline.nextBlock()) {
    run.take(block);
    instants += block.count;
    if (input.onProgress?.(instants, instantTime(block, block.count - 1)) === false) break;
  }
  return run.finish();
}
