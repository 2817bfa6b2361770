import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { VaultDirectory } from "../../src/secrets/envelope/vault-directory.ts";
import * as operations from "../../src/secrets/vault/operations.ts";
import { rawKeyContext, sampleIdentity, sampleRawKey, unwrapWith } from "../support/sealed-account.ts";

const root = mkdtempSync(join(tmpdir(), "candlewright-kill-"));
after(() => rmSync(root, { recursive: true, force: true }));
const script = join(import.meta.dirname, "..", "support", "killed-writer.ts");
const together = 4;

/** @returns true where the process was killed, false where it came to its end */
function write(folder: string, verb: string, operation: number): Promise<boolean> {
  const child = spawn(process.execPath, [script, folder, verb, String(operation)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) =>
    child.once("exit", (code, signal) => {
      if (signal === "SIGKILL") resolve(true);
      else if (code === 0) resolve(false);
      else reject(new Error(`operation ${operation}: exit code ${code}`));
    }),
  );
}

async function secretIn(folder: string): Promise<string> {
  const opened = await new VaultDirectory(folder).open(sampleIdentity, unwrapWith(sampleRawKey), { reason: "test" });
  return opened.contents.secret.toString();
}

/** Kills the operation before each of its file operations in turn. @returns how many there are */
async function killEverywhere(
  verb: string,
  prepare: (folder: string) => void,
  check: (folder: string, operation: number) => Promise<void>,
): Promise<number> {
  for (let first = 0; ; first += together) {
    const batch = Array.from({ length: together }, (_, at) => first + at).map(async (operation) => {
      const folder = join(root, `${verb}-${operation}`);
      prepare(folder);
      const wasKilled = await write(folder, verb, operation);
      await check(folder, operation);
      return wasKilled;
    });
    const killed = await Promise.all(batch);
    if (killed.includes(false)) return first + killed.indexOf(false);
  }
}

const given = (): operations.GivenCredential => ({
  apiKey: Buffer.from("old-api-key"),
  secret: Buffer.from("old-secret-of-some-length"),
});

for (const verb of ["rotate", "rewrap"]) {
  test(`threats 08 crash during write: ${verb} killed with kill -9 before each file operation leaves the old or the new account`, async () => {
    const template = join(root, `${verb}-template`);
    await operations.setCredential(rawKeyContext(new VaultDirectory(template)), sampleIdentity, given(), "test");
    const seen = new Set<string>();
    const count = await killEverywhere(
      verb,
      (folder) => {
        mkdirSync(folder, { mode: 0o700 });
        cpSync(template, folder, { recursive: true });
        chmodSync(folder, 0o700);
      },
      async (folder, operation) => {
        const secret = await secretIn(folder);
        assert.ok(
          ["old-secret-of-some-length", "rotate-secret-of-some-length"].includes(secret),
          `operation ${operation}: ${secret}`,
        );
        seen.add(secret);
        await operations.rewrap(rawKeyContext(new VaultDirectory(folder)), sampleIdentity);
        assert.equal(await secretIn(folder), secret, `operation ${operation}: the next write goes through`);
      },
    );
    assert.ok(count > 20, `only ${count} file operations were seen`);
    assert.equal(seen.size, verb === "rotate" ? 2 : 1);
  });
}

test("threats 08 crash during write: set killed with kill -9 before each file operation leaves nothing or the account, and can be repeated", async () => {
  const seen = new Set<boolean>();
  await killEverywhere(
    "set",
    () => undefined,
    async (folder, operation) => {
      const vault = new VaultDirectory(folder);
      seen.add(vault.has(sampleIdentity.account));
      await operations.setCredential(rawKeyContext(vault), sampleIdentity, given(), "test");
      assert.equal(await secretIn(folder), "old-secret-of-some-length", `operation ${operation}`);
    },
  );
  assert.equal(seen.size, 2);
});
