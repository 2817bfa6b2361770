/** What other processes on this machine could do to the signer: look into its memory, take a core dump, open an inspector. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { url as inspectorUrl } from "node:inspector";
import { nodeCopyOf } from "../vault/node-path.ts";
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
  const copy = nodeCopyOf(settings.vaultFolder);
  if (copy === undefined) {
    findings.push(
      warning(
        MEMORY,
        "There is no execute-only copy of Node.",
        "Without it other programs of yours can read the signer's memory.",
        `mkdir -p ${settings.vaultFolder}/bin && cp ${process.execPath} ${settings.vaultFolder}/bin/node && chmod 0111 ${settings.vaultFolder}/bin/node`,
      ),
    );
  } else if (userId !== 0 && (await canReadMemory(copy))) {
    findings.push(
      problem(
        MEMORY,
        "A process of the same user can read the memory of what the copy of Node runs.",
        "The key could be taken from it.",
        `chmod 0111 ${copy}`,
      ),
    );
  }
  return orAllWell(findings, MEMORY, "Other processes of this user can't read it.");
}

/** Starts the program, waits for its first word, and opens its memory as a debugger would. */
async function canReadMemory(program: string): Promise<boolean> {
  const child = spawn(program, ["-e", "process.stdout.write('.'); setTimeout(() => {}, 5000)"], {
    stdio: ["ignore", "pipe", "ignore"],
    env: {},
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("error", reject);
      child.once("exit", () => reject(new Error("the copy of Node did not run")));
    });
    closeSync(openSync(`/proc/${child.pid}/mem`, "r"));
    return true;
  } catch {
    return false;
  } finally {
    child.kill("SIGKILL");
  }
}

export function checkCoreDumps({ settings, platform }: DoctorSurroundings): readonly Finding[] {
  if (platform !== "linux") return [];
  if (nodeCopyOf(settings.vaultFolder) !== undefined)
    return [ok(CORE, "The copy of Node that runs the signer leaves none.")];
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
