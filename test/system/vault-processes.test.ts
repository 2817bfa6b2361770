/** What the vault's processes let others on the machine see, and what they let in. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startVaultWorld } from "../support/vault-world.ts";

const secret = "CANARYsecretCANARYsecretCANARYsecret";
const world = await startVaultWorld(secret);
after(() => world.close());
const { folder, simulator, apiKey } = world;

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

test("threats 20 argv and environment: while a secret is set, it stands in no process's arguments or environment; control: an argument is seen", {
  skip: process.platform !== "linux" && "there is no /proc here",
}, async () => {
  const seen = (text: string): boolean =>
    readdirSync("/proc")
      .filter((name) => /^[0-9]+$/.test(name))
      .some((pid) => ["cmdline", "environ"].some((file) => readIfThere(join("/proc", pid, file)).includes(text)));
  let looks = 0;
  const watch = async (work: Promise<unknown>): Promise<boolean> => {
    let found = false;
    const timer = setInterval(() => {
      looks++;
      found ||= seen("CANARYsecret");
    }, 10);
    await work;
    clearInterval(timer);
    return found;
  };
  const words = ["vault", "set", "binance-main", "--environment", "simulator"];
  words.push("--simulator-port", String(simulator.port));
  const set = folder.run(words, [apiKey, secret]);
  assert.equal(await watch(set), false);
  assert.equal((await set).code, 0, (await set).stderr);
  assert.ok(looks > 5);
  assert.equal(await watch(folder.run([...words, secret])), true);
});

test("threats 15 core dumps: the vault process makes none, whatever the system says, and has no environment", {
  skip: process.platform !== "linux" && "there is no /proc here",
}, async () => {
  const words = [join(import.meta.dirname, "..", "..", "src", "main.ts"), "vault", "set", "binance-main", "--offline"];
  const child = spawn(process.execPath, words, {
    cwd: folder.path,
    env: folder.environment,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const isVaultProcess = (pid: string): boolean => {
    const line = readIfThere(join("/proc", pid, "cmdline"));
    // Not while it is still the shell, or the `env` that takes the shell's environment away.
    const isOnItsWay = /^(?:\/usr)?\/bin\/(?:sh|env)\0/.test(line);
    return line.includes("/vault/main.ts\0") && line.includes(folder.path) && !isOnItsWay;
  };
  let found: string | undefined;
  while (found === undefined && child.exitCode === null) {
    await delay(20);
    found = readdirSync("/proc").find((name) => /^[0-9]+$/.test(name) && isVaultProcess(name));
  }
  const [limits, environment] = ["limits", "environ"].map((file) => readIfThere(join("/proc", found ?? "none", file)));
  child.stdin.end();
  await once(child, "close");
  assert.match(limits, /Max core file size +0 +0 /);
  assert.equal(environment, "");
});

test("threats 21 debug hooks: with NODE_OPTIONS or a key log in the environment no vault process starts; control: the command itself runs what NODE_OPTIONS loads", async () => {
  const [preload, ran] = [join(folder.path, "preload.cjs"), join(folder.path, "ran")];
  writeFileSync(preload, `require("fs").appendFileSync(${JSON.stringify(ran)}, process.argv[1] + "\\n")`);
  for (const hook of [{ NODE_OPTIONS: `--require ${preload}` }, { SSLKEYLOGFILE: join(folder.path, "keys.log") }]) {
    const run = await folder.run(["vault", "verify", "binance-main"], [], hook);
    assert.match(run.stderr, /SIGNER_UNSAFE_ENVIRONMENT/);
  }
  const programs = readFileSync(ran, "utf8").trim().split("\n");
  assert.deepEqual(
    programs.map((program) => program.slice(program.indexOf("/src/"))),
    ["/src/main.ts"],
  );
});
