/** Where features lie: `<data folder>/features/<name>.csv`, or `.csv.gz`. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { type FeatureSeries, readFeatureFile } from "./feature-file.ts";

/**
 * @param root data folder
 * @param name as the strategy names it
 * @throws CandlewrightError DATA_FEATURE_MISSING (says which ones are there), and what readFeatureFile throws
 */
export async function readFeature(root: string, name: string): Promise<FeatureSeries> {
  const folder = join(root, "features");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.csv(\.gz)?$/.test(file)) : [];
  const file = files.find((candidate) => featureName(candidate) === name);
  if (file === undefined) {
    const names = files.map(featureName).sort();
    const there = names.length === 0 ? "it holds none" : `there is ${names.join(", ")}`;
    const detail = `There is no ${JSON.stringify(name)}; ${there}.`;
    throw new CandlewrightError(dataErrors.featureMissing, { file: folder, detail });
  }
  return readFeatureFile(join(folder, file), { name });
}

function featureName(file: string): string {
  return file.replace(/\.csv(\.gz)?$/, "");
}
