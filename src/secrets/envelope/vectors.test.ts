import assert from "node:assert/strict";
import { createDecipheriv, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { envelopeBytes, headerBytes, parseEnvelope } from "./format.ts";
import { wrapContextBytes } from "./identity.ts";
import { unwrapWithRawKey } from "./local-wrap.ts";
import { unwrapWithPassphrase } from "./passphrase.ts";
import { unwrapWithRecoveryKey } from "./recovery-key.ts";
import { openEnvelope, sealWith } from "./seal.ts";
import type { PassphraseWrap, RawKeyWrap, RecoveryKeyWrap } from "./wraps.ts";

/** The published vectors: a change here is a change of the format, and needs another version. */
interface Vectors {
  readonly envelope: Readonly<
    Record<"dataKey" | "passphrase" | "rawKey" | "recoveryKey" | "apiKey" | "secret" | "wrapContext" | "file", string>
  >;
  readonly twoKeys: { readonly dataKeys: readonly string[]; readonly file: string };
}
const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "envelope-vectors.json"), "utf8"),
) as Vectors;
const hex = (text: string): Buffer => Buffer.from(text, "hex");

test("envelope vectors: every wrap gives the data key, which gives the contents, which give the file", async () => {
  const { envelope: vector } = vectors;
  const envelope = parseEnvelope(Buffer.from(vector.file));
  const { identity } = envelope.header;
  const [passphrase, raw, recovery] = envelope.wraps as unknown as [PassphraseWrap, RawKeyWrap, RecoveryKeyWrap];
  const dataKey = hex(vector.dataKey);
  assert.deepEqual(await unwrapWithPassphrase(passphrase, Buffer.from(vector.passphrase), identity), dataKey);
  assert.deepEqual(unwrapWithRawKey(raw, hex(vector.rawKey), identity), dataKey);
  assert.deepEqual(unwrapWithRecoveryKey(recovery, Buffer.from(vector.recoveryKey), identity), dataKey);
  assert.equal(wrapContextBytes(identity).toString("hex"), vector.wrapContext);
  const contents = openEnvelope(envelope, dataKey);
  assert.equal(contents.apiKey.toString(), vector.apiKey);
  assert.equal(contents.secret.toString(), vector.secret);
  assert.equal(envelopeBytes(sealWith(envelope.header, contents, dataKey, envelope.wraps)).toString(), vector.file);
});

test("threats 05 two-key ciphertext: the published vector is refused with either key; control: GCM accepts it with both", () => {
  const envelope = parseEnvelope(Buffer.from(vectors.twoKeys.file));
  const { header, payload } = envelope;
  const readings = vectors.twoKeys.dataKeys.map((dataKey) => {
    const key = Buffer.from(hkdfSync("sha512", hex(dataKey), header.salt, "candlewright-envelope/v1 payload", 32));
    const decipher = createDecipheriv("aes-256-gcm", key, header.iv).setAAD(headerBytes(header));
    decipher.setAuthTag(payload.subarray(-16));
    return Buffer.concat([decipher.update(payload.subarray(0, -16)), decipher.final()]);
  });
  assert.notDeepEqual(readings[0], readings[1]);
  const [first, second] = vectors.twoKeys.dataKeys.map(hex);
  assert.throws(() => openEnvelope(envelope, first), { code: "SEALED_BAD_PAYLOAD" });
  assert.throws(() => openEnvelope(envelope, second), { code: "SEALED_TAMPERED" });
});
