/** What a run is made with: results are equal bit for bit only where all of it is. */
import { readFileSync } from "node:fs";
import type { Settings } from "../../config/settings.ts";
import type { RunFacts } from "../../monitor/runs/record.ts";
import { packageVersion } from "../package-version.ts";
import { isStrategyFile } from "../strategy-catalogue.ts";

export type Software = Pick<RunFacts, "strategyFiles" | "codeVersion" | "nodeVersion">;

/** Versions of the package and of Node, and the fingerprints of the user's own strategy files. */
export async function softwareOf(settings: Settings): Promise<Software> {
  const files = settings.strategies.filter(({ strategyName }) => isStrategyFile(strategyName));
  return {
    strategyFiles: files.length === 0 ? {} : await fingerprints(files),
    codeVersion: packageVersion(),
    nodeVersion: process.versions.node,
  };
}

async function fingerprints(files: Settings["strategies"]): Promise<Record<string, string>> {
  const { hash } = await import("node:crypto");
  return Object.fromEntries(
    files.map(({ name, strategyName }) => [name, hash("sha256", readFileSync(strategyName), "hex")]),
  );
}
