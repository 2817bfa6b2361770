/**
 * Environment variables that override settings, by one rule: CANDLEWRIGHT_, the section, and the path, joined by two
 * underscores, in capitals. `CANDLEWRIGHT_EXCHANGE__TEST_MODE=false`, `CANDLEWRIGHT_STRATEGY__PARAMETERS__SHORT_WINDOW=10`;
 * where several strategies stand side by side, with the index: `CANDLEWRIGHT_STRATEGY__1__TIMEFRAME=1h`.
 */
import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import type { SettingPath } from "./document.ts";
import { configErrors } from "./errors.ts";
import { isSecretName, isSecretText } from "./secret-keys.ts";
import { type SectionName, sectionNames } from "./sections.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "CANDLEWRIGHT_";

/** Variables of ours that set no key of a file. */
export const plainVariables: Readonly<Record<string, string>> = {
  CANDLEWRIGHT_MODE: "the mode: backtest, dry-run, sandbox or live",
  CANDLEWRIGHT_CONFIG: "folder of the settings files, as --config",
  CANDLEWRIGHT_SIGNER_SOCKET: "where the signer listens; `candlewright supervise` sets it for the bot",
};

/** One setting given outside of the files. */
export interface Override {
  /** Name under which errors and `config show --origin` mention it: a variable, or an option such as `--timeframe`. */
  readonly source: string;
  readonly section: SectionName;
  /** In lower case, as the keys of the files are. */
  readonly path: SettingPath;
  readonly value: unknown;
}

/**
 * The overrides in an environment, and what is wrong with it. Secrets are refused here as in files.
 * @param source where the variables stand, for errors: the environment, or the path of a file
 */
export function readOverrides(
  environment: Environment,
  source = "environment",
): { readonly overrides: readonly Override[]; readonly problems: readonly CandlewrightError[] } {
  const overrides: Override[] = [];
  const problems: CandlewrightError[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || text === undefined || Object.hasOwn(plainVariables, variable)) continue;
    const [sectionPart, ...pathParts] = variable.slice(PREFIX.length).toLowerCase().split("__");
    const section = sectionNames.find((name) => name === sectionPart);
    if (pathParts.some(isSecretName) || isSecretName(sectionPart) || isSecretText(text))
      problems.push(new CandlewrightError(configErrors.secretInFile, { file: source, path: variable }));
    else if (section === undefined || pathParts.length === 0 || pathParts.includes(""))
      problems.push(unknownVariable(variable, source));
    else
      overrides.push({
        source: variableIn(variable, source),
        section,
        path: pathParts.map(asIndex),
        value: parsed(text),
      });
  }
  return { overrides, problems };
}

function unknownVariable(variable: string, source: string): CandlewrightError {
  const candidates = [
    ...Object.keys(plainVariables),
    ...sectionNames.map((name) => `${PREFIX}${name.toUpperCase()}__`),
  ];
  const suggestion = nearest(variable, candidates);
  return new CandlewrightError(configErrors.unknownVariable, {
    file: source,
    path: variable,
    ...(suggestion === undefined ? {} : { fix: `Unset it; or did you mean ${suggestion}?` }),
  });
}

/** A variable as errors and traces name it; one from a file says so. */
export function variableIn(variable: string, source: string): string {
  return source === "environment" ? variable : `${variable} in ${source}`;
}

const asIndex = (part: string) => (/^\d{1,3}$/.test(part) ? Number(part) : part);

/** JSON where it is JSON (numbers, true, false, lists, tables), else the text itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
  } catch {
    return text;
  }
}
