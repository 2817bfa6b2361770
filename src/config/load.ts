/** Reads all settings: files, environment, options; checks them together; says where each value comes from. */
import { join } from "node:path";
import type { z } from "zod";
import { CandlewrightError } from "../engine/errors.ts";
import { backtestSchema } from "./backtest-schema.ts";
import { contradictions } from "./contradictions.ts";
import { type Environment, type Override, readOverrides } from "./environment.ts";
import { configErrors } from "./errors.ts";
import { exchangeSchema } from "./exchange-schema.ts";
import { readEnvironmentFile, readIfThere, secretsElsewhere } from "./files.ts";
import { settledMode } from "./mode.ts";
import { type Checked, check } from "./problems.ts";
import { riskSchema } from "./risk-schema.ts";
import { type AllSectionValues, type Origin, type SectionValues, sectionValues } from "./section-values.ts";
import { sectionNames, sections } from "./sections.ts";
import { backtestSettings, exchangeSettings, riskSettings } from "./settle.ts";
import type { Mode, Settings } from "./settings.ts";
import { type CheckedStrategies, checkStrategies } from "./strategies.ts";
import type { StrategyCatalogue } from "./strategy-schema.ts";
import { type TracedValue, traceOf } from "./trace.ts";

export interface LoadOptions {
  /** Folder of the settings files. */
  readonly folder: string;
  readonly environment: Environment;
  /** A file of variables for local work, `.env`; real variables beat it. It may be missing. */
  readonly environmentFile?: string;
  readonly strategies: StrategyCatalogue;
  /** Settings given as options of a command; they beat files and environment. */
  readonly overrides?: readonly Override[];
  /** The mode, where a command fixes it; else CANDLEWRIGHT_MODE, else dry-run. */
  readonly mode?: Mode;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Every single value with where it was set. */
  readonly trace: readonly TracedValue[];
  /** Where the mode was set; it stands in no file. */
  readonly modeOrigin: Origin;
}

/**
 * @throws AggregateError of every problem found (CandlewrightError, CONFIG_...), never only of the first
 */
export async function loadSettings(options: LoadOptions): Promise<LoadedSettings> {
  const localVariables = await readEnvironmentFile(options.environmentFile);
  const local = readOverrides(localVariables, options.environmentFile ?? ".env");
  const outer = readOverrides(options.environment);
  const overrides = [...local.overrides, ...outer.overrides, ...(options.overrides ?? [])];
  const values = await readSections(options.folder, overrides);
  const mode = settledMode(options.mode, [
    [options.environment, "environment"],
    [localVariables, options.environmentFile ?? ".env"],
  ]);
  const problems = [
    ...local.problems,
    ...outer.problems,
    ...(await secretsElsewhere(
      options.folder,
      new Set(sectionNames.map((name) => join(options.folder, sections[name].file))),
    )),
    ...sectionNames.flatMap((name) => values[name].document?.problems ?? []),
    ...mode.problems,
  ];
  const strategies = await strategySection(values.strategy, options.strategies);
  const exchange = checkSection(exchangeSchema, values.exchange);
  const risk = checkSection(riskSchema, values.risk);
  const backtest = checkSection(backtestSchema, values.backtest);
  problems.push(...strategies.problems, ...exchange.problems, ...risk.problems, ...backtest.problems);
  if (mode.value && strategies.value && exchange.value && risk.value && backtest.value) {
    const settledExchange = exchangeSettings(exchange.value);
    const settings: Settings = {
      mode: mode.value.mode,
      strategies: strategies.value.settled,
      exchange: settledExchange,
      risk: riskSettings(risk.value, settledExchange),
      backtest: backtestSettings(backtest.value),
    };
    problems.push(...contradictions(settings, values));
    if (problems.length === 0) {
      const trace = [
        ...strategies.value.inputs.flatMap(({ path, value }) => traceOf(values.strategy, path, value)),
        ...traceOf(values.exchange, [], exchange.value),
        ...traceOf(values.risk, [], risk.value),
        ...traceOf(values.backtest, [], backtest.value),
      ];
      return { settings, trace, modeOrigin: mode.value.origin };
    }
  }
  throw new AggregateError(problems, "The settings have problems.");
}

async function readSections(folder: string, overrides: readonly Override[]): Promise<AllSectionValues> {
  const read = await Promise.all(
    sectionNames.map(async (name) => {
      const file = join(folder, sections[name].file);
      return [name, sectionValues(name, file, await readIfThere(file), overrides)] as const;
    }),
  );
  return Object.fromEntries(read) as unknown as AllSectionValues;
}

/** Nothing to check in a file that can't be read: its problems are told already. */
const isUnreadable = ({ document }: SectionValues) => document !== undefined && document.value === undefined;

function checkSection<Schema extends z.ZodObject>(schema: Schema, section: SectionValues): Checked<z.infer<Schema>> {
  if (isUnreadable(section)) return { value: undefined, problems: [] };
  return check(schema, section.value ?? {}, [], section.placeOf);
}

async function strategySection(
  section: SectionValues,
  catalogue: StrategyCatalogue,
): Promise<Checked<CheckedStrategies>> {
  if (isUnreadable(section)) return { value: undefined, problems: [] };
  if (section.value === undefined)
    return {
      value: undefined,
      problems: [new CandlewrightError(configErrors.missingFile, { ...section.placeOf([]) })],
    };
  return checkStrategies(section, catalogue);
}
