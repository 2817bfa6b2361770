import { CandlewrightError } from "../../engine/errors.ts";
import { whyErrors } from "../errors.ts";

/**
 * Milliseconds UTC of a time on the command line.
 * @throws CandlewrightError WHY_BAD_TIME
 */
export function instantFrom(text: string): number {
  const isTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?$/.test(text);
  const time = isTime ? Date.parse(text.includes(":") ? `${text.replace(" ", "T").replace("Z", "")}Z` : text) : NaN;
  if (Number.isNaN(time))
    throw new CandlewrightError(whyErrors.badTime, { path: "--at", detail: `Got ${JSON.stringify(text)}.` });
  return time;
}
