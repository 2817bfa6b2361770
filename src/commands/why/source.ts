/** What is asked about: a recorded backtest, or a dry run's journal. Either gives the inputs of the engine again. */
import { existsSync } from "node:fs";
import type { Settings } from "../../config/settings.ts";
import { emptyCandles } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { Stream } from "../../engine/timeline.ts";
import { journalErrors } from "../../monitor/journal/errors.ts";
import { Journal } from "../../monitor/journal/journal.ts";
import { findRun } from "../../monitor/runs/store.ts";
import { instantsOf } from "../dry-run/journal-instants.ts";
import { withStops } from "../dry-run/stuck-strategies.ts";
import { assemble, type Assembly, instancesOf, planInputsOf, sourceOf } from "../run/assembly.ts";
import { streamKeys } from "../run/candles.ts";
import { engineSettings, marketsOf } from "../run/engine-settings.ts";

type Inputs = Pick<Assembly["input"], "strategies" | "streams" | "markets" | "settings" | "planInputs" | "finer">;

/** The inputs of a recorded backtest. */
export async function inputsOfRun(
  runsFolder: string,
  id: string | undefined,
  dataFolder: string,
): Promise<{ about: string; inputs: Inputs }> {
  const record = findRun(runsFolder, id);
  const assembly = await assemble(record.settings, { dataFolder, ...sourceOf(record) });
  return { about: `backtest ${record.id}`, inputs: assembly.input };
}

/**
 * The inputs of the newest run in a journal: its own candles, whatever the store holds now.
 * @throws CandlewrightError JOURNAL_EMPTY
 */
export async function inputsOfJournal(path: string, dataFolder: string): Promise<{ about: string; inputs: Inputs }> {
  if (!existsSync(path)) throw new CandlewrightError(journalErrors.empty, { file: path });
  const journal = new Journal(path, { readOnly: true });
  try {
    const run = journal.lastRun();
    const [started] = journal.events(run, ["started"]);
    if (started === undefined) throw new CandlewrightError(journalErrors.empty, { file: path });
    const { settings } = started.body as { settings: Settings };
    const strategies = withStops(await instancesOf(settings), journal);
    const { rules, infos } = marketsOf(settings, dataFolder);
    return {
      about: `dry run ${run} in ${path}`,
      inputs: {
        strategies,
        streams: streamsOf(journal, run, streamKeys(strategies)),
        markets: rules,
        settings: engineSettings(settings, infos),
        planInputs: await planInputsOf(strategies, dataFolder),
      },
    };
  } finally {
    journal.close();
  }
}

function streamsOf(journal: Journal, run: number, keys: readonly { symbol: string; timeframe: string }[]): Stream[] {
  const rows = keys.map((): (readonly number[])[] => []);
  for (const instant of instantsOf(journal, run, keys.length)) {
    for (const { hasClosed, stream, openTime, open, high, low, close, volume } of instant.candles())
      if (hasClosed) rows[stream].push([openTime, open, high, low, close, volume]);
  }
  return keys.map((key, s) => {
    const candles = emptyCandles(rows[s].length);
    rows[s].forEach(([openTime, open, high, low, close, volume], i) => {
      candles.openTime[i] = openTime;
      candles.open[i] = open;
      candles.high[i] = high;
      candles.low[i] = low;
      candles.close[i] = close;
      candles.volume[i] = volume;
    });
    return { ...key, candles };
  });
}
