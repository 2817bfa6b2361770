/** Every setting there is, described from the schemas that check it: for `config explain`, docs/configuration.md and the JSON Schemas. */
import type { z } from "zod";
import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import { configErrors } from "./errors.ts";
import { type FieldFacts, factsOf, fieldsOf } from "./fields.ts";
import { type SectionName, sectionNames, sections } from "./sections.ts";
import { sharedParameterSchema } from "./shared-parameters.ts";
import { sizingSchema } from "./sizing-schema.ts";
import { ownParameterSchema, type StrategyCatalogue } from "./strategy-schema.ts";

export interface SettingReference extends FieldFacts {
  readonly section: SectionName;
  readonly file: string;
  /** Inside the file: `max_drawdown`, `parameters.stop_loss_pct`. */
  readonly path: string;
  /** The strategy whose own parameter it is. */
  readonly strategy?: string;
  /** The environment variable that overrides it. */
  readonly variable: string;
}

/** The settings that do not depend on a strategy, in the order of the files. */
export function generalSettings(): readonly SettingReference[] {
  return sectionNames.flatMap((section) => {
    const top = describe(section, "", sections[section].schema);
    if (section !== "strategy") return top;
    return [
      ...top,
      ...describe(section, "sizing.", sizingSchema),
      ...describe(section, "parameters.", sharedParameterSchema),
    ];
  });
}

/** The own parameters of one strategy. */
export async function strategySettings(
  name: string,
  catalogue: StrategyCatalogue,
): Promise<readonly SettingReference[]> {
  const found = await catalogue.find(name);
  if (found === undefined) return [];
  return describe("strategy", "parameters.", ownParameterSchema(found.parameters)).map((one) => ({
    ...one,
    strategy: name,
  }));
}

function describe(section: SectionName, prefix: string, schema: z.ZodType): SettingReference[] {
  return Object.entries(fieldsOf(schema))
    .filter(([key]) => key !== "$schema")
    .map(([key, field]) => ({
      section,
      file: sections[section].file,
      path: `${prefix}${key}`,
      variable: `CANDLEWRIGHT_${section}__${prefix.replace(".", "__")}${key}`.toUpperCase(),
      ...factsOf(field),
    }));
}

/**
 * The settings of a name: `max_drawdown`, `risk.max_drawdown`, `parameters.stop_loss_pct`.
 * @throws CandlewrightError CONFIG_UNKNOWN_SETTING, with the nearest
 */
export function findSettings(name: string, all: readonly SettingReference[]): readonly SettingReference[] {
  const wanted = name.toLowerCase();
  const namesOf = ({ section, path }: SettingReference) => {
    const last = path.split(".").at(-1) ?? path;
    return [last, path, `${section}.${path}`, `${section}.${last}`].map((one) => one.toLowerCase());
  };
  const found = all.filter((one) => namesOf(one).includes(wanted));
  if (found.length > 0) return found;
  const suggestion = nearest(wanted, all.flatMap(namesOf));
  throw new CandlewrightError(configErrors.unknownSetting, {
    detail: `Got ${JSON.stringify(name)}.`,
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  });
}
