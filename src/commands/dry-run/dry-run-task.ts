/** A dry run from settings to outcome, with all that it says as plain data, so that it can run in a thread of its own. */
import type { Settings } from "../../config/settings.ts";
import type { Feed } from "../../data/feeds/feed.ts";
import { GeneratedFeed } from "../../data/feeds/generated.ts";
import { Pace } from "../../data/feeds/pace.ts";
import { ReplayFeed } from "../../data/feeds/replay.ts";
import { openStore } from "../../data/store/store.ts";
import type { StreamKey } from "../../engine/expression/block.ts";
import type { OpenPosition, RefusalCount, RunTotals } from "../../engine/result.ts";
import { Journal } from "../../monitor/journal/journal.ts";
import { hashResult } from "../../monitor/runs/result-hash.ts";
import { instancesOf, planInputsOf } from "../run/assembly.ts";
import { streamKeys } from "../run/candles.ts";
import { engineSettings, marketsOf } from "../run/engine-settings.ts";
import { softwareOf } from "../run/software.ts";
import { blameStrategy } from "../strategy-blame.ts";
import { type PlainError, toPlain } from "../watch/error-transfer.ts";
import type { Heartbeat } from "../watch/heartbeat.ts";
import { DryRunSession } from "./session.ts";
import { statusText } from "./status-line.ts";
import { withStops } from "./stuck-strategies.ts";

export interface DryRunOptions {
  readonly dataFolder: string;
  readonly feed: "replay" | "generated";
  /** Times faster than the wall clock. */
  readonly speed: number;
  readonly seed: number;
  /** Exchange whose stored candles are replayed. */
  readonly candlesOf: string;
  readonly journal: string;
  readonly isNew: boolean;
}

export interface DryRunRequest {
  readonly settings: Settings;
  readonly options: DryRunOptions;
}

/** What a dry run says while it goes. */
export type DryRunMessage =
  | { readonly note: string }
  | { readonly status: string }
  | { readonly problem: readonly PlainError[] };

export interface DryRunOutcome {
  readonly run: number;
  readonly instants: number;
  /** Time reached, milliseconds UTC. */
  readonly time: number;
  /** The fingerprint that a backtest on the same candles has. */
  readonly resultHash: string;
  readonly currency: string;
  readonly startingCash: number;
  readonly finalEquity: number;
  readonly trades: number;
  readonly openPositions: readonly OpenPosition[];
  readonly refusalCounts: readonly RefusalCount[];
  readonly totals: RunTotals;
}

/** Generated candles begin here, so that the same seed gives the same run whenever it is started. */
const GENERATED_FROM = Date.UTC(2024, 0, 1);
const STATUS_EVERY_MS = 200;
/** A run that waits for the next candle is alive all the same. */
const SIGN_EVERY_MS = 1000;

/**
 * Follows the feed until it ends or `stop` is given.
 * @throws CandlewrightError JOURNAL_..., DATA_..., STRATEGY_...
 */
export async function dryRun(
  { settings, options }: DryRunRequest,
  tell: (message: DryRunMessage) => void,
  stop: AbortSignal,
  heartbeat?: Heartbeat,
): Promise<DryRunOutcome> {
  const journal = new Journal(options.journal);
  const signs = setInterval(() => heartbeat?.reached(NaN, 0), SIGN_EVERY_MS);
  try {
    const session = await openSession(journal, settings, options, tell, heartbeat);
    await session.begin(stop);
    const feed = feedOf(settings, options, streamKeys(settings.strategies), session.lastTime);
    tell({
      note: `Dry run ${session.number}: ${feed.about}. Fills are simulated; no order leaves this machine. Journal: ${journal.path}`,
    });
    if (session.recovered > 0)
      tell({ note: `Goes on after ${session.recovered} instants in the journal, which came out the same.` });
    let toldAt = -Infinity;
    await session.follow(feed, stop, () => {
      if (performance.now() - toldAt < STATUS_EVERY_MS) return;
      toldAt = performance.now();
      tell({ status: statusText(session) });
    });
    return outcomeOf(session);
  } finally {
    clearInterval(signs);
    journal.close();
  }
}

async function openSession(
  journal: Journal,
  settings: Settings,
  options: DryRunOptions,
  tell: (message: DryRunMessage) => void,
  heartbeat: Heartbeat | undefined,
): Promise<DryRunSession> {
  const { dataFolder, feed, seed, candlesOf, isNew } = options;
  const strategies = await instancesOf(settings, heartbeat);
  const { rules, infos } = marketsOf(settings, dataFolder);
  return new DryRunSession({
    journal,
    identity: { settings, feed: feed === "generated" ? { feed, seed } : { feed, candles: candlesOf } },
    software: await softwareOf(settings),
    isNew,
    input: {
      strategies: isNew ? strategies : withStops(strategies, journal),
      streams: streamKeys(strategies),
      markets: rules,
      settings: engineSettings(settings, infos),
      planInputs: await planInputsOf(strategies, dataFolder),
    },
    onFailure: ({ strategy, error }) => {
      const { strategyName } = settings.strategies.find(({ name }) => name === strategy) ?? { strategyName: "" };
      tell({ problem: toPlain(blameStrategy(error, strategyName)) });
    },
  });
}

function feedOf(settings: Settings, options: DryRunOptions, streams: readonly StreamKey[], after: number): Feed {
  const { speed, seed, dataFolder, candlesOf: exchange } = options;
  const pace = new Pace(speed);
  if (options.feed === "generated") return new GeneratedFeed(streams, { seed, from: GENERATED_FROM }, pace, after);
  const store = openStore(dataFolder);
  const { startTime, endTime } = settings.backtest;
  const range = {
    ...(startTime === undefined ? {} : { from: startTime }),
    ...(endTime === undefined ? {} : { to: endTime }),
  };
  const stored = streams.map((stream) => ({ ...stream, candles: store.read({ exchange, ...stream, ...range }) }));
  const names = stored.map(({ symbol, timeframe }) => `${symbol} ${timeframe}`).join(", ");
  const howFast =
    speed === Infinity ? "as fast as it goes" : speed === 1 ? "on the wall clock" : `${speed} times faster`;
  return new ReplayFeed(`replay of ${exchange} ${names}, ${howFast}`, stored, pace, after);
}

function outcomeOf(session: DryRunSession): DryRunOutcome {
  const result = session.result();
  const { currency, startingCash, finalEquity, trades, openPositions, refusalCounts, totals } = result;
  return {
    run: session.number,
    instants: session.instants,
    time: session.lastTime,
    resultHash: hashResult(result),
    currency,
    startingCash,
    finalEquity,
    trades: trades.length,
    openPositions,
    refusalCounts,
    totals,
  };
}
