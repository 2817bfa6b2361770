import { test } from "node:test";
import assert from "node:assert/strict";
import { sampleIdentity } from "../../../test/support/sealed-account.ts";
import { generateRecoveryKey, unwrapWithRecoveryKey, wrapWithRecoveryKey } from "./recovery-key.ts";

const key = { provider: "recovery-key", keyId: "recovery-1", role: "recovery" } as const;
const dataKey = Buffer.alloc(32, 9);

test("recovery key: the paper opens what the public half wrapped, in any spelling a person may type", () => {
  const { publicKey, paper } = generateRecoveryKey();
  const wrap = wrapWithRecoveryKey(dataKey, publicKey, key, sampleIdentity);
  const text = paper.toString();
  assert.match(text, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){13}$/);
  for (const typed of [text, text.toLowerCase(), text.replaceAll("-", " "), text.replaceAll("-", "")]) {
    assert.deepEqual(unwrapWithRecoveryKey(wrap, Buffer.from(typed), sampleIdentity), dataKey);
  }
});

test("recovery key: a slip of the pen is told from a wrong key", () => {
  const { publicKey, paper } = generateRecoveryKey();
  const wrap = wrapWithRecoveryKey(dataKey, publicKey, key, sampleIdentity);
  for (let at = 0; at < paper.length; at++) {
    const slip = Buffer.from(paper);
    if (slip[at] === 0x2d) continue;
    slip[at] = slip[at] === 0x30 ? 0x31 : 0x30;
    assert.throws(() => unwrapWithRecoveryKey(wrap, slip, sampleIdentity), { code: "SEALED_BAD_CREDENTIAL" });
  }
  const other = generateRecoveryKey().paper;
  assert.throws(() => unwrapWithRecoveryKey(wrap, other, sampleIdentity), { code: "SEALED_WRONG_KEY" });
});

test("recovery key: a wrap moved to another account, or with a point of small order, is refused", () => {
  const { publicKey, paper } = generateRecoveryKey();
  const wrap = wrapWithRecoveryKey(dataKey, publicKey, key, sampleIdentity);
  const elsewhere = { ...sampleIdentity, environment: "testnet" as const };
  assert.throws(() => unwrapWithRecoveryKey(wrap, paper, elsewhere), { code: "SEALED_WRONG_KEY" });
  const zero = { ...wrap, ephemeral: Buffer.alloc(32) };
  assert.throws(() => unwrapWithRecoveryKey(zero, paper, sampleIdentity), { code: "SEALED_WRONG_KEY" });
});
