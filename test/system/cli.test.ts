/** The command as a person or a script starts it: real processes, real pipes, real signals. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";

const root = join(import.meta.dirname, "../..");
const shim = join(root, "bin/candlewright.mjs");
const folder = mkdtempSync(join(tmpdir(), "candlewright-cli-"));
after(() => rmSync(folder, { recursive: true }));

/** Nothing of the tester's own environment changes what is tested, and no cache is left in their home. */
const environment: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"],
  HOME: folder,
  XDG_CACHE_HOME: join(folder, "cache"),
};

function run(commandLine: string[], { env = {}, input = "", node = process.execPath } = {}) {
  const result = spawnSync(node, [shim, ...commandLine], {
    cwd: folder,
    env: { ...environment, ...env },
    input,
    encoding: "utf8",
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** The --help of every command of the tree, found by reading the help of the one above. */
function allHelp(path: string[] = []): { readonly command: string; readonly result: ReturnType<typeof run> }[] {
  const result = run([...path, "--help"]);
  const list = /\nCommands:\n([\s\S]*?)(?:\n\n|$)/.exec(result.stdout)?.[1] ?? "";
  const names = Array.from(list.matchAll(/^ {2}([a-z][\w-]*)/gm), (match) => match[1]);
  const below = names.filter((name) => name !== "help").flatMap((name) => allHelp([...path, name]));
  return [{ command: ["candlewright", ...path].join(" "), result }, ...below];
}

test("every command has a --help with an example, on stdout, and exit code 0", () => {
  const commands = allHelp();
  assert.ok(commands.length > 15);
  for (const { command, result } of commands) {
    assert.equal(result.code, 0, command);
    assert.equal(result.stderr, "", command);
    assert.match(result.stdout, /^Usage: candlewright/);
    assert.match(result.stdout, /\nExamples:\n/, `${command} --help shows no example`);
  }
});

test("exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong settings", () => {
  assert.equal(run(["--version"]).code, 0);
  assert.equal(run(["explain", "USAGE_WRONG"]).code, 0);
  assert.equal(run([]).code, 2);
  const unknown = run(["expalin"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /Did you mean explain\?/);
  assert.equal(run(["config", "check"]).code, 78);
});

test("settings problems point at file and line, as text and as JSON", () => {
  const config = join(folder, "bad-config");
  spawnSync("mkdir", [config]);
  writeFileSync(join(config, "strategy_config.json"), '{\n  "api_key": "hunter2",\n  "strategy_name": "nothing"\n}\n');
  const text = run(["config", "check", "--config", config]);
  assert.equal(text.code, 78);
  assert.match(text.stderr, /strategy_config\.json:2 \(api_key\)/);
  const json = run(["config", "check", "--json", "--config", config]);
  assert.equal(json.stderr, "");
  const codes = JSON.parse(json.stdout).errors.map((error: { code: string }) => error.code);
  assert.ok(codes.includes("CONFIG_SECRET_IN_FILE") && codes.includes("CONFIG_UNKNOWN_STRATEGY"));
  assert.doesNotMatch(text.stderr + json.stdout, /hunter2/);
});

test("colours: none in a pipe, forced by FORCE_COLOR, never with NO_COLOR", () => {
  const escape = "\u001B[";
  assert.ok(!run(["explain"]).stdout.includes(escape));
  assert.ok(run(["explain"], { env: { FORCE_COLOR: "1" } }).stdout.includes(escape));
  assert.ok(!run(["explain"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).stdout.includes(escape));
  assert.ok(run(["explain", "--color"], { env: { NO_COLOR: "1" } }).stdout.includes(escape));
});

test("a reader that goes away ends the command without a word", async () => {
  const child = spawn(process.execPath, [shim, "explain", "--json"], { cwd: folder, env: environment });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(stderr, "");
  assert.equal(code, 141);
});

test("completion: the bash script completes verbs, subcommands and options", (context) => {
  const script = join(folder, "completion.bash");
  const { stdout, code } = run(["completion", "bash"]);
  assert.equal(code, 0);
  writeFileSync(script, stdout);
  if (spawnSync("bash", ["--version"]).status !== 0) return context.skip("no bash on this machine");
  const complete = (...words: string[]) => {
    const text = `source "${script}"; COMP_WORDS=(candlewright ${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length}; _candlewright; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["-c", text], { encoding: "utf8" }).stdout.trim().split("\n");
  };
  assert.deepEqual(complete("conf"), ["config"]);
  assert.deepEqual(complete("config", "ex"), ["explain"]);
  assert.deepEqual(complete("--quiet", "config", "show", "--or"), ["--origin"]);
  assert.deepEqual(complete("config", "show", "--js"), ["--json"]);
});

test("completion: zsh and fish scripts are there, another shell is refused", () => {
  assert.match(run(["completion", "zsh"]).stdout, /^#compdef candlewright/);
  assert.match(run(["completion", "fish"]).stdout, /complete -c candlewright .* -a 'config'/);
  assert.equal(run(["completion", "powershell"]).code, 2);
});

/** The machine's own Node, where it is another than the one that runs the tests. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find(
  (path) =>
    existsSync(path) &&
    spawnSync(path, ["-p", "process.versions.node.split('.')[0] < 24"], { encoding: "utf8" }).stdout.trim() === "true",
);
const noOldNode = oldNode === undefined ? "no Node older than 24 on this machine" : false;

test("under an old Node the launcher hands over: output, exit code, and a descriptor opened by the caller", {
  skip: noOldNode,
}, () => {
  const { code, stdout } = run(["explain", "USAGE_WRONG"], { node: oldNode });
  assert.equal(code, 0);
  assert.match(stdout, /^USAGE_WRONG/);
  assert.equal(run(["nonsense"], { node: oldNode }).code, 2);

  const reader = join(folder, "reader.cjs");
  writeFileSync(
    reader,
    'if (process.versions.node >= "24") process.stderr.write(require("node:fs").readFileSync(3, "utf8"));',
  );
  const secret = join(folder, "secret");
  writeFileSync(secret, "from descriptor three");
  const command = `exec "${oldNode}" "${shim}" --version --fd=3 3< "${secret}"`;
  const result = spawnSync("bash", ["-c", command], {
    env: { ...environment, NODE_OPTIONS: `--require=${reader}` },
    encoding: "utf8",
  });
  assert.equal(result.stderr, "from descriptor three");
});

/** A process that stops when it is told to, and says so; or, if it is stubborn, never does. */
function startWaiting(stubborn: boolean) {
  const module = JSON.stringify(import.meta.resolve("../../src/commands/interruption.ts"));
  const source = `
    import { interruption } from ${module};
    const stop = interruption(process);
    const alive = setInterval(() => {}, 1000);
    stop.signal.addEventListener("abort", () => {
      process.stdout.write("stopping");
      if (!${stubborn}) setTimeout(() => { clearInterval(alive); process.exitCode = stop.exitCode(); stop.release(); }, 100);
    });
    process.stdout.write("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], { env: environment });
  child.stdout.setEncoding("utf8");
  return { child, ended: once(child, "close") };
}

test("signals: a command that does not ask for them ends by the first, even while it computes", {
  timeout: 20_000,
}, async () => {
  const module = JSON.stringify(import.meta.resolve("../../src/commands/interruption.ts"));
  const source = `import { interruption } from ${module}; interruption(process); process.stdout.write("ready"); for (;;);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], { env: environment });
  const ended = once(child, "close");
  await once(child.stdout, "data");
  child.kill("SIGINT");
  assert.deepEqual(await ended, [null, "SIGINT"]);
});

test("signals: the first asks to stop, its echo does not count, a later one ends at once", {
  timeout: 20_000,
}, async () => {
  const graceful = startWaiting(false);
  await once(graceful.child.stdout, "data");
  graceful.child.kill("SIGINT");
  await once(graceful.child.stdout, "data");
  graceful.child.kill("SIGINT");
  assert.deepEqual(await graceful.ended, [130, null]);

  const stubborn = startWaiting(true);
  await once(stubborn.child.stdout, "data");
  stubborn.child.kill("SIGTERM");
  await once(stubborn.child.stdout, "data");
  await setTimeout(600);
  stubborn.child.kill("SIGTERM");
  assert.deepEqual(await stubborn.ended, [143, null]);
});

test("the launcher passes a signal on and ends as the program ended", {
  skip: noOldNode,
  timeout: 20_000,
}, async () => {
  const reader = join(folder, "wait.cjs");
  writeFileSync(
    reader,
    'if (process.versions.node >= "24") { process.stdout.write("ready"); setInterval(() => {}, 1000); }',
  );
  const child = spawn(oldNode ?? "", [shim, "--version"], {
    env: { ...environment, NODE_OPTIONS: `--require=${reader}` },
  });
  const ended = once(child, "close");
  await once(child.stdout, "data");
  await setTimeout(300);
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [null, "SIGTERM"]);
});
