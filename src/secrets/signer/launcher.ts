/**
 * Starts a signer. The launcher holds no secret and never sees one: the data key goes from the unlocking process to the signer over a
 * pipe that both inherit, and this process gives its own end away before it could read a byte.
 */
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { existsSync, mkdirSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { nodeFileSystem } from "../../files/file-system.ts";
import { requirePrivate } from "../envelope/private-file.ts";
import { DATA_KEY_DESCRIPTOR } from "./data-key.ts";
import { SignerError } from "./errors.ts";
import { allowedEnvironment, requireSafeCaller, REQUIRED_OPTIONS } from "./hardening.ts";
import {
  encodeSandboxOptions,
  encodeStartOptions,
  type SandboxStartOptions,
  type StartOptions,
} from "./start-options.ts";

/** The process that asks the key provider and writes the 32 bytes of the data key to descriptor 3, then ends. */
export interface UnlockCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Its whole environment; a cloud's client library finds its credentials there. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LaunchOptions extends StartOptions {
  readonly unlock: UnlockCommand;
  /** The execute-only copy of Node; without one, the Node that runs this. */
  readonly nodePath?: string;
}

export interface RunningSigner {
  readonly pid: number;
  readonly socketPath: string;
  /** Resolves with the exit code when the signer ends, for whatever reason. */
  readonly exited: Promise<number | null>;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Lets go of it, as this process's own end would: the signer ends by itself then. */
  abandon(): void;
}

/** The signer's own refusal at its start, with the fields that it gave. */
export class SignerStartRefused extends Error {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;

  constructor(report: { readonly code: string; readonly message: string; readonly why: string; readonly fix: string }) {
    super(report.message);
    this.name = "SignerStartRefused";
    this.code = report.code;
    this.what = report.message;
    this.why = report.why;
    this.fix = report.fix;
  }
}

/** What every system takes: macOS ends at 104 with the closing zero, Linux at 108. */
const MAX_SOCKET_PATH_BYTES = 103;

/** In a checkout the sources run; in an installed package, the build. */
const EXTENSION = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** @returns the arguments before the start options: every option, and the program */
export function signerArguments(vaultFolder: string): string[] {
  const vault = resolve(vaultFolder);
  return confined([`--allow-fs-read=${vault}`, `--allow-fs-write=${vault}`]);
}

function confined(fileOptions: readonly string[]): string[] {
  const here = import.meta.dirname;
  const own = [here, join(here, "..", "envelope"), join(here, "..", "..", "files")].map(
    (folder) => `--allow-fs-read=${folder}`,
  );
  return [...REQUIRED_OPTIONS, ...own, ...fileOptions, join(here, `main.${EXTENSION}`)];
}

/**
 * Starts the unlocking process and the signer, and waits until the signer serves its socket.
 * @param signal ends an unlocking process that still waits for its answer; the signer then refuses, since it gets no data key
 * @throws SignerStartRefused with the signer's reason; SignerError `unsafeEnvironment`, `socketInUse`; SealedError `exposedFile`
 */
export async function startSigner(options: LaunchOptions, signal?: AbortSignal): Promise<RunningSigner> {
  requireSafeCaller(process.env);
  await prepareSocket(options.socketPath);
  const { unlocking, signing } = spawnBoth(options, signal);
  const unlocked = endOf(unlocking);
  try {
    return await whenReady(signing, options.socketPath);
  } catch (error) {
    unlocking.kill("SIGKILL");
    await unlocked;
    throw error;
  }
}

/**
 * Starts a signer on unsealed keys from a `.env` file, for a sandbox or the simulator. There is nothing to unlock.
 * @throws as `startSigner`
 */
export async function startSandboxSigner(options: SandboxStartOptions): Promise<RunningSigner> {
  requireSafeCaller(process.env);
  await prepareSocket(options.socketPath);
  const envFile = resolve(options.envFile);
  const program = confined([`--allow-fs-read=${envFile}`]);
  const parts = [...program, encodeSandboxOptions({ ...options, envFile })];
  const signing = spawnConfined(process.execPath, parts, ["pipe", "pipe", "inherit"]);
  return whenReady(signing, options.socketPath);
}

async function whenReady(signing: ChildProcess, socketPath: string): Promise<RunningSigner> {
  const exited = endOf(signing);
  try {
    const pid = await readReport(signing);
    const abandon = () => void signing.stdin?.destroy();
    return { pid, socketPath, exited, stop: () => stop(signing, exited), abandon };
  } catch (error) {
    signing.kill("SIGKILL");
    await exited;
    throw error;
  }
}

/** The exit code; null for a process that was killed, or could not even be started. */
function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => {
    child.once("exit", (code) => done(code));
    child.once("error", () => done(null));
  });
}

function spawnBoth(
  options: LaunchOptions,
  signal: AbortSignal | undefined,
): { readonly unlocking: ChildProcess; readonly signing: ChildProcess } {
  const { unlock } = options;
  const unlocking = spawn(unlock.program, unlock.arguments, {
    // Its prompt and its messages belong to the terminal.
    stdio: ["inherit", "ignore", "inherit", "pipe"],
    env: { ...unlock.environment },
    ...(signal === undefined ? {} : { signal }),
  });
  const pipe = unlocking.stdio[DATA_KEY_DESCRIPTOR];
  // In the same turn of the event loop: Node stops reading a stream that a child inherits, and nothing was read yet.
  const stdio = ["pipe", "pipe", "inherit", pipe] as StdioOptions;
  const parts = [...signerArguments(options.vaultFolder), encodeStartOptions(options)];
  const signing = spawnConfined(options.nodePath ?? process.execPath, parts, stdio);
  pipe?.destroy();
  return { unlocking, signing };
}

/**
 * Starts a process that will hold a secret: this signer, or the vault process. Node can't lower its own limits, so a shell does it first:
 * no core dump, whatever the system's setting. The shell becomes the program (the same process), and what variables it made for itself
 * are dropped again.
 * @param parts options, program and arguments of Node
 */
export function spawnConfined(program: string, parts: readonly string[], stdio: StdioOptions): ChildProcess {
  if (process.platform === "win32") return spawn(program, parts, { stdio, env: allowedEnvironment(process.env) });
  const shell = ["-c", 'ulimit -c 0; exec /usr/bin/env -i "$@"', "sh", program, ...parts];
  return spawn("/bin/sh", shell, { stdio, env: {} });
}

/** A socket file that nobody answers on was left by a crash. @throws SignerError `socketInUse`; SealedError `exposedFile` */
async function prepareSocket(path: string): Promise<void> {
  if (process.platform === "win32") return;
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new SignerError("badStart", `A socket's path may have ${MAX_SOCKET_PATH_BYTES} bytes: ${path}`);
  }
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // In a folder that others can write to, the socket could be theirs, and the bot would take a stranger's word for its orders.
  const status = nodeFileSystem.statusOf(folder);
  if (status !== undefined) requirePrivate(folder, status);
  if (!existsSync(path)) return;
  const answered = await new Promise<boolean>((done) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      done(true);
    });
    probe.once("error", () => done(false));
  });
  if (answered) throw new SignerError("socketInUse", path);
  unlinkSync(path);
}

interface SignerReport {
  readonly state: "ready" | "refused";
  readonly pid: number;
  readonly code: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** The first line that the signer writes: that it is ready, or why not. @returns its process id */
async function readReport(signing: ChildProcess): Promise<number> {
  if (signing.stdout === null) throw new SignerError("badStart", "It has no output.");
  const lines = createInterface({ input: signing.stdout });
  const line = await new Promise<string | undefined>((done) => {
    lines.once("line", done);
    lines.once("close", () => done(undefined));
    signing.once("error", () => done(undefined));
  });
  if (line === undefined) throw new SignerError("badStart", "It ended without a word.");
  const report = JSON.parse(line) as SignerReport;
  if (report.state === "refused") throw new SignerStartRefused(report);
  return report.pid;
}

async function stop(signing: ChildProcess, exited: Promise<number | null>): Promise<void> {
  signing.kill("SIGTERM");
  await exited;
}
