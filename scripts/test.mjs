// `npm test`: sets up, then runs every check. With words behind `--`, only the tests whose names hold them.
import { join } from "node:path";
import { root, run, setUp } from "./setup.mjs";

const node = setUp();
const tool = (name) => join(root, "node_modules", ".bin", name);

if (!process.versions.node.startsWith("24.") && node !== process.execPath) {
  // The machine's Node is old: go on under the pinned one, which knows globSync and runs TypeScript.
  process.exit(run(node, [join(root, "scripts", "test.mjs"), ...process.argv.slice(2)]));
}

// Static imports of a name that an old Node lacks would fail before the hand-over above.
const { globSync } = await import("node:fs");
const filter = process.argv.slice(2);
/** A choice of tests is listed by name (`npm test -- threats` is the table of threats); all of them would be too long a list. */
const unitReporter = filter.length > 0 ? "spec" : "dot";
const testArguments = filter.length > 0 ? ["--test-name-pattern", filter.join(" ")] : [];

/** Unit tests share one process (a second for all of them); system tests start processes, sockets and browsers, each file on its own. */
const unit = globSync(["src/**/*.test.ts", "simulator/**/*.test.ts", "test/unit/**/*.test.ts"], { cwd: root }).sort();
const system = globSync("test/system/**/*.test.ts", { cwd: root }).sort();

const steps = [
  ["format", tool("biome"), ["format", "--log-level=warn", "."]],
  ["lint", tool("oxlint"), ["--type-aware", "--quiet"]],
  ["types", tool("tsc"), ["--noEmit", "-p", "."]],
  ["types of the report's page", tool("tsc"), ["--noEmit", "-p", "src/monitor/report/html/page"]],
  ["dead code", tool("knip"), ["--no-progress"]],
  [
    "unit tests",
    node,
    ["--test", "--test-isolation=none", `--test-reporter=${unitReporter}`, ...testArguments, ...unit],
  ],
  ["system tests", node, ["--test", "--test-concurrency=2", "--test-reporter=spec", ...testArguments, ...system]],
].filter(([name, , parts]) =>
  name.endsWith("tests") ? parts.some((part) => part.endsWith(".test.ts")) : filter.length === 0,
);

const failed = [];
for (const [name, command, parts] of steps) {
  const started = Date.now();
  const code = run(command, parts);
  process.stderr.write(
    `${code === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stderr.write(`\nFailed: ${failed.join(", ")}\n`);
  process.exit(1);
}
