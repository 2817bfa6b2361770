/** Proves that a recorded run can be repeated: runs it again and compares the fingerprints. */
import type { RunResult } from "../../engine/result.ts";
import type { DataFacts, RunRecord } from "./record.ts";
import { hashResult } from "./result-hash.ts";

/** What running again gave, with the facts as they are now. */
export interface Repetition {
  readonly result: RunResult;
  readonly data: readonly DataFacts[];
  readonly strategyFiles: Readonly<Record<string, string>>;
  readonly codeVersion: string;
  readonly nodeVersion: string;
}

export interface Verification {
  readonly id: string;
  readonly same: boolean;
  readonly recordedHash: string;
  readonly hash: string;
  /** Facts that are not as recorded, in words: the likely reasons of a different result. */
  readonly changes: readonly string[];
}

/** @param rerun runs the recorded settings on the candles that are stored now */
export async function verifyRun(
  record: RunRecord,
  rerun: (record: RunRecord) => Promise<Repetition>,
): Promise<Verification> {
  const repetition = await rerun(record);
  const hash = hashResult(repetition.result);
  return {
    id: record.id,
    same: hash === record.resultHash,
    recordedHash: record.resultHash,
    hash,
    changes: changesSince(record, repetition),
  };
}

function changesSince(record: RunRecord, now: Repetition): string[] {
  const changes: string[] = [];
  for (const then of record.data) {
    const name = `${then.exchange} ${then.symbol} ${then.timeframe}`;
    const found = now.data.find(({ exchange, symbol, timeframe }) => `${exchange} ${symbol} ${timeframe}` === name);
    if (found === undefined) changes.push(`The candles of ${name} were not read.`);
    else if (found.sha256 !== then.sha256)
      changes.push(`The candles of ${name} are others: ${then.candles} then, ${found.candles} now.`);
  }
  for (const [name, digest] of Object.entries(record.strategyFiles))
    if (now.strategyFiles[name] !== digest) changes.push(`The file of the strategy ${name} was changed.`);
  if (now.codeVersion !== record.codeVersion)
    changes.push(`Candlewright ${record.codeVersion} then, ${now.codeVersion} now.`);
  if (now.nodeVersion !== record.nodeVersion) changes.push(`Node ${record.nodeVersion} then, ${now.nodeVersion} now.`);
  return changes;
}
