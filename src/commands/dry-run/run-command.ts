/** What `candlewright run` does, once its options are read. */
import type { Settings } from "../../config/settings.ts";
import type { Feed } from "../../data/feeds/feed.ts";
import { GeneratedFeed } from "../../data/feeds/generated.ts";
import { Pace } from "../../data/feeds/pace.ts";
import { ReplayFeed } from "../../data/feeds/replay.ts";
import { openStore } from "../../data/store/store.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { Journal } from "../../monitor/journal/journal.ts";
import { hashResult } from "../../monitor/runs/result-hash.ts";
import { usageErrors } from "../errors.ts";
import type { Output } from "../output.ts";
import type { RunCommandOptions } from "../run.ts";
import { instancesOf, planInputsOf, streamKeys } from "../run/assembly.ts";
import { engineSettings, marketsOf } from "../run/engine-settings.ts";
import { overridesOf } from "../run/overrides.ts";
import { settingsOf } from "../settings.ts";
import { DryRunSession } from "./session.ts";
import { StatusLine } from "./status-line.ts";
import { summaryText } from "./summary.ts";

/** Generated candles begin here, so that the same seed gives the same run whenever it is started. */
const GENERATED_FROM = Date.UTC(2024, 0, 1);

export async function runCommand(output: Output, options: RunCommandOptions): Promise<void> {
  if (options.mode !== "dry-run") {
    throw new CandlewrightError(usageErrors.badValue, {
      path: "--mode",
      detail: `${options.mode} is not there yet: orders on an exchange come with a later version.`,
      fix: "Use --mode dry-run.",
    });
  }
  const { settings } = await settingsOf(output, { mode: "dry-run", overrides: overridesOf(options) });
  const strategies = await instancesOf(settings);
  const { rules, infos } = marketsOf(settings, options.dataDir);
  const streams = streamKeys(strategies);
  const journal = new Journal(options.journal);
  try {
    const session = new DryRunSession({
      journal,
      identity: identityOf(settings, options),
      isNew: options.new === true,
      input: {
        strategies,
        streams,
        markets: rules,
        settings: engineSettings(settings, infos),
        planInputs: await planInputsOf(strategies, options.dataDir),
      },
      onFailure: ({ error }) => output.error(error),
    });
    const feed = feedOf(settings, options, streams, session.lastTime);
    output.note(
      `Dry run ${session.number}: ${feed.about}. Fills are simulated; no order leaves this machine. Journal: ${journal.path}`,
    );
    if (session.recovered > 0)
      output.note(`Goes on after ${session.recovered} instants in the journal, which came out the same.`);
    const status = new StatusLine(output, session);
    await session.follow(feed, output.signal, () => status.show());
    status.clear();
    const result = session.result();
    output.result(
      { run: session.number, instants: session.instants, resultHash: hashResult(result), ...summaryOf(result) },
      () => summaryText(session, result, output),
    );
  } finally {
    journal.close();
  }
}

function identityOf(settings: Settings, options: RunCommandOptions) {
  const { feed, seed, candles } = options;
  return {
    settings,
    feed: feed === "generated" ? { feed, seed } : { feed, candles: candles ?? settings.exchange.exchange },
  };
}

function feedOf(
  settings: Settings,
  options: RunCommandOptions,
  streams: readonly { symbol: string; timeframe: string }[],
  after: number,
): Feed {
  const pace = new Pace(options.speed);
  const speed =
    options.speed === Infinity
      ? "as fast as it goes"
      : options.speed === 1
        ? "on the wall clock"
        : `${options.speed} times faster`;
  if (options.feed === "generated")
    return new GeneratedFeed(streams, { seed: options.seed, from: GENERATED_FROM }, pace, after);
  const store = openStore(options.dataDir);
  const exchange = options.candles ?? settings.exchange.exchange;
  const { startTime, endTime } = settings.backtest;
  const range = {
    ...(startTime === undefined ? {} : { from: startTime }),
    ...(endTime === undefined ? {} : { to: endTime }),
  };
  const stored = streams.map((stream) => ({ ...stream, candles: store.read({ exchange, ...stream, ...range }) }));
  const names = stored.map(({ symbol, timeframe }) => `${symbol} ${timeframe}`).join(", ");
  return new ReplayFeed(`replay of ${exchange} ${names}, ${speed}`, stored, pace, after);
}

function summaryOf(result: ReturnType<DryRunSession["result"]>) {
  const { currency, startingCash, finalEquity, trades, openPositions, refusalCounts, totals } = result;
  return { currency, startingCash, finalEquity, trades: trades.length, openPositions, refusalCounts, totals };
}
