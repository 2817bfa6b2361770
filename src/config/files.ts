/** The files from which settings are read. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { CandlewrightError } from "../engine/errors.ts";
import { parseDocument } from "./document.ts";
import type { Environment } from "./environment.ts";
import { configErrors } from "./errors.ts";

/** The content of a text file, or undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The variables of ours in a `.env` file. Others may be keys for local work: they are the signer's business,
 * and are dropped here at once.
 */
export async function readEnvironmentFile(file: string | undefined): Promise<Environment> {
  const text = file === undefined ? undefined : await readIfThere(file);
  if (text === undefined) return {};
  return Object.fromEntries(Object.entries(parseEnv(text)).filter(([name]) => name.startsWith("CANDLEWRIGHT_")));
}

/**
 * Secrets in JSON files of the folder that are not settings of ours: people put them beside.
 * @param known paths that are checked anyway
 */
export async function secretsElsewhere(folder: string, known: ReadonlySet<string>): Promise<CandlewrightError[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const files = names.filter((name) => name.endsWith(".json")).map((name) => join(folder, name));
  const documents = await Promise.all(
    files
      .filter((file) => !known.has(file))
      .map(async (file) => parseDocument(file, (await readIfThere(file)) ?? "{}")),
  );
  return documents.flatMap(({ problems }) => problems.filter(({ code }) => code === configErrors.secretInFile.code));
}
