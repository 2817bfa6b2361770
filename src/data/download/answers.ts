/** The shape of an answer, checked before anything in it is used. */
import { CandlewrightError } from "../../engine/errors.ts";
import { downloadErrors } from "../errors.ts";

export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw badAnswer(`Where an object belongs there is ${JSON.stringify(value)?.slice(0, 80)}.`);
}

export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw badAnswer(`Where a list belongs there is ${JSON.stringify(value)?.slice(0, 80)}.`);
}

export function badAnswer(detail: string): CandlewrightError {
  return new CandlewrightError(downloadErrors.badAnswer, { detail });
}
