import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { CommandFolder } from "../support/command-runs.ts";

const folder = new CommandFolder();
after(() => folder.remove());

test("vault under a passphrase: one is made and shown once, opens what it sealed, and a slip seals nothing under another", async () => {
  const differing = await folder.run(
    ["vault", "init", "--no-node-copy"],
    ["a first passphrase", "a second passphrase"],
  );
  assert.match(differing.stderr, /VAULT_MISMATCH/);
  const short = await folder.run(["vault", "init", "--no-node-copy"], ["too short"]);
  assert.match(short.stderr, /SEALED_WEAK_PASSPHRASE/);
  const made = await folder.run(["vault", "init", "--no-node-copy"], [""]);
  assert.equal(made.code, 0, made.stderr);
  const passphrase = /^ {2}([a-z2-9]{5}(?:-[a-z2-9]{5}){3})$/m.exec(made.stderr)?.[1] ?? "";
  assert.notEqual(passphrase, "");
  assert.ok(!readFileSync(join(folder.path, "config", "secrets_config.json"), "utf8").includes(passphrase));

  const set = ["vault", "set", "binance-main", "--offline"];
  const sealed = await folder.run(set, ["some-api-key-id", "a-secret-of-some-length", passphrase]);
  assert.equal(sealed.code, 0, sealed.stderr);
  const slip = ["vault", "set", "binance-other", "--offline"];
  const refused = await folder.run(slip, ["some-api-key-id", "a-secret-of-some-length", `${passphrase}x`]);
  assert.match(refused.stderr, /SEALED_WRONG_KEY/);
  assert.doesNotMatch((await folder.run(["vault", "list"])).stdout, /binance-other/);
  assert.match(
    (await folder.run(["vault", "verify"], [passphrase])).stdout,
    /binance-main: generation 1 is whole and opens/,
  );
});
