/**
 * Starts the vault process for one job, and beside it the unlocking process, joined by a pipe that this process gives away before it
 * could read a byte of it. What comes back is a result without any secret.
 */
import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { readStrictJson, type StrictObject } from "../envelope/strict-json.ts";
import { vaultErrors } from "../errors.ts";
import { keyServiceCommand } from "../keys/launch.ts";
import { errorFrom, maximumMessageBytes } from "../keys/messages.ts";
import type { SecretsSettings } from "../settings.ts";
import { requireSafeCaller, REQUIRED_OPTIONS } from "../signer/hardening.ts";
import { spawnConfined } from "../signer/launcher.ts";
import type { VaultJob } from "./job.ts";

export interface VaultSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where answers are read from; 0, the terminal or a pipe, unless `--fd` names another. */
  readonly inputDescriptor: number;
  /** The execute-only copy of Node; without one, the Node that runs this. */
  readonly nodePath?: string;
}

const RESULT_DESCRIPTOR = 3;
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const codeFolder = resolve(import.meta.dirname, "..", "..");

/**
 * @throws CandlewrightError whatever the job threw; SignerError `unsafeEnvironment`
 */
export async function runVaultJob(
  job: VaultJob,
  settings: Pick<SecretsSettings, "masterKeys">,
  surroundings: VaultSurroundings,
): Promise<StrictObject> {
  requireSafeCaller(surroundings.environment);
  // Node gives rights to a whole folder only where the folder is there already.
  mkdirSync(job.vaultFolder, { recursive: true, mode: 0o700 });
  // A passphrase is chosen at the beginning, and again when the old one is lost.
  const makesKey = job.verb === "init";
  const isNewPassphrase = makesKey || job.verb === "recover";
  const unlock = keyServiceCommand(
    settings,
    surroundings.environment,
    { isNewPassphrase, makesKey },
    surroundings.nodePath,
  );
  const { inputDescriptor: input } = surroundings;
  const unlocking = spawn(unlock.program, unlock.arguments, {
    stdio: [input, "ignore", "inherit", "pipe"],
    env: unlock.environment,
  });
  unlocking.once("error", () => undefined);
  const pipe = unlocking.stdio[RESULT_DESCRIPTOR];
  const stdio = [input, "inherit", "inherit", "pipe", pipe] as StdioOptions;
  const working = spawnConfined(surroundings.nodePath ?? process.execPath, vaultArguments(job), stdio);
  pipe?.destroy();
  const ends = Promise.all([unlocking, working].map(ended));
  const document = await resultOf(working);
  await ends;
  const error = document["error"];
  if (error !== undefined) throw errorFrom(error as Record<string, string>);
  return document["result"] as StrictObject;
}

function vaultArguments(job: VaultJob): string[] {
  const vault = resolve(job.vaultFolder);
  const file = job.file === "" ? [] : [resolve(job.file)];
  return [
    ...REQUIRED_OPTIONS,
    ...[codeFolder, vault, ...file].map((path) => `--allow-fs-read=${path}`),
    ...[vault, ...(job.verb === "init" ? file : [])].map((path) => `--allow-fs-write=${path}`),
    join(dirname(import.meta.filename), `main.${extension}`),
    JSON.stringify({ ...job, vaultFolder: vault, file: file[0] ?? "" }),
  ];
}

async function resultOf(working: ChildProcess): Promise<StrictObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of working.stdio[RESULT_DESCRIPTOR] as NodeJS.ReadableStream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0)
    throw new CandlewrightError(vaultErrors.noInput, { detail: "The vault process ended without a word." });
  return readStrictJson(bytes, maximumMessageBytes) as StrictObject;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
}
