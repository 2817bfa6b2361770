import { test } from "node:test";
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import {
  randomHex,
  sampleContents,
  sampleHeader,
  sampleIdentity,
  sampleKey,
  sampleRawKey,
  unwrapWith,
  wrapWith,
} from "../../../test/support/sealed-account.ts";
import { twoKeyCiphertext } from "../../../test/support/two-key-ciphertext.ts";
import { encodeContents } from "./contents.ts";
import { SealedError } from "./errors.ts";
import { authenticatedBytes, envelopeBytes, headerBytes, parseEnvelope, type Envelope } from "./format.ts";
import { requireIdentity, type Identity } from "./identity.ts";
import { wrapWithRawKey } from "./local-wrap.ts";
import { openEnvelope, sealEnvelope, sealWith } from "./seal.ts";
import { usableWraps } from "./wraps.ts";

const sealed = await sealEnvelope(sampleHeader(), sampleContents(), wrapWith(sampleRawKey));
const bytes = envelopeBytes(sealed);

/** Reads and opens as a start does, without the folder around it. */
async function open(file: Buffer, expected: Identity = sampleIdentity): Promise<string> {
  const envelope = parseEnvelope(file);
  requireIdentity(envelope.header.identity, expected);
  usableWraps(envelope.wraps, [sampleKey]);
  const contents = openEnvelope(envelope, await unwrapWith(sampleRawKey)(envelope));
  return contents.secret.toString();
}

async function mustRefuse(file: Buffer, what: string, expected?: Identity): Promise<void> {
  let accepted: string | undefined;
  try {
    accepted = await open(file, expected);
  } catch (error) {
    assert.ok(error instanceof SealedError, `${what}: an untyped error: ${String(error)}`);
  }
  assert.equal(accepted, undefined, `${what} was accepted`);
}

test("envelope: what is sealed is opened, and the file is its own canonical form", async () => {
  assert.equal(await open(bytes), "canary-secret");
  assert.ok(envelopeBytes(parseEnvelope(bytes)).equals(bytes));
  assert.ok(bytes.length < 4096);
});

test("threats 01 leak: no part of the secrets is in the file, in any usual encoding", () => {
  for (const secret of [sampleContents().secret, sampleContents().apiKey, sampleRawKey]) {
    for (const encoding of ["latin1", "base64", "hex", "utf16le"] as const) {
      const shown =
        encoding === "utf16le" ? Buffer.from(secret.toString(), "utf16le") : Buffer.from(secret.toString(encoding));
      assert.equal(bytes.indexOf(shown), -1, encoding);
    }
  }
  assert.notEqual(bytes.indexOf("binance-main"), -1, "control: the search finds what is there in clear");
});

test("threats 02 any byte tampered: every flip of every bit is refused with a typed error", async () => {
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 1 << bit;
      await mustRefuse(flipped, `bit ${bit} of byte ${at}`);
    }
  }
});

test("threats 02 any byte tampered: every truncation, and every single byte appended, is refused", async () => {
  for (let length = 0; length < bytes.length; length++)
    await mustRefuse(bytes.subarray(0, length), `the first ${length} bytes`);
  for (let byte = 0; byte < 256; byte++)
    await mustRefuse(Buffer.concat([bytes, Buffer.from([byte])]), `byte ${byte} appended`);
});

test("threats 03 swap: no part and no file of another account, exchange, environment, purpose or vault is accepted", async () => {
  const others: Partial<Identity>[] = [
    { account: "binance-other" },
    { exchange: "coinbase" },
    { environment: "testnet" },
    { purpose: "read" },
    { vault: randomHex(16) },
    { uid: randomHex(16) },
  ];
  for (const other of others) {
    const identity = { ...sampleIdentity, ...other };
    const foreign = await sealEnvelope(sampleHeader(1, identity), sampleContents("other"), wrapWith(sampleRawKey));
    assert.equal(await open(envelopeBytes(foreign), identity), "other", "control: in its own place it opens");
    if (other.uid === undefined) await mustRefuse(envelopeBytes(foreign), `the whole file of ${JSON.stringify(other)}`);
    for (const [mine, theirs] of [
      [sealed, foreign],
      [foreign, sealed],
    ] as const) {
      const { header } = mine;
      const mixes: [string, Envelope][] = [
        ["wraps", { ...mine, wraps: theirs.wraps }],
        ["payload", { ...mine, payload: theirs.payload }],
        ["mac", { ...mine, mac: theirs.mac }],
        ["salt", { ...mine, header: { ...header, salt: theirs.header.salt } }],
        ["iv", { ...mine, header: { ...header, iv: theirs.header.iv } }],
        ["identity", { ...mine, header: { ...header, identity: theirs.header.identity } }],
        ["payload and mac", { ...mine, payload: theirs.payload, mac: theirs.mac }],
        ["all but the identity", { ...theirs, header: { ...theirs.header, identity: header.identity } }],
      ];
      for (const [part, mixed] of mixes) {
        await mustRefuse(envelopeBytes(mixed), `${part} swapped with ${JSON.stringify(other)}`, mixed.header.identity);
      }
    }
  }
});

test("threats 04 forged file: a valid envelope under the attacker's own key, or one with an added wrap, is refused", async () => {
  const attackerKey = randomBytes(32);
  const own = await sealEnvelope(sampleHeader(), sampleContents("attacker"), wrapWith(attackerKey));
  await mustRefuse(envelopeBytes(own), "the same key id with other bytes");
  assert.equal(
    openEnvelope(own, await unwrapWith(attackerKey)(own)).secret.toString(),
    "attacker",
    "control: it is a valid file",
  );

  const foreignId = { ...sampleKey, keyId: "attacker" } as unknown as typeof sampleKey;
  const named = await sealEnvelope(sampleHeader(), sampleContents("attacker"), wrapWith(attackerKey, foreignId));
  assert.throws(() => usableWraps(named.wraps, [sampleKey]), { code: "SEALED_NO_PINNED_WRAP" });
  const added = { ...sealed, wraps: [...sealed.wraps, ...named.wraps] };
  await mustRefuse(envelopeBytes(added), "an added wrap");
});

test("threats 04 forged file: a recovery wrap is never used at a normal start", () => {
  const recovery = { ...sampleKey, role: "recovery" as const };
  const wrap = wrapWithRawKey(randomBytes(32), sampleRawKey, recovery, sampleIdentity);
  assert.throws(() => usableWraps([wrap], [recovery]), { code: "SEALED_RECOVERY_ONLY" });
  assert.deepEqual(usableWraps([wrap], [recovery], "recovery"), [wrap]);
});

test("threats 05 two-key ciphertext: the same envelope under two data keys is refused; control: GCM alone accepts both", () => {
  const dataKeys = [randomBytes(32), randomBytes(32)] as const;
  const header = { ...sampleHeader(), salt: randomBytes(32), iv: randomBytes(12) };
  const payloadKeys = dataKeys.map((dataKey) =>
    Buffer.from(hkdfSync("sha512", dataKey, header.salt, "candlewright-envelope/v1 payload", 32)),
  ) as [Buffer, Buffer];
  const plain = encodeContents(sampleContents());
  const first = sealWith(header, sampleContents(), dataKeys[0], sealed.wraps);
  const text = first.payload.subarray(0, plain.length);
  const payload = twoKeyCiphertext(payloadKeys, header.iv, headerBytes(header), text, plain.length / 16 - 1);

  const readings = payloadKeys.map((key) => {
    const decipher = createDecipheriv("aes-256-gcm", key, header.iv).setAAD(headerBytes(header));
    decipher.setAuthTag(payload.subarray(-16));
    return Buffer.concat([decipher.update(payload.subarray(0, -16)), decipher.final()]);
  });
  assert.notDeepEqual(readings[0], readings[1], "control: one ciphertext, two keys, two authentic plaintexts");

  for (const [index, dataKey] of dataKeys.entries()) {
    assert.throws(() => openEnvelope({ ...first, payload }, dataKey), { code: "SEALED_TAMPERED" }, `data key ${index}`);
  }
});

test("threats 07 downgrade: other versions, unknown, missing and reordered fields, and other spellings are refused", () => {
  const text = bytes.toString();
  const attacks: [string, string, string][] = [
    ["format", text.replace("envelope/v1", "envelope/v0"), "unknownFormat"],
    ["newer", text.replace("envelope/v1", "envelope/v2"), "unknownFormat"],
    ["unknown field", text.replace('  "salt"', '  "alg": "none",\n  "salt"'), "unknownField"],
    ["unknown in wrap", text.replace('"provider"', '"alg": "none", "provider"'), "unknownField"],
    ["__proto__", text.replace('  "salt"', '  "__proto__": {},\n  "salt"'), "unknownField"],
    ["duplicate", text.replace('  "salt"', '  "generation": 9,\n  "salt"'), "duplicateField"],
    ["missing mac", text.replace(/,\n {2}"mac": "[^"]+"/, ""), "missingField"],
    ["short mac", text.replace(/"mac": "[^"]+"/, '"mac": "AAAA"'), "badField"],
    ["spacing", text.replace('"generation": 1', '"generation":  1'), "notCanonical"],
    ["escape", text.replace('"binance"', '"binanc\\u0065"'), "notCanonical"],
    ["line ends", text.replaceAll("\n", "\r\n"), "notCanonical"],
    ["final line feed", text.trimEnd(), "notCanonical"],
    ["order", text.replace(/( {2}"vault": .+\n)( {2}"account": .+\n)/, "$2$1"), "notCanonical"],
    ["no wraps", text.replace(/"wraps": \[[^\]]+\]/, '"wraps": []'), "badField"],
  ];
  for (const [name, attacked, entry] of attacks) {
    assert.notEqual(attacked, text, name);
    assert.throws(
      () => parseEnvelope(Buffer.from(attacked)),
      (error) => error instanceof SealedError && error.entry === entry,
      name,
    );
  }
});

test("threats 07 downgrade: a million wraps and a huge file are refused in bounded time", () => {
  const wrap = /\{\s+"provider"[^}]+\}/.exec(bytes.toString())?.[0] ?? "";
  const many = bytes.toString().replace(wrap, Array.from({ length: 5 }, () => wrap).join(","));
  assert.throws(() => parseEnvelope(Buffer.from(many)), { code: "SEALED_BAD_FIELD" });
  const huge = Buffer.alloc(100_000_000, 0x20);
  const started = process.hrtime.bigint();
  assert.throws(() => parseEnvelope(huge), { code: "SEALED_TOO_LARGE" });
  assert.ok(process.hrtime.bigint() - started < 1_000_000_000n);
});

test("envelope: every write has its own data key, salt and iv", async () => {
  const again = await sealEnvelope(sampleHeader(), sampleContents(), wrapWith(sampleRawKey));
  assert.notDeepEqual(again.header.salt, sealed.header.salt);
  assert.notDeepEqual(again.header.iv, sealed.header.iv);
  const dataKeys = await Promise.all([again, sealed].map(unwrapWith(sampleRawKey)));
  assert.notDeepEqual(dataKeys[0], dataKeys[1]);
  assert.equal(authenticatedBytes(again).indexOf(again.mac.toString("base64")), -1);
});

test("envelope: whatever bytes come, the reader answers with an envelope or a typed error", () => {
  const text = bytes.toString();
  const anyBytes = fc.uint8Array({ maxLength: 3000 });
  const anyJson = fc.jsonValue({ maxDepth: 4 }).map((value) => Buffer.from(JSON.stringify(value)));
  const spliced = fc
    .tuple(
      fc.nat(text.length),
      fc.nat(40),
      fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('"', "{", "[", "}", ",", "\\u0000", "\n")),
    )
    .map(([at, removed, added]) => Buffer.from(text.slice(0, at) + added + text.slice(at + removed)));
  fc.assert(
    fc.property(fc.oneof(anyBytes, anyJson, spliced), (input) => {
      try {
        assert.ok(envelopeBytes(parseEnvelope(input)).equals(input));
      } catch (error) {
        assert.ok(error instanceof SealedError, `an untyped error: ${String(error)}`);
      }
    }),
    { numRuns: 1000 },
  );
});
