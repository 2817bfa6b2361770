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
  return (await bytesIfThere(file))?.toString("utf8");
}

async function bytesIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const OURS = "CANDLEWRIGHT_";

/**
 * The variables of ours in a `.env` file, each in a line of its own. Others may be keys for local work: they are the signer's business,
 * so their lines never become text here, which could not be erased.
 */
export async function readEnvironmentFile(file: string | undefined): Promise<Environment> {
  const bytes = file === undefined ? undefined : await bytesIfThere(file);
  if (bytes === undefined) return {};
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    const at = line.indexOf(OURS);
    if (at >= 0 && /^\s*(?:export\s+)?$/.test(line.toString("latin1", 0, at))) lines.push(line.toString("utf8"));
    start = end + 1;
  }
  bytes.fill(0);
  return Object.fromEntries(Object.entries(parseEnv(lines.join("\n"))).filter(([name]) => name.startsWith(OURS)));
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
