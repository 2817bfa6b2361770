/** What other processes on this machine could do to the signer: look into its memory, take a core dump, open an inspector. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { url as inspectorUrl } from "node:inspector";
import { nodeCopyOf, nodeCopyPath } from "../vault/node-path.ts";
import { ok, orAllWell, problem, warning, type Finding } from "./finding.ts";
import type { DoctorSurroundings } from "./surroundings.ts";

const MEMORY = "memory of the signer";
const CORE = "core dumps";
const HOOKS = "debug hooks";

/** Variables that load code into every Node process, or write out what TLS protects. */
const hooks = [
  "NODE_OPTIONS",
  "SSLKEYLOGFILE",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "OPENSSL_CONF",
  "LD_PRELOAD",
  "LD_AUDIT",
  "DYLD_INSERT_LIBRARIES",
];

export function checkHooks({ environment }: DoctorSurroundings): readonly Finding[] {
  const findings = hooks
    .filter((name) => (environment[name] ?? "") !== "")
    .map((name) =>
      problem(
        HOOKS,
        `${name} is set.`,
        "It puts code or key logs into every process that inherits it; the signer refuses to start.",
        `unset ${name}`,
      ),
    );
  if (inspectorUrl() !== undefined) {
    findings.push(
      problem(
        HOOKS,
        "An inspector is open on this process.",
        "Whoever connects runs code here.",
        "Start without --inspect.",
      ),
    );
  }
  return orAllWell(findings, HOOKS, "No variable loads code or logs keys, no inspector is open.");
}

/** The effect is tested, not the mode bits: a process of the copy is started, and its memory is reached for. */
export async function checkMemory({ settings, platform, userId }: DoctorSurroundings): Promise<readonly Finding[]> {
  if (platform !== "linux") {
    return [
      warning(
        MEMORY,
        `On ${platform} the signer's memory is not kept from your other programs.`,
        "Any program of yours could read the key from it.",
        "For live trading with real money, run it on Linux.",
      ),
    ];
  }
  const findings: Finding[] = [];
  if (userId === 0) {
    findings.push(
      warning(
        MEMORY,
        "You are root.",
        "Root reads every process's memory, and so does whatever else runs as root here.",
        "Run it as a user of its own.",
      ),
    );
  }
  findings.push(...(await checkCopy(settings.vaultFolder, userId)));
  return orAllWell(findings, MEMORY, "Other processes of this user can't read it.");
}

async function checkCopy(vaultFolder: string, userId: number | undefined): Promise<readonly Finding[]> {
  const fix = `install -D -m 0111 ${process.execPath} ${nodeCopyPath(vaultFolder)}`;
  const copy = nodeCopyOf(vaultFolder);
  if (copy === undefined) {
    const why = "Without it other programs of yours can read the signer's memory.";
    return [warning(MEMORY, "There is no execute-only copy of Node.", why, fix)];
  }
  const { version, isReadable } = await tryCopy(copy);
  if (version === undefined) {
    return [problem(MEMORY, "The copy of Node does not run.", "The signer is started with it.", fix)];
  }
  const findings: Finding[] = [];
  if (userId !== 0 && isReadable) {
    const what = "A process of the same user can read the memory of what the copy of Node runs.";
    findings.push(problem(MEMORY, what, "The key could be taken from it.", `chmod 0111 ${copy}`));
  }
  if (version !== process.version) {
    const what = `The signer's copy of Node is ${version}, the one that runs this is ${process.version}.`;
    findings.push(warning(MEMORY, what, "What newer versions mended is not mended in it.", fix));
  }
  return findings;
}

/** Starts the program, waits until it has told its version, and opens its memory as a debugger would. */
async function tryCopy(
  program: string,
): Promise<{ readonly version: string | undefined; readonly isReadable: boolean }> {
  let version: string | undefined;
  const child = spawn(program, ["-e", "process.stdout.write(process.version); setTimeout(() => {}, 5000)"], {
    stdio: ["ignore", "pipe", "ignore"],
    env: {},
  });
  try {
    version = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (said: Buffer) => resolve(said.toString().trim()));
      child.once("error", reject);
      child.once("exit", () => reject(new Error("the copy of Node did not run")));
    });
    closeSync(openSync(`/proc/${child.pid}/mem`, "r"));
    return { version, isReadable: true };
  } catch {
    return { version, isReadable: false };
  } finally {
    child.kill("SIGKILL");
  }
}

export function checkCoreDumps({ settings, platform }: DoctorSurroundings): readonly Finding[] {
  if (platform !== "linux") return [];
  const copy = nodeCopyOf(settings.vaultFolder);
  // The kernel writes none of a program that its user can't read.
  if (copy !== undefined && (statSync(copy).mode & 0o444) === 0) {
    return [ok(CORE, "The copy of Node that runs the signer leaves none.")];
  }
  const limit = /^Max core file size\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  if (limit === "0") return [ok(CORE, "They are off.")];
  return [
    warning(
      CORE,
      `A crash may write the signer's memory to disk (limit: ${limit ?? "unknown"}).`,
      "The key would be in that file.",
      "ulimit -c 0   (systemd: LimitCORE=0)",
    ),
  ];
}
