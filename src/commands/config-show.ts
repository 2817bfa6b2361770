import type { Origin } from "../config/section-values.ts";
import type { Output } from "./output.ts";
import { settingsOf } from "./settings.ts";

export async function checkSettings(output: Output): Promise<void> {
  const { settings } = await settingsOf(output);
  output.result({ valid: true }, () => {
    const names = settings.strategies.map((strategy) => strategy.name).join(", ");
    return `The settings in ${output.configFolder} are valid: ${names} in mode ${settings.mode}.`;
  });
}

export async function showSettings(output: Output, withOrigin: boolean): Promise<void> {
  const { settings, trace, modeOrigin } = await settingsOf(output);
  const rows = [
    { section: "", path: "mode", value: settings.mode, origin: modeOrigin },
    ...trace.map(({ section, path, value, origin }) => ({ section, path, value, origin })),
  ];
  const value = withOrigin ? rows : rows.map(({ section, path, value: inner }) => ({ section, path, value: inner }));
  output.result(value, () =>
    output.table(
      [{ title: "SETTING" }, { title: "VALUE" }, ...(withOrigin ? [{ title: "SET IN" }] : [])],
      rows.map(({ section, path, value: inner, origin }) => [
        section === "" ? path : `${section}.${path}`.replace(".[", "["),
        JSON.stringify(inner),
        ...(withOrigin ? [originText(origin)] : []),
      ]),
    ),
  );
}

export function originText(origin: Origin): string {
  if (origin.kind === "file") return `${origin.file}:${origin.line}`;
  return origin.kind === "override" ? origin.source : "default";
}
