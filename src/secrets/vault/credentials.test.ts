import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import {
  fingerprint,
  generateEd25519,
  publicKeyText,
  readApiKey,
  readCredential,
  readSealedKey,
} from "./credentials.ts";

const secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

test("credentials: an HMAC secret is taken as it is, without the quotes and spaces around it", () => {
  for (const pasted of [secret, ` ${secret}\r\n`, `"${secret}"`, `'${secret}' `]) {
    const read = readCredential("binance", Buffer.from(pasted));
    assert.deepEqual([read.credential, read.secret.toString(), read.publicKey.length], ["hmac-sha256", secret, 0]);
  }
  for (const bad of ["", "short", "two words of some length", `${secret}ü`, "x".repeat(300)]) {
    assert.throws(() => readCredential("binance", Buffer.from(bad)), { code: "SEALED_BAD_CREDENTIAL" }, bad);
  }
});

test("credentials: private keys in PEM, also with \\n in one line, give the same key for each exchange that takes its kind", () => {
  const ed25519 = generateKeyPairSync("ed25519");
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cases = [
    ["binance", ed25519, "ed25519", "pkcs8"],
    ["coinbase", ed25519, "ed25519", "pkcs8"],
    ["coinbase", p256, "es256", "pkcs8"],
    // Coinbase's download is in the older form.
    ["coinbase", p256, "es256", "sec1"],
  ] as const;
  for (const [exchange, pair, kind, form] of cases) {
    const pem = String(pair.privateKey.export({ format: "pem", type: form }));
    for (const pasted of [pem, pem.replaceAll("\n", "\\n"), `"${pem.replaceAll("\n", "\\n")}"`]) {
      const read = readCredential(exchange, Buffer.from(pasted));
      assert.equal(read.credential, kind);
      assert.deepEqual(read.secret, pair.privateKey.export({ format: "der", type: "pkcs8" }));
      assert.deepEqual(read.publicKey, pair.publicKey.export({ format: "der", type: "spki" }));
      assert.deepEqual(readSealedKey(exchange, read.secret), read);
    }
  }
});

test("credentials: a key of a kind that the exchange does not take, with a password, or cut off, is refused", () => {
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
  const locked = p256.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" });
  const whole = String(p256.export({ format: "pem", type: "pkcs8" }));
  const refused = [
    ["binance", whole],
    ["coinbase", String(p384.export({ format: "pem", type: "pkcs8" }))],
    ["coinbase", String(locked)],
    ["coinbase", whole.slice(0, -60)],
    ["coinbase", secret],
  ] as const;
  for (const [exchange, pasted] of refused) {
    assert.throws(
      () => readCredential(exchange, Buffer.from(pasted)),
      { code: "SEALED_BAD_CREDENTIAL" },
      pasted.slice(0, 40),
    );
  }
});

test("credentials: Coinbase's base64 of an Ed25519 seed and public key is read, and a slip in it noticed", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const raw = Buffer.concat([seed, publicKey.export({ format: "der", type: "spki" }).subarray(-32)]);
  const read = readCredential("coinbase", Buffer.from(raw.toString("base64")));
  assert.deepEqual(read.publicKey, publicKey.export({ format: "der", type: "spki" }));
  raw[3] ^= 1;
  assert.throws(() => readCredential("coinbase", Buffer.from(raw.toString("base64"))), {
    code: "SEALED_BAD_CREDENTIAL",
  });
});

test("credentials: a generated pair's public key is text that an exchange takes; fingerprints tell keys apart", () => {
  const { publicKey } = generateEd25519();
  assert.deepEqual(createPublicKey(publicKeyText(publicKey)).export({ format: "der", type: "spki" }), publicKey);
  assert.match(fingerprint(Buffer.from("a")), /^sha256\/[0-9a-f]{16}$/);
  assert.notEqual(fingerprint(Buffer.from("a")), fingerprint(Buffer.from("b")));
  assert.throws(() => readApiKey(Buffer.from("with space in it")), { code: "SEALED_BAD_CREDENTIAL" });
});
