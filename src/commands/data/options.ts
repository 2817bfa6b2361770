/** Options that several data commands share. */
import { type Command, InvalidArgumentError } from "commander";

/** As commander hands them over; each command declares those that it takes. */
export interface StoreOptions {
  readonly dataDir: string;
}

export interface SeriesOptions extends StoreOptions {
  readonly exchange: string;
  readonly timeframe: string;
}

export interface RangeOptions {
  /** Milliseconds UTC. */
  readonly since?: number;
  /** Milliseconds UTC, exclusive. */
  readonly until?: number;
}

export function storeOption(command: Command): Command {
  return command.option("--data-dir <folder>", "folder of the candle store", "data");
}

export function seriesOptions(command: Command): Command {
  return storeOption(command)
    .option("--exchange <name>", "exchange whose candles these are", "binance")
    .requiredOption("--timeframe <length>", "length of a candle: 1m, 15m, 1h, 4h, 1d");
}

export function rangeOptions(command: Command): Command {
  return command
    .option("--since <date>", "first open time: 2024-01-31 or 2024-01-31T12:00 (UTC)", parseMoment)
    .option("--until <date>", "open time at which to stop (not included)", parseMoment);
}

/** Milliseconds UTC of a date on the command line. */
function parseMoment(text: string): number {
  const isDate = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?Z?$/.test(text);
  const time = isDate
    ? Date.parse(text.includes(":") ? `${text.replace(" ", "T").replace("Z", "")}Z` : text)
    : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError("Write a date as 2024-01-31 or 2024-01-31T12:00 (UTC).");
  return time;
}

export function parseNumber(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new InvalidArgumentError("It must be a number.");
  return number;
}

/** The range in the form that the store reads. */
export function rangeOf({ since, until }: RangeOptions): { from?: number; to?: number } {
  return { ...(since === undefined ? {} : { from: since }), ...(until === undefined ? {} : { to: until }) };
}
