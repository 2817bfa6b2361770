import { findSettings, generalSettings, type SettingReference, strategySettings } from "../config/reference.ts";
import type { TracedValue } from "../config/trace.ts";
import { originText } from "./config-show.ts";
import type { Output } from "./output.ts";
import { settingsOf } from "./settings.ts";
import { strategyCatalogue } from "./strategy-catalogue.ts";

async function allSettings(): Promise<readonly SettingReference[]> {
  const own = await Promise.all(strategyCatalogue.names.map((name) => strategySettings(name, strategyCatalogue)));
  return [...generalSettings(), ...own.flat()];
}

export async function listSettings(output: Output): Promise<void> {
  const all = await allSettings();
  output.result(all, () =>
    output.table(
      [{ title: "SETTING" }, { title: "MEANING" }],
      all.map(({ section, path, strategy, about }) => [
        `${section}.${path}${strategy === undefined ? "" : ` (${strategy})`}`,
        about,
      ]),
    ),
  );
}

/** @throws CandlewrightError CONFIG_UNKNOWN_SETTING */
export async function explainSetting(output: Output, key: string): Promise<void> {
  const found = findSettings(key, await allSettings());
  const trace = await traceIfValid(output);
  const entries = found.map((setting) => ({
    ...setting,
    now: trace?.filter((one) => isValueOf(one, setting)) ?? null,
  }));
  output.result(entries, () => entries.map((entry) => explanation(entry, output)).join("\n\n"));
}

/** An explanation is wanted most where the settings are not valid yet. */
async function traceIfValid(output: Output): Promise<readonly TracedValue[] | undefined> {
  try {
    return (await settingsOf(output)).trace;
  } catch (error) {
    if (error instanceof AggregateError) return undefined;
    throw error;
  }
}

const isValueOf = (traced: TracedValue, { section, path }: SettingReference) =>
  traced.section === section && (traced.path === path || traced.path.replace(/^\[\d+\]\./, "") === path);

function explanation(
  setting: SettingReference & { readonly now: readonly TracedValue[] | null },
  { paint }: Output,
): string {
  const {
    section,
    path,
    strategy,
    about,
    unit,
    type,
    range,
    default: byDefault,
    effect,
    file,
    variable,
    now,
  } = setting;
  const lines: (readonly [string, string | undefined])[] = [
    ["meaning", about],
    ["type", type],
    ["range", range],
    ["unit", unit],
    ["default", byDefault === undefined ? "none" : JSON.stringify(byDefault)],
    ["effect", effect],
    ["file", file],
    ["variable", variable],
    ["now", nowText(now)],
  ];
  const title = `${section}.${path}${strategy === undefined ? "" : ` (parameter of ${strategy})`}`;
  return [
    paint("bold", title),
    ...lines.flatMap(([name, text]) => (text === undefined ? [] : [`  ${`${name}:`.padEnd(10)}${text}`])),
  ].join("\n");
}

function nowText(now: readonly TracedValue[] | null): string {
  if (now === null) return "the settings are not valid; see: candlewright config check";
  if (now.length === 0) return "not set";
  return now.map(({ value, origin }) => `${JSON.stringify(value)} (${originText(origin)})`).join(", ");
}
