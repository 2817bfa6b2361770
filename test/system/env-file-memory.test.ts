import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { countInMemory, spellings } from "../support/memory-scan.ts";

const skip = process.platform === "linux" ? false : "needs /proc of Linux";
const module = join(import.meta.dirname, "..", "..", "src", "config", "files.ts");
// Never whole in a program's own text: what is found must have come from the file.
const secret = Buffer.from(["canary", "4b1e77", "sandbox", "c0ffee", "9182"].join("-"));

test("threats 16 copies in memory: who reads settings from .env keeps nothing of the keys beside them; control: who parses the file does", {
  skip,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-env-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, ".env");
  const lines = ["BINANCE_API_KEY=id", `BINANCE_API_SECRET="${secret.toString()}"`, "CANDLEWRIGHT_MODE=sandbox"];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });

  const copiesAfter = async (read: string): Promise<number> => {
    const script = `const held = await (${read})(${JSON.stringify(file)}); console.log(held.CANDLEWRIGHT_MODE); setInterval(() => held, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const said = await new Promise<Buffer>((done) => child.stdout.once("data", done));
      assert.equal(said.toString().trim(), "sandbox");
      return Object.values(countInMemory(child.pid ?? 0, spellings(secret))).reduce((sum, count) => sum + count, 0);
    } finally {
      child.kill("SIGKILL");
    }
  };
  const parsing = `async (file) => (await import("node:util")).parseEnv((await import("node:fs")).readFileSync(file, "utf8"))`;
  assert.ok((await copiesAfter(parsing)) > 0);
  assert.equal(await copiesAfter(`(await import(${JSON.stringify(module)})).readEnvironmentFile`), 0);
});
