import { test } from "node:test";
import assert from "node:assert/strict";
import { argon2Sync } from "node:crypto";
import { sampleIdentity } from "../../../test/support/sealed-account.ts";
import { floorCost, generatePassphrase, unwrapWithPassphrase, wrapWithPassphrase } from "./passphrase.ts";

const key = { provider: "passphrase", keyId: "main", role: "primary" } as const;
const dataKey = Buffer.alloc(32, 9);
const passphrase = Buffer.from("correct horse battery");

test("passphrase: argon2id of this Node matches the vector of RFC 9106, section 5.3", () => {
  const tag = argon2Sync("argon2id", {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    tagLength: 32,
    memory: 32,
    passes: 3,
  });
  assert.equal(tag.toString("hex"), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
});

test("passphrase: what it wraps, it opens; another passphrase, account or cost does not", async () => {
  const wrap = await wrapWithPassphrase(dataKey, passphrase, key, sampleIdentity, floorCost);
  assert.deepEqual(await unwrapWithPassphrase(wrap, passphrase, sampleIdentity), dataKey);
  const refusals = [
    () => unwrapWithPassphrase(wrap, Buffer.from("correct horse batterz"), sampleIdentity),
    () => unwrapWithPassphrase(wrap, passphrase, { ...sampleIdentity, account: "binance-other" }),
    () => unwrapWithPassphrase({ ...wrap, passes: wrap.passes + 1 }, passphrase, sampleIdentity),
    () => unwrapWithPassphrase({ ...wrap, keyId: "other" }, passphrase, sampleIdentity),
  ];
  for (const refusal of refusals) await assert.rejects(refusal, { code: "SEALED_WRONG_KEY" });
});

test("threats 07 huge KDF cost: parameters outside the range are refused before any work", async () => {
  const wrap = await wrapWithPassphrase(dataKey, passphrase, key, sampleIdentity, floorCost);
  const started = process.hrtime.bigint();
  for (const change of [
    { memoryKib: 2 ** 32 },
    { passes: 2 ** 31 },
    { parallelism: 2 ** 23 },
    { memoryKib: 8 },
    { passes: 1 },
    { memoryKib: 1_048_576, passes: 10 },
  ]) {
    await assert.rejects(unwrapWithPassphrase({ ...wrap, ...change }, passphrase, sampleIdentity), {
      code: "SEALED_KDF_OUT_OF_RANGE",
    });
  }
  // One of these costs, paid, would take minutes.
  assert.ok(process.hrtime.bigint() - started < 1_000_000_000n, "six refusals took longer than a second");
});

test("passphrase: short ones are refused, counted in characters; generated ones are strong and differ", async () => {
  await assert.rejects(wrapWithPassphrase(dataKey, Buffer.from("äöüäöüäöüäö"), key, sampleIdentity, floorCost), {
    code: "SEALED_WEAK_PASSPHRASE",
  });
  const [first, second] = [generatePassphrase(), generatePassphrase()];
  assert.match(first.toString(), /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  assert.notDeepEqual(first, second);
});
