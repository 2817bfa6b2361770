import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { test } from "node:test";
import { type ApiKey, TRADE_ONLY } from "../keys.ts";
import { authenticate } from "./authentication.ts";
import { CoinbaseRefusal } from "./errors.ts";

const NOW_MS = 1_700_000_000_000;
const NOW_SECONDS = NOW_MS / 1_000;
const URI = "GET api.coinbase.com/api/v3/brokerage/accounts";
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
const edwards = generateKeyPairSync("ed25519");

function keyring(key: KeyObject, change: Partial<ApiKey> = {}): ReadonlyMap<string, ApiKey> {
  return new Map([["k", { id: "k", accountId: "a", key, permissions: TRADE_ONLY, createdTimeMs: 0, ...change }]]);
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(key: KeyObject, claims: object = {}, header: object = {}): string {
  const isEdwards = key.asymmetricKeyType === "ed25519";
  const body = { sub: "k", iss: "cdp", nbf: NOW_SECONDS, exp: NOW_SECONDS + 120, uri: URI, ...claims };
  const signed = `${encode({ alg: isEdwards ? "EdDSA" : "ES256", kid: "k", typ: "JWT", ...header })}.${encode(body)}`;
  const signature = isEdwards
    ? sign(null, Buffer.from(signed), key)
    : sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

const check = (keys: ReadonlyMap<string, ApiKey>, text: string | undefined, uri: string | undefined = URI) =>
  authenticate(keys, text, uri, "127.0.0.1", NOW_MS);
const isRefused = (error: unknown) => error instanceof CoinbaseRefusal && error.status === 401;

test("a token of either algorithm is accepted under its own key", () => {
  assert.equal(check(keyring(curve.publicKey), token(curve.privateKey)).id, "k");
  assert.equal(check(keyring(edwards.publicKey), token(edwards.privateKey)).id, "k");
});

test("a token is refused for another route, out of its time, for too long a life, or under another key or algorithm", () => {
  const keys = keyring(curve.publicKey);
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  for (const text of [
    undefined,
    "",
    "a.b",
    "a.b.c",
    token(stranger),
    token(curve.privateKey, { uri: URI.replace("GET", "POST") }),
    token(curve.privateKey, { uri: undefined }),
    token(curve.privateKey, { sub: "other" }),
    token(curve.privateKey, {}, { kid: "other" }),
    token(curve.privateKey, { exp: NOW_SECONDS, nbf: NOW_SECONDS - 120 }),
    token(curve.privateKey, { nbf: NOW_SECONDS + 60, exp: NOW_SECONDS + 180 }),
    token(curve.privateKey, { exp: NOW_SECONDS + 121 }),
    token(curve.privateKey, { nbf: undefined }),
    token(curve.privateKey, {}, { alg: "none" }),
    token(curve.privateKey, {}, { alg: "HS256" }),
    token(edwards.privateKey, {}, { alg: "ES256" }),
  ]) {
    assert.throws(() => check(keys, text), isRefused, String(text));
  }
  assert.throws(
    () => check(keyring(curve.publicKey, { allowedAddresses: ["10.0.0.1"] }), token(curve.privateKey)),
    isRefused,
  );
});
