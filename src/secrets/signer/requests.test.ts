import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { readRequest, requestKinds } from "./requests.ts";

const ORDER = {
  symbol: "BTC/USDT",
  side: "buy",
  type: "limit",
  clientOrderId: "a-1",
  quantity: "1",
  price: "2",
  timeInForce: "gtc",
};

const read = (message: object | string) =>
  readRequest(Buffer.from(typeof message === "string" ? message : JSON.stringify(message)));

test("an honest order is read as it was written", () => {
  const { id, request } = read({ id: 7, request: "placeOrder", ...ORDER });
  assert.equal(id, 7);
  assert.deepEqual(request, { kind: "placeOrder", order: ORDER });
});

test("each order type takes its own prices and no others", () => {
  const wrong: object[] = [
    { type: "market" },
    { type: "market", price: undefined },
    { price: undefined },
    { timeInForce: undefined },
    { stopPrice: "1" },
    { quoteQuantity: "5" },
    { quoteQuantity: "5", quantity: undefined },
    { quantity: undefined },
    { type: "post-only" },
    { type: "stop-loss" },
    { type: "stop-loss-limit" },
  ];
  for (const change of wrong) {
    assert.throws(
      () => read({ id: 1, request: "placeOrder", ...ORDER, ...change }),
      /may not be sent/,
      JSON.stringify(change),
    );
  }
  read({ id: 1, request: "placeOrder", ...ORDER, type: "stop-loss-limit", stopPrice: "1" });
});

test("threats 11 signing oracle: parameters that are not listed, doubled, nested or spelled otherwise are refused", () => {
  const smuggled: (object | string)[] = [
    { ...ORDER, coin: "USDT", address: "thief", amount: "1" },
    { ...ORDER, network: "TRX" },
    { ...ORDER, __proto__x: 1 },
    { ...ORDER, symbol: "BTCUSDT%26coin=USDT" },
    { ...ORDER, symbol: "BTC/USDT&coin=USDT" },
    { ...ORDER, symbol: "ＢＴＣ/USDT" },
    { ...ORDER, symbol: ["BTC/USDT"] },
    { ...ORDER, symbol: { toString: "BTC/USDT" } },
    { ...ORDER, clientOrderId: "a&coin=USDT" },
    { ...ORDER, clientOrderId: "a\n" },
    { ...ORDER, clientOrderId: "" },
    { ...ORDER, quantity: 1 },
    { ...ORDER, quantity: "1e3" },
    { ...ORDER, quantity: "-1" },
    { ...ORDER, quantity: "0x10" },
    { ...ORDER, quantity: "1 " },
    { ...ORDER, price: "Infinity" },
    { ...ORDER, side: "BUY" },
    { ...ORDER, timestamp: 1 },
    { ...ORDER, recvWindow: 60_000 },
    `{"id":1,"request":"placeOrder","symbol":"BTC/USDT","symbol":"DOGE/USDT","side":"buy","type":"market","clientOrderId":"a","quantity":"1"}`,
    `{"id":1,"request":"balances","__proto__":{"request":"withdraw"}}`,
    `{"id":1,"request":"withdraw"}`,
    `{"id":1,"request":"constructor"}`,
    `{"id":1.5,"request":"balances"}`,
    `[]`,
    `null`,
    ``,
  ];
  for (const message of smuggled) {
    const whole = typeof message === "string" ? message : { id: 1, request: "placeOrder", ...message };
    assert.throws(
      () => read(whole),
      (error: { code?: string }) => /^(?:SEALED|SIGNER)_/.test(error.code ?? ""),
      JSON.stringify(message),
    );
  }
  assert.throws(() => readRequest(Buffer.alloc(5_000, 0x20)), /larger than/);
});

test("whatever the bytes, reading ends in a request of the list or in a typed error", () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constantFrom("BTC/USDT", "1", "buy", "limit", null, true),
    fc.jsonValue(),
  );
  const names = fc.constantFrom(
    ...Object.keys(ORDER),
    "stopPrice",
    "limit",
    "from",
    "exchangeOrderId",
    "coin",
    "__proto__",
  );
  fc.assert(
    fc.property(fc.constantFrom(...requestKinds), fc.dictionary(names, value), (request, parameters) => {
      let kind: string | undefined;
      try {
        kind = read({ id: 1, request, ...parameters }).request.kind;
      } catch (error) {
        assert.match((error as { code: string }).code, /^(?:SEALED|SIGNER)_/);
      }
      if (kind !== undefined) assert.equal(kind, request);
    }),
    { numRuns: 300 },
  );
});
