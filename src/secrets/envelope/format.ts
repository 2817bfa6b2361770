/**
 * The envelope as a file: strict JSON in one canonical form. `docs/envelope-format.md` says the same in words, for a second implementation.
 *
 * The bytes themselves are authenticated, so there is exactly one byte string for each envelope: the reader parses, checks every
 * field, writes the result again and compares. Whatever this compares equal to has no spacing, order or spelling left to play with.
 */
import { SealedError } from "./errors.ts";
import { Fields } from "./fields.ts";
import { checkIdentity, environments, exchanges, purposes, type Identity } from "./identity.ts";
import { checkPolicy, type OrderPolicy } from "./policy.ts";
import { readStrictJson, type StrictJson } from "./strict-json.ts";
import { ivBytes, maximumWraps, readWrap, wrapDocument, type Wrap } from "./wraps.ts";

export const envelopeFormat = "candlewright-envelope/v1";
export const maximumEnvelopeBytes = 65_536;

export const credentialKinds = ["hmac-sha256", "ed25519", "es256"] as const;
/** How requests are signed with the sealed secret. */
export type CredentialKind = (typeof credentialKinds)[number];

/** Where the audit log stood when the envelope was written: a log cut off below this is noticed. */
export interface AuditAnchor {
  readonly count: number;
  /** SHA-256 of the last entry, hex; of nothing (64 zeros) for count 0. */
  readonly hash: string;
}

/** Everything above the wraps. It is the payload's associated data. */
export interface EnvelopeHeader {
  readonly identity: Identity;
  /** 1 for the first; one more on every write. */
  readonly generation: number;
  /** When this generation was written, ISO 8601 UTC with seconds. */
  readonly written: string;
  readonly credential: CredentialKind;
  /** For people: `sha256/` and 16 hex digits of the API key id's hash, or empty while the key is not attached yet. */
  readonly keyFingerprint: string;
  /** SubjectPublicKeyInfo DER of the key pair in use, empty for an HMAC secret. */
  readonly publicKey: Buffer;
  readonly policy: OrderPolicy;
  readonly audit: AuditAnchor;
  readonly salt: Buffer;
  readonly iv: Buffer;
}

export interface Envelope {
  readonly header: EnvelopeHeader;
  readonly wraps: readonly Wrap[];
  readonly payload: Buffer;
  readonly mac: Buffer;
}

const hex32 = /^[0-9a-f]{32}$/;
const macBytes = 32;
/** Padded contents (512 to 8192 bytes) and the tag. */
const minimumPayloadBytes = 512 + 16;
const maximumPayloadBytes = 8192 + 16;

/**
 * Reads an envelope file.
 * @throws SealedError: `tooLarge`, `syntax`, `duplicateField`, `unknownField`, `missingField`, `badField`, `unknownFormat`, `notCanonical`,
 *   `badIdentity`, `badPolicy`. Nothing is decrypted or authenticated here.
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const document = readStrictJson(bytes, maximumEnvelopeBytes);
  const fields = new Fields(document, "");
  if (fields.text("format", /^[\x20-\x7e]{1,64}$/) !== envelopeFormat) throw new SealedError("unknownFormat");
  const identity: Identity = {
    vault: fields.text("vault", hex32),
    account: fields.text("account", /^[a-z0-9-]{1,63}$/),
    exchange: fields.oneOf("exchange", exchanges),
    environment: fields.oneOf("environment", environments),
    purpose: fields.oneOf("purpose", purposes),
    uid: fields.text("uid", hex32),
  };
  checkIdentity(identity);
  const envelope: Envelope = {
    header: {
      identity,
      generation: fields.integer("generation", 1, 2 ** 40),
      written: fields.text("written", /^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$/),
      credential: fields.oneOf("credential", credentialKinds),
      keyFingerprint: fields.text("keyFingerprint", /^(?:|sha256\/[0-9a-f]{16})$/),
      publicKey: fields.bytes("publicKey", 0, 256),
      policy: readPolicy(fields.object("policy")),
      audit: readAnchor(fields.object("audit")),
      salt: fields.bytes("salt", 32),
      iv: fields.bytes("iv", ivBytes),
    },
    wraps: readWraps(fields.list("wraps", maximumWraps)),
    payload: fields.bytes("payload", minimumPayloadBytes, maximumPayloadBytes),
    mac: fields.bytes("mac", macBytes),
  };
  fields.end();
  if (!envelopeBytes(envelope).equals(bytes)) throw new SealedError("notCanonical");
  return envelope;
}

function readPolicy(fields: Fields): OrderPolicy {
  const policy: OrderPolicy = {
    symbols: fields.list("symbols", 200).map(readSymbol),
    maxOrderNotional: fields.text("maxOrderNotional", /^[0-9.]{1,32}$/),
    maxDailyNotional: fields.text("maxDailyNotional", /^[0-9.]{1,32}$/),
    priceCollarFraction: fields.text("priceCollarFraction", /^[0-9.]{1,32}$/),
    maxOrdersPerMinute: fields.integer("maxOrdersPerMinute", 0, 6000),
  };
  fields.end();
  checkPolicy(policy);
  return policy;
}

function readSymbol(value: StrictJson): string {
  if (typeof value !== "string") throw new SealedError("badField", { detail: "policy.symbols must be strings." });
  return value;
}

function readAnchor(fields: Fields): AuditAnchor {
  const anchor = { count: fields.integer("count", 0, 2 ** 40), hash: fields.text("hash", /^[0-9a-f]{64}$/) };
  fields.end();
  return anchor;
}

function readWraps(values: readonly StrictJson[]): readonly Wrap[] {
  if (values.length === 0) throw new SealedError("badField", { detail: "wraps: there must be at least one." });
  const wraps = values.map((value, index) => readWrap(value, `wraps[${index}]`));
  if (new Set(wraps.map((wrap) => `${wrap.provider} ${wrap.keyId}`)).size !== wraps.length) {
    throw new SealedError("badField", { detail: "wraps: two are for the same master key." });
  }
  return wraps;
}

/** The whole file. */
export function envelopeBytes(envelope: Envelope): Buffer {
  return documentBytes({
    ...headerDocument(envelope.header),
    wraps: envelope.wraps.map(wrapDocument),
    payload: envelope.payload.toString("base64"),
    mac: envelope.mac.toString("base64"),
  });
}

/** What the payload's encryption is bound to: the document of the header's fields alone. */
export function headerBytes(header: EnvelopeHeader): Buffer {
  return documentBytes(headerDocument(header));
}

/** What the authentication code is over: the document without its last field. */
export function authenticatedBytes(envelope: Omit<Envelope, "mac">): Buffer {
  return documentBytes({
    ...headerDocument(envelope.header),
    wraps: envelope.wraps.map(wrapDocument),
    payload: envelope.payload.toString("base64"),
  });
}

function headerDocument(header: EnvelopeHeader): Record<string, unknown> {
  const { identity, policy, audit } = header;
  return {
    format: envelopeFormat,
    vault: identity.vault,
    account: identity.account,
    exchange: identity.exchange,
    environment: identity.environment,
    purpose: identity.purpose,
    uid: identity.uid,
    generation: header.generation,
    written: header.written,
    credential: header.credential,
    keyFingerprint: header.keyFingerprint,
    publicKey: header.publicKey.toString("base64"),
    policy: {
      symbols: policy.symbols,
      maxOrderNotional: policy.maxOrderNotional,
      maxDailyNotional: policy.maxDailyNotional,
      priceCollarFraction: policy.priceCollarFraction,
      maxOrdersPerMinute: policy.maxOrdersPerMinute,
    },
    audit: { count: audit.count, hash: audit.hash },
    salt: header.salt.toString("base64"),
    iv: header.iv.toString("base64"),
  };
}

/** JSON with two spaces of indent and a final line feed. All text in it is ASCII, so nothing is left to a library's taste. */
function documentBytes(document: Record<string, unknown>): Buffer {
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`, "utf8");
}
