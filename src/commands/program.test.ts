import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "commander";
import { CandlewrightError } from "../engine/errors.ts";
import { systemErrors } from "./errors.ts";
import { EXIT, exitCodeMeanings } from "./exit-codes.ts";
import { outputOf, type Surroundings } from "./output.ts";
import { createProgram, runProgram } from "./program.ts";

/** Runs the program in this process and catches what it writes. */
async function run(commandLine: string[], environment: Record<string, string> = {}) {
  const written = { stdout: "", stderr: "" };
  const surroundings: Surroundings = {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    environment,
    signal: new AbortController().signal,
  };
  return { code: await runProgram(commandLine, surroundings), ...written };
}

test("without a word the help goes to stderr and the exit code is that of wrong usage", async () => {
  const { code, stdout, stderr } = await run([]);
  assert.equal(code, EXIT.usage);
  assert.equal(stdout, "");
  assert.match(stderr, /^Usage: candlewright/);
});

test("--help goes to stdout, holds examples, and the program has succeeded", async () => {
  for (const commandLine of [["--help"], ["explain", "--help"], ["completion", "--help"], ["help", "explain"]]) {
    const { code, stdout } = await run(commandLine);
    assert.equal(code, EXIT.success);
    assert.match(stdout, /Examples:\n {2}\$ candlewright|Examples:\n {2}\$ eval/);
  }
});

test("a mistyped command or option suggests the right one", async () => {
  const command = await run(["explian"]);
  assert.equal(command.code, EXIT.usage);
  assert.match(command.stderr, /USAGE_UNKNOWN_COMMAND[\s\S]*Did you mean explain\?/);
  const option = await run(["explain", "--quite"]);
  assert.equal(option.code, EXIT.usage);
  assert.match(option.stderr, /USAGE_UNKNOWN_OPTION[\s\S]*Did you mean --quiet\?/);
});

test("global options are understood before and after the verb", async () => {
  const before = await run(["--json", "explain", "SYSTEM_DISK_FULL"]);
  const after = await run(["explain", "SYSTEM_DISK_FULL", "--json"]);
  assert.deepEqual(JSON.parse(before.stdout), systemErrors.diskFull);
  assert.deepEqual(after, before);
});

test("with --json an error is one document on stdout, a wrong command line included", async () => {
  const unknown = await run(["explain", "SYSTEM_DISK_FUL", "--json"]);
  assert.equal(unknown.code, EXIT.usage);
  assert.equal(unknown.stderr, "");
  assert.equal(JSON.parse(unknown.stdout).errors[0].fix, "Did you mean SYSTEM_DISK_FULL?");
  const usage = await run(["--json", "--nonsense"]);
  assert.equal(JSON.parse(usage.stdout).errors[0].code, "USAGE_UNKNOWN_OPTION");
});

test("with --json even an error before the options were read is a document", async () => {
  let stdout = "";
  const surroundings: Surroundings = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => {} },
    environment: {},
    signal: new AbortController().signal,
  };
  const code = await runProgram(["explain", "--json"], surroundings, () => Promise.reject(new Error("no such file")));
  assert.equal(code, EXIT.bug);
  assert.equal(JSON.parse(stdout).errors[0].code, "INTERNAL_UNFORESEEN");
});

/** A program with one verb that throws. */
async function runThrowing(error: unknown, commandLine: string[] = [], aborted = false) {
  const written = { stdout: "", stderr: "" };
  const controller = new AbortController();
  if (aborted) controller.abort();
  const surroundings: Surroundings = {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    environment: {},
    signal: controller.signal,
  };
  const module = {
    register: (program: Command) => {
      program.command("fail").action(() => {
        throw error;
      });
    },
  };
  return { code: await runProgram(["fail", ...commandLine], surroundings, async () => [module]), ...written };
}

test("an error prints code, what, where, why and fix; only --verbose adds the stack", async () => {
  const error = new CandlewrightError(systemErrors.diskFull, {
    file: "a.npy",
    line: 3,
    path: "x.y",
    detail: "0 bytes left.",
  });
  const { code, stderr } = await runThrowing(error);
  assert.equal(code, EXIT.failure);
  assert.equal(
    stderr,
    `error: The disk is full. 0 bytes left. [SYSTEM_DISK_FULL]
  where: a.npy:3 (x.y)
  why:   A write did not fit; what was stored before is intact.
  fix:   Free some space and run the same command again.
`,
  );
  assert.match((await runThrowing(error, ["--verbose"])).stderr, /program\.test\.ts/);
});

test("several errors are printed together; a system error is explained; the unforeseen is owned up to", async () => {
  const both = new AggregateError([
    new CandlewrightError(systemErrors.diskFull),
    Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "open", path: "/x" }),
  ]);
  assert.match((await runThrowing(both)).stderr, /SYSTEM_DISK_FULL[\s\S]*SYSTEM_ACCESS_DENIED[\s\S]*where: \/x/);
  const unforeseen = await runThrowing(new TypeError("x is not a function"));
  assert.equal(unforeseen.code, EXIT.bug);
  assert.match(unforeseen.stderr, /TypeError: x is not a function \[INTERNAL_UNFORESEEN\]/);
});

test("an error of the sealed layers, which have their own class, is printed like ours", async () => {
  const fields = { code: "SIGNER_BUSY", what: "The signer is busy.", why: "Its queue is full.", fix: "Wait." };
  const { stderr } = await runThrowing(Object.assign(new Error("The signer is busy. 9 requests wait."), fields));
  assert.equal(
    stderr,
    "error: The signer is busy. 9 requests wait. [SIGNER_BUSY]\n  why:   Its queue is full.\n  fix:   Wait.\n",
  );
});

test("an abort after an interruption is not reported as a failure", async () => {
  const abort = Object.assign(new Error("stopped"), { name: "AbortError" });
  assert.deepEqual(await runThrowing(abort, [], true), { code: EXIT.interrupted, stdout: "", stderr: "" });
  assert.equal((await runThrowing(abort)).code, EXIT.bug);
});

test("every exit code is documented", () => {
  assert.deepEqual(
    exitCodeMeanings.map(([code]) => code),
    Object.values(EXIT),
  );
});

test("the folder of the settings can come from the environment; the option beats it", () => {
  const surroundings: Surroundings = {
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    environment: { CANDLEWRIGHT_CONFIG: "elsewhere" },
    signal: new AbortController().signal,
  };
  const program = createProgram(surroundings, []);
  assert.equal(outputOf(program).configFolder, "elsewhere");
  assert.equal(outputOf(program.action(() => {}).parse(["--config", "here"], { from: "user" })).configFolder, "here");
});
