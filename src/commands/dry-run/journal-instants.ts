/** What a run was told, read back from its journal. */
import { CandlewrightError } from "../../engine/errors.ts";
import { LiveInstant } from "../../engine/live-instant.ts";
import { journalErrors } from "../../monitor/journal/errors.ts";
import type { Journal } from "../../monitor/journal/journal.ts";

/**
 * The instants of a run, in order: the same object each time, filled anew.
 * @param streams number of streams that the run has
 * @throws CandlewrightError JOURNAL_UNREADABLE
 */
export function* instantsOf(journal: Journal, run: number, streams: number): Generator<LiveInstant> {
  const instant = new LiveInstant(streams);
  for (const { sequence, time, body } of journal.events(run, ["instant"])) {
    if (!(body instanceof Uint8Array) || !instant.load(time, body)) {
      const detail = `Event ${sequence} holds no candles of ${streams} streams.`;
      throw new CandlewrightError(journalErrors.unreadable, { file: journal.path, detail });
    }
    yield instant;
  }
}
