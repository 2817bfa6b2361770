#!/usr/bin/env node
// Opens an envelope without Candlewright: the break-glass tool, and the second implementation that the tests compare the first with.
// One file, Node's own modules only (24.7 or later, for argon2). It follows docs/envelope-format.md and shares no code with src/.
//
//   node open-envelope.mjs vault/binance-main.json --passphrase            asks for it, or reads a line from a pipe
//   node open-envelope.mjs vault/binance-main.json --key-file master.key   32 bytes
//   node open-envelope.mjs vault/binance-main.json --recovery              asks for the key on the paper
//   node open-envelope.mjs vault/binance-main.json --data-key              asks for the data key in hex, as your key service gave it
//
// It prints the API key and the secret on stdout. It checks neither the rollback mark nor the audit log.
import {
  argon2Sync,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  timingSafeEqual,
} from "node:crypto";
import { readFileSync } from "node:fs";

const FORMAT = "candlewright-envelope/v1";
const [file, mode, argument] = process.argv.slice(2);

function fail(text) {
  process.stderr.write(`open-envelope: ${text}\n`);
  process.exit(1);
}
if (mode === undefined) fail("usage: open-envelope.mjs FILE --passphrase | --key-file PATH | --recovery | --data-key");

/** Number of pieces, then each one's length and bytes; numbers are 8 bytes, little endian. */
function pieces(...parts) {
  const number = (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const bytes = parts.map((part) => Buffer.from(part));
  return Buffer.concat([number(parts.length), ...bytes.flatMap((part) => [number(part.length), part])]);
}

const hkdf = (key, salt, info) => Buffer.from(hkdfSync("sha512", key, salt, `${FORMAT} ${info}`, 32));
const base64 = (text) => Buffer.from(text, "base64");

function gcmOpen(key, iv, associated, sealed) {
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  decipher.setAAD(associated).setAuthTag(sealed.subarray(-16));
  const plain = decipher.update(sealed.subarray(0, -16));
  decipher.final();
  return plain;
}

async function ask(question) {
  if (process.stdin.isTTY) process.stderr.write(`${question} (it is shown while you type): `);
  for await (const line of (await import("node:readline")).createInterface({ input: process.stdin })) return line;
  return fail("no input");
}

const text = readFileSync(file, "utf8");
const envelope = JSON.parse(text);
if (envelope.format !== FORMAT) fail(`this is not ${FORMAT}`);

/** The document of the fields before `field`, as the file has it. */
function documentBefore(field) {
  const end = text.indexOf(`,\n  "${field}": `);
  if (end < 0) fail(`${field} is missing`);
  return Buffer.from(`${text.slice(0, end)}\n}\n`);
}

const identity = pieces(
  `${FORMAT} wrap`,
  ...["vault", "account", "exchange", "environment", "purpose", "uid"].map((name) => envelope[name]),
);
const wrapOf = (provider) =>
  envelope.wraps.find((wrap) => wrap.provider === provider) ?? fail(`it has no ${provider} wrap`);
const openWrap = (wrap, key, parameters) =>
  gcmOpen(
    key,
    base64(wrap.iv),
    pieces(identity, wrap.provider, wrap.keyId, wrap.role, ...parameters),
    base64(wrap.wrapped),
  );

async function withPassphrase() {
  const wrap = wrapOf("passphrase");
  const { memoryKib: memory, passes, parallelism } = wrap;
  if (memory > 1_048_576 || passes > 10 || parallelism > 16) fail("its cost parameters are out of range");
  const message = Buffer.from(await ask("Passphrase"));
  const key = argon2Sync("argon2id", { message, nonce: base64(wrap.salt), memory, passes, parallelism, tagLength: 32 });
  return openWrap(wrap, key, ["argon2id", String(memory), String(passes), String(parallelism), base64(wrap.salt)]);
}

function withKeyFile() {
  const wrap = wrapOf("key-file");
  return openWrap(wrap, hkdf(readFileSync(argument), base64(wrap.salt), "raw key"), [base64(wrap.salt)]);
}

async function withRecoveryKey() {
  const wrap = wrapOf("recovery-key");
  const digits = (await ask("Recovery key")).toUpperCase().replaceAll(/[- ]/g, "");
  const bits = Array.from(digits, (digit) =>
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(digit).toString(2).padStart(5, "0"),
  ).join("");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const raw = bytes.subarray(0, 32);
  if (!createHash("sha256").update(raw).digest().subarray(0, 3).equals(bytes.subarray(32)))
    fail("the recovery key has a slip");
  const der = (prefix, key) => ({ key: Buffer.concat([Buffer.from(prefix, "hex"), key]), format: "der" });
  const privateKey = createPrivateKey({ ...der("302e020100300506032b656e04220420", raw), type: "pkcs8" });
  const own = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
  const ephemeral = base64(wrap.ephemeral);
  const publicKey = createPublicKey({ ...der("302a300506032b656e032100", ephemeral), type: "spki" });
  const key = hkdf(diffieHellman({ privateKey, publicKey }), pieces(ephemeral, own), "recovery key");
  return openWrap(wrap, key, [ephemeral]);
}

const modes = {
  "--passphrase": withPassphrase,
  "--key-file": withKeyFile,
  "--recovery": withRecoveryKey,
  "--data-key": async () => Buffer.from(await ask("Data key in hex"), "hex"),
};

try {
  const dataKey = await (modes[mode] ?? fail(`unknown: ${mode}`))();
  const salt = base64(envelope.salt);
  const mac = createHmac("sha256", hkdf(dataKey, salt, "mac"))
    .update(documentBefore("mac"))
    .digest();
  const found = base64(envelope.mac);
  if (found.length !== mac.length || !timingSafeEqual(found, mac)) fail("the file was changed after it was sealed");
  const plain = gcmOpen(
    hkdf(dataKey, salt, "payload"),
    base64(envelope.iv),
    documentBefore("wraps"),
    base64(envelope.payload),
  );
  const contents = {};
  let at = 0;
  for (const name of ["apiKey", "secret", "pendingSecret", "auditKey"]) {
    const length = plain.readUInt32BE(at);
    contents[name] = plain.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  const isPrivateKey = envelope.credential !== "hmac-sha256" && contents.secret.length > 0;
  const secret = isPrivateKey
    ? createPrivateKey({ key: contents.secret, format: "der", type: "pkcs8" }).export({ format: "pem", type: "pkcs8" })
    : contents.secret.toString();
  process.stdout.write(`${contents.apiKey}\n${secret}\n`);
} catch (error) {
  fail(`it does not open: ${error.message}`);
}
