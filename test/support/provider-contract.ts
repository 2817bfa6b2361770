/** What every key provider must keep, whatever is behind it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { Identity } from "../../src/secrets/envelope/identity.ts";
import { readWrap, wrapDocument, type Wrap } from "../../src/secrets/envelope/wraps.ts";
import type { StrictJson } from "../../src/secrets/envelope/strict-json.ts";
import type { KeyProvider } from "../../src/secrets/providers/provider.ts";
import { sampleIdentity } from "./sealed-account.ts";

export interface ProviderUnderTest {
  readonly name: string;
  readonly keyId: string;
  /** A fresh provider on the same master key. */
  readonly make: () => Promise<KeyProvider>;
}

/** Registers the contract's tests for one provider. */
export function testProviderContract(name: string, prepare: () => Promise<ProviderUnderTest>): void {
  test(`${name}: what it wraps, it opens, also after a restart; no two wraps are alike`, async () => {
    const { make, keyId } = await prepare();
    const dataKey = randomBytes(32);
    const [first, second] = [
      await (await make()).wrap(dataKey, sampleIdentity),
      await (await make()).wrap(dataKey, sampleIdentity),
    ];
    assert.deepEqual([first.provider, first.keyId], [name, keyId]);
    assert.notDeepEqual(first.wrapped, second.wrapped);
    assert.equal(first.wrapped.indexOf(dataKey), -1);
    for (const wrap of [first, second])
      assert.deepEqual(await (await make()).unwrap(throughFile(wrap), sampleIdentity), dataKey);
  });

  test(`threats 03 swap: ${name} opens no wrap for another vault, account, exchange, environment, purpose or uid`, async () => {
    const { make } = await prepare();
    const provider = await make();
    const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
    const others: Partial<Identity>[] = [
      { vault: "44".repeat(16) },
      { account: "binance-other" },
      { exchange: "coinbase" },
      { environment: "testnet" },
      { purpose: "read" },
      { uid: "55".repeat(16) },
    ];
    for (const other of others) {
      await assert.rejects(provider.unwrap(wrap, { ...sampleIdentity, ...other }), hasCode, JSON.stringify(other));
    }
  });

  test(`threats 02 any byte tampered: ${name} opens no wrap that was changed, cut, or made by another provider`, async () => {
    const { make } = await prepare();
    const provider = await make();
    const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
    // Every byte of the short ones; of the long ones as many, from end to end.
    const step = Math.max(1, Math.floor(wrap.wrapped.length / 48));
    for (let at = 0; at < wrap.wrapped.length; at += step) {
      const wrapped = Buffer.from(wrap.wrapped);
      wrapped[at] ^= 1 << (at % 8);
      await assert.rejects(provider.unwrap({ ...wrap, wrapped }, sampleIdentity), hasCode, `byte ${at}`);
    }
    await assert.rejects(provider.unwrap({ ...wrap, wrapped: wrap.wrapped.subarray(0, -1) }, sampleIdentity), hasCode);
    const foreign = {
      provider: "recovery-key",
      keyId: "x",
      role: "recovery",
      ephemeral: Buffer.alloc(32),
      iv: Buffer.alloc(12),
      wrapped: Buffer.alloc(48),
    } as const;
    if (name !== "recovery-key") await assert.rejects(provider.unwrap(foreign, sampleIdentity), hasCode);
  });

  test(`${name}: tells its state without using the key`, async () => {
    const { make } = await prepare();
    assert.notEqual((await (await make()).status()).detail, "");
  });
}

/** As the wrap comes back from a file. */
function throughFile(wrap: Wrap): Wrap {
  return readWrap(JSON.parse(JSON.stringify(wrapDocument(wrap))) as StrictJson, "wraps[0]");
}

/** A refusal that a person can act on, with no secret in it. */
export function hasCode(error: unknown): boolean {
  const { code, what, why, fix } = error as Record<string, unknown>;
  for (const field of [code, what, why, fix])
    assert.equal(typeof field, "string", `an untyped error: ${String(error)}`);
  assert.match(String(code), /^(?:SEALED|VAULT)_/);
  return true;
}
