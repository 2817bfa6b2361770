import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { market } from "../../test/support/engine.ts";
import { isTradable, roundPrice, roundQuantityDown } from "./market.ts";

test("quantities are rounded down onto the decimal grid, as the exchange writes it", () => {
  const rules = market({ lotSize: 0.00001 });
  assert.equal(roundQuantityDown(0.043_149_99, rules), 0.04314);
  assert.equal(roundQuantityDown(0.3, market({ lotSize: 0.1 })), 0.3);
  assert.equal(roundQuantityDown(7.9, market({ lotSize: 1 })), 7);
  assert.equal(roundQuantityDown(0.123, market()), 0.123);
});

test("prices are never worse than asked: down for buys, up for sells", () => {
  const rules = market({ tickSize: 0.01 });
  assert.equal(roundPrice(100.129, 1, rules), 100.12);
  assert.equal(roundPrice(100.121, -1, rules), 100.13);
  assert.equal(roundPrice(100.12, -1, rules), 100.12);
});

test("what is on the grid stays as it is, and never more than was asked for comes out", () => {
  const lot = fc.constantFrom(0.00001, 0.001, 0.1, 1, 25);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), lot, (quantity, lotSize) => {
      const rules = market({ lotSize });
      const once = roundQuantityDown(quantity, rules);
      assert.equal(roundQuantityDown(once, rules), once);
      assert.ok(once <= quantity + lotSize * 1e-8 + quantity * 2 ** -48);
    }),
  );
});

test("an order below a minimum is not tradable", () => {
  const rules = market({ minNotional: 5, minQuantity: 0.001 });
  assert.ok(isTradable(0.001, 5000, rules));
  assert.ok(!isTradable(0.0005, 50_000, rules));
  assert.ok(!isTradable(0.001, 4999, rules));
});
