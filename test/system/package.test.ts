/** The package as a user gets it: packed, installed into an empty folder, run there. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "candlewright-package-"));
const staging = join(folder, "staging");
/** A path with a blank and a letter outside of ASCII: users have such folders. */
const user = join(folder, "a user’s folder");
const onWindows = process.platform === "win32";

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}
let packed: Packed;

function npm(commandLine: string[], cwd: string): string {
  return execFileSync("npm", commandLine, {
    cwd,
    encoding: "utf8",
    shell: onWindows,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs the installed command; `path` comes first in PATH, so that it decides which Node is found. */
function candlewright(commandLine: string[], path = dirname(process.execPath)) {
  const command = join(user, "node_modules/.bin/candlewright");
  const env = {
    PATH: `${path}${onWindows ? ";" : ":"}${process.env["PATH"]}`,
    HOME: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
  };
  return spawnSync(command, commandLine, { cwd: user, env, encoding: "utf8", shell: onWindows });
}

before(() => {
  // Packed from a copy: the checkout stays as it is, whatever the tests beside this one do.
  mkdirSync(staging);
  mkdirSync(user);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
  for (const name of ["package.json", ...manifest.files])
    if (name !== "dist" && existsSync(join(root, name)))
      cpSync(join(root, name), join(staging, name), { recursive: true });
  execFileSync(process.execPath, [join(root, "scripts/build.mjs"), join(staging, "dist")], {
    stdio: ["ignore", "pipe", 2],
  });
  [packed] = JSON.parse(npm(["pack", "--json"], staging)) as Packed[];
  writeFileSync(join(user, "package.json"), '{ "name": "user", "private": true, "type": "module" }');
  npm(
    [
      "install",
      "--prefer-offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      join(staging, packed.filename),
    ],
    user,
  );
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("the package holds the build and what it needs, no sources, tests or local files", () => {
  const paths = packed.files.map((file) => file.path);
  for (const wanted of [
    "package.json",
    "LICENSE",
    "CHANGELOG.md",
    "bin/candlewright.mjs",
    "dist/src/main.js",
    "dist/src/index.js",
    "dist/src/index.d.ts",
    "dist/LICENSES.txt",
    "schemas/strategy_config.schema.json",
    "config/strategy_config.json",
  ])
    assert.ok(paths.includes(wanted), `${wanted} is missing`);
  const unwanted = paths.filter((path) =>
    /(?<!\.d)\.ts$|\.test\.|^(?:test|node_modules|vault|runs|data|reports|src)\/|\.env|\.tgz$/.test(path),
  );
  assert.deepEqual(unwanted, []);
  assert.ok(packed.unpackedSize < 10_000_000, `${packed.unpackedSize} bytes`);
});

test("the installed command runs", () => {
  const version = candlewright(["--version"]);
  assert.equal(
    version.stdout.trim(),
    (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version,
  );
  const help = candlewright(["--help"]);
  assert.equal(help.status, 0, help.stderr);
  assert.match(help.stdout, /^Usage: candlewright/);
  const explained = candlewright(["explain", "USAGE_WRONG", "--json"]);
  assert.equal(JSON.parse(explained.stdout).code, "USAGE_WRONG");
});

test("npx finds it", () => {
  assert.match(npm(["exec", "--offline", "--", "candlewright", "--help"], user), /^Usage: candlewright/m);
});

/** The machine's own Node, where it is too old to run the program itself. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find(
  (path) =>
    existsSync(path) &&
    Number(execFileSync(path, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" })) < 24,
);

test("started by an old Node it runs under the pinned one", {
  skip: oldNode === undefined ? "no Node older than 24 on this machine" : false,
}, () => {
  const path = dirname(oldNode ?? "");
  assert.equal(candlewright(["explain", "USAGE_WRONG"], path).status, 0);
  assert.equal(candlewright(["nonsense"], path).status, 2);
});

test("the shipped settings name a schema that is shipped too", () => {
  const shipped = join(user, "node_modules/candlewright/config/strategy_config.json");
  const { $schema } = JSON.parse(readFileSync(shipped, "utf8")) as { $schema: string };
  assert.ok(existsSync(join(dirname(shipped), $schema)));
});

test("the installed package makes candles, backtests the shipped settings on them and writes the page", () => {
  const config = join(user, "node_modules/candlewright/config");
  const generated = candlewright(["data", "generate", "BTC/USDT", "--timeframe", "15m", "--count", "3000"]);
  assert.equal(generated.status, 0, generated.stderr);
  const page = join(user, "page.html");
  const run = candlewright(["backtest", "--config", config, "--candles", "synthetic", "--html", page, "--json"]);
  assert.equal(run.status, 0, run.stderr);
  assert.doesNotMatch(run.stderr, /Warning/);
  assert.equal(JSON.parse(run.stdout).synthetic, true);
  assert.match(readFileSync(page, "utf8"), /^<!doctype html>/i);
});

test("a strategy of the user's own, in TypeScript, is loaded by the installed package", () => {
  const strategy = `import { above, defineStrategy, ema, integer } from "candlewright";
export default defineStrategy({
  name: "mine",
  about: "Long above the average.",
  parameters: { length: integer(20, { min: 2, max: 400, about: "candles in the average" }) },
  signals: ({ close }, p) => ({ enterLong: above(close, ema(close, p.length)), exitLong: above(ema(close, p.length), close) }),
});
`;
  writeFileSync(join(user, "my_strategy.ts"), strategy);
  const config = join(user, "node_modules/candlewright/config");
  const run = candlewright([
    "backtest",
    "--config",
    config,
    "--candles",
    "synthetic",
    "--strategy",
    "./my_strategy.ts",
    "--json",
  ]);
  assert.equal(run.status, 0, run.stderr + run.stdout);
  const [{ name, parameters }] = JSON.parse(run.stdout).run.strategies;
  assert.deepEqual({ name, parameters }, { name: "my_strategy", parameters: { length: 20 } });
});

test("the installed package makes a new strategy, and that passes its own test", () => {
  assert.equal(candlewright(["new", "strategy", "first"]).status, 0);
  const tested = candlewright(["test", "first.test.ts"]);
  assert.equal(tested.status, 0, tested.stdout + tested.stderr);
});

test("the programs that run as processes of their own start from the installed package", () => {
  const made = candlewright(["vault", "init", "--provider", "key-file", "--key-file", "./key", "--no-recovery"]);
  assert.equal(made.status, 0, made.stderr);
  const listed = candlewright(["vault", "list"]);
  assert.equal(listed.status, 0, listed.stderr);
});

test("a TypeScript program of the user's compiles and runs against the library", () => {
  const source =
    'import { integer, type ParameterSet } from "candlewright";\nconst set: ParameterSet = { length: integer(3, { min: 1, max: 9, about: "x" }) };\nconsole.log(set["length"]?.default);\n';
  writeFileSync(join(user, "mine.ts"), source);
  const compiler = join(root, "node_modules/.bin/tsc");
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2024",
    "--lib",
    "es2024,dom",
    "--skipLibCheck",
    "--types",
    "",
  ];
  const compiled = spawnSync(compiler, [...options, "mine.ts"], { cwd: user, encoding: "utf8", shell: onWindows });
  assert.equal(compiled.status, 0, compiled.stdout);
  assert.equal(execFileSync(process.execPath, ["mine.ts"], { cwd: user, encoding: "utf8" }).trim(), "3");
});
