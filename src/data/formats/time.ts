/** Times as files write them: seconds, milliseconds, microseconds or nanoseconds since 1970, or a date. */
import { CandlewrightError, type ErrorContext } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";

export type TimeUnit = "s" | "ms" | "us" | "ns";

/** Any moment from 1973 to 5138 has its unit told by its size: the ranges do not overlap. */
const SMALLEST: Readonly<Record<TimeUnit, number>> = { s: 1e8, ms: 1e11, us: 1e14, ns: 1e17 };
const PER_MS: Readonly<Record<TimeUnit, number>> = { s: 0.001, ms: 1, us: 1000, ns: 1e6 };

/** The unit of a time by its size, or undefined where no unit makes it a sensible moment. */
export function unitOf(time: number): TimeUnit | undefined {
  return (Object.keys(SMALLEST) as TimeUnit[]).find((unit) => time >= SMALLEST[unit] && time < SMALLEST[unit] * 1000);
}

/**
 * Milliseconds UTC of a time in the given unit.
 * @throws CandlewrightError DATA_MIXED_UNITS where the size of the time says that it has another unit
 */
export function toMilliseconds(time: number, unit: TimeUnit, place: () => ErrorContext): number {
  if (unit === "ms" && time >= 1e11 && time < 1e14 && Number.isInteger(time)) return time;
  const found = unitOf(time);
  const milliseconds = unit === "s" ? time * 1000 : time / PER_MS[unit];
  if (found !== unit || !Number.isInteger(milliseconds)) {
    const detail = `The time ${time} is not in whole ${found === unit ? "milliseconds" : `${unit}, as the lines before are`}.`;
    throw new CandlewrightError(dataErrors.mixedUnits, { ...place(), detail });
  }
  return milliseconds;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/;

/** Milliseconds UTC of a date with optional time and zone; without a zone it is UTC. Undefined where it is no date. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const milliseconds = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, +fraction.padEnd(3, "0").slice(0, 3));
  // Date.UTC rolls a 13th month or the 31st of a short one over into the next: such a date is none.
  if (
    +month < 1 ||
    +month > 12 ||
    new Date(milliseconds).getUTCDate() !== +day ||
    +hour > 23 ||
    +minute > 59 ||
    +second > 59
  )
    return undefined;
  if (zone === "Z" || zone === "UTC") return milliseconds;
  const offsetMinutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return milliseconds - (zone[0] === "-" ? -1 : 1) * offsetMinutes * 60_000;
}
