import { join } from "node:path";
import { loadSettings, type LoadedSettings } from "../config/load.ts";
import type { Override } from "../config/environment.ts";
import type { Mode } from "../config/settings.ts";
import type { Output } from "./output.ts";
import { strategyCatalogue } from "./strategy-catalogue.ts";

/**
 * The settings of this command line: folder, environment, the `.env` beside the folder, options.
 * @throws AggregateError of every problem found
 */
export async function settingsOf(
  output: Output,
  { mode, overrides = [] }: { readonly mode?: Mode; readonly overrides?: readonly Override[] } = {},
): Promise<LoadedSettings> {
  return loadSettings({
    folder: output.configFolder,
    environment: output.environment,
    environmentFile: join(output.configFolder, "..", ".env"),
    strategies: strategyCatalogue,
    overrides,
    ...(mode === undefined ? {} : { mode }),
  });
}
