/** What a run is made with: results are equal bit for bit only where all of it is. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Settings } from "../../config/settings.ts";
import type { RunFacts } from "../../monitor/runs/record.ts";
import { packageVersion } from "../package-version.ts";
import { isStrategyFile } from "../strategy-catalogue.ts";

export type Software = Pick<RunFacts, "strategyFiles" | "codeVersion" | "nodeVersion">;

/** Versions of the package and of Node, and the fingerprints of the user's own strategy files. */
export function softwareOf(settings: Settings): Software {
  const files = settings.strategies.filter(({ strategyName }) => isStrategyFile(strategyName));
  return {
    strategyFiles: Object.fromEntries(
      files.map(({ name, strategyName }) => [
        name,
        createHash("sha256").update(readFileSync(strategyName)).digest("hex"),
      ]),
    ),
    codeVersion: packageVersion(),
    nodeVersion: process.versions.node,
  };
}
