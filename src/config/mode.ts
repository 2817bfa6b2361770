import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import { type Environment, variableIn } from "./environment.ts";
import { configErrors } from "./errors.ts";
import type { Checked } from "./problems.ts";
import type { Origin } from "./section-values.ts";
import { type Mode, modes } from "./settings.ts";

const VARIABLE = "CANDLEWRIGHT_MODE";

export interface SettledMode {
  readonly mode: Mode;
  readonly origin: Origin;
}

/**
 * The mode a command fixes, else the first variable's, else the harmless one.
 * @param environments in the order in which they count, each with its name as in `readOverrides`
 */
export function settledMode(
  fixed: Mode | undefined,
  environments: readonly (readonly [environment: Environment, source: string])[],
): Checked<SettledMode> {
  if (fixed !== undefined)
    return { value: { mode: fixed, origin: { kind: "override", source: "the command" } }, problems: [] };
  const found = environments.find(([environment]) => (environment[VARIABLE] ?? "") !== "");
  if (found === undefined) return { value: { mode: "dry-run", origin: { kind: "default" } }, problems: [] };
  const [environment, name] = found;
  const text = environment[VARIABLE] ?? "";
  const source = variableIn(VARIABLE, name);
  const mode = modes.find((one) => one === text);
  if (mode !== undefined) return { value: { mode, origin: { kind: "override", source } }, problems: [] };
  const suggestion = nearest(text, modes);
  const problem = new CandlewrightError(configErrors.unknownChoice, {
    file: source,
    detail: `Got ${JSON.stringify(text)}; the choices are ${modes.join(", ")}.`,
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  });
  return { value: undefined, problems: [problem] };
}
