import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CommandFolder } from "../support/command-runs.ts";

/** Changing, adding, losing and recovering master keys, by the commands alone. */
const folder = new CommandFolder();
const settingsFile = join(folder.path, "config", "secrets_config.json");
const secret = "CANARYsecretCANARYsecretCANARYsecret";
let paper: string;
let recovery: Record<string, string>;

interface Settings {
  master_keys: Record<string, string>[];
}
function changeSettings(change: (settings: Settings) => void): void {
  const settings = JSON.parse(readFileSync(settingsFile, "utf8")) as Settings;
  change(settings);
  writeFileSync(settingsFile, JSON.stringify(settings));
}
const keyFile = (name: string): string => join(folder.path, `${name}.key`);
const keyOf = (name: string): Record<string, string> => ({
  provider: "key-file",
  key_id: name,
  role: "primary",
  path: keyFile(name),
});

before(async () => {
  const made = await folder.run([
    "vault",
    "init",
    "--provider",
    "key-file",
    "--key-id",
    "first",
    "--key-file",
    keyFile("first"),
    "--no-node-copy",
  ]);
  assert.equal(made.code, 0, made.stderr);
  paper = /(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}/.exec(made.stderr)?.[0] ?? "";
  recovery = (JSON.parse(readFileSync(settingsFile, "utf8")) as Settings).master_keys[1];
  const sealed = await folder.run(["vault", "set", "binance-main", "--offline"], ["some-api-key-id", secret]);
  assert.equal(sealed.code, 0, sealed.stderr);
});
after(() => folder.remove());

async function providersOf(): Promise<string[]> {
  const { stdout } = await folder.run(["vault", "list", "--json"]);
  const [account] = JSON.parse(stdout) as { masterKeys: { keyId: string }[] }[];
  return account.masterKeys.map((key) => key.keyId);
}

test("a master key is replaced: added and rewrapped, then removed and rewrapped; the old one opens nothing newer", async () => {
  writeFileSync(keyFile("second"), Buffer.alloc(32, 9), { mode: 0o600 });
  changeSettings((settings) => settings.master_keys.push(keyOf("second")));
  assert.match(
    (await folder.run(["doctor", "--offline"])).stdout,
    /stale wraps[\s\S]*can't be opened with key-file second yet/,
  );
  assert.equal((await folder.run(["vault", "rewrap"])).code, 0);
  assert.deepEqual(await providersOf(), ["first", "recovery-1", "second"]);

  changeSettings(
    (settings) => (settings.master_keys = settings.master_keys.filter((key) => key["key_id"] !== "first")),
  );
  assert.match((await folder.run(["doctor", "--offline"])).stdout, /can still be opened with key-file first/);
  assert.equal((await folder.run(["vault", "rewrap"])).code, 0);
  assert.deepEqual(await providersOf(), ["recovery-1", "second"]);

  changeSettings((settings) => (settings.master_keys = [keyOf("first")]));
  assert.match((await folder.run(["vault", "verify"])).stderr, /SEALED_NO_PINNED_WRAP/);
});

test("threats 30 lost master key: the recovery key is refused at a normal start, and opens the way to a new one", async () => {
  rmSync(keyFile("second"));
  writeFileSync(keyFile("third"), Buffer.alloc(32, 3), { mode: 0o600 });
  changeSettings((settings) => (settings.master_keys = [keyOf("third"), recovery]));
  assert.match((await folder.run(["vault", "verify"])).stderr, /SEALED_RECOVERY_ONLY/);
  const slip = await folder.run(
    ["vault", "recover", "binance-main"],
    [paper.replace(/.$/, (last) => (last === "0" ? "1" : "0"))],
  );
  assert.match(slip.stderr, /SEALED_BAD_CREDENTIAL/);
  const recovered = await folder.run(["vault", "recover", "binance-main"], [paper]);
  assert.equal(recovered.code, 0, recovered.stderr);
  assert.match(recovered.stderr, /vault rotate binance-main/);
  assert.equal((await folder.run(["vault", "verify"])).code, 0);
  assert.deepEqual(await providersOf(), ["third", "recovery-1"]);
  const shown = await folder.run(["vault", "export", "binance-main"], ["binance-main"]);
  assert.equal(shown.stdout, `some-api-key-id\n${secret}\n`);
});
