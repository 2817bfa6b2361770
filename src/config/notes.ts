/** What each setting means, kept beside its schema: for `config explain`, the docs and the editors' help. */
import { z } from "zod";

export interface Note {
  /** What it means, one sentence. */
  readonly about: string;
  /** Unit or form: "fraction of equity (0.05 is 5 %)". */
  readonly unit?: string;
  /** What changes with it, and when. */
  readonly effect?: string;
}

export const notes = z.registry<Note>();

/** A fraction of 1 below 1: the usual slip is a percentage, 3 for 3 %, and it must not pass. */
export const FRACTION_UNIT = "fraction (0.03 is 3 %)";

export const fraction = () => z.number().positive().lt(1);

/** Names the JSON Schema for the editor; the program itself does not read it. */
export const schemaReference = { $schema: z.string().optional() };
