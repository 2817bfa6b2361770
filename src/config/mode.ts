import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import type { Environment } from "./environment.ts";
import { configErrors } from "./errors.ts";
import type { Checked } from "./problems.ts";
import { type Mode, modes } from "./settings.ts";

const VARIABLE = "CANDLEWRIGHT_MODE";

/** The mode a command fixes, else the variable's, else the harmless one. */
export function settledMode(fixed: Mode | undefined, environment: Environment): Checked<Mode> {
  if (fixed !== undefined) return { value: fixed, problems: [] };
  const text = environment[VARIABLE];
  if (text === undefined || text === "") return { value: "dry-run", problems: [] };
  const mode = modes.find((one) => one === text);
  if (mode !== undefined) return { value: mode, problems: [] };
  const suggestion = nearest(text, modes);
  const problem = new CandlewrightError(configErrors.unknownChoice, {
    file: VARIABLE,
    detail: `Got ${JSON.stringify(text)}; the choices are ${modes.join(", ")}.`,
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  });
  return { value: undefined, problems: [problem] };
}
