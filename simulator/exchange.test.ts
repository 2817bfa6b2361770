import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ManualClock } from "./clock.ts";
import { Exchange } from "./exchange.ts";
import { aggregateCandles } from "./market.ts";
import { OrderRejected, type OrderRequest } from "./orders.ts";
import { formatShort, formatUnits, parseUnits, units } from "./units.ts";

const START_MS = Date.UTC(2026, 0, 1);

function openExchange(mid = "100") {
  const clock = new ManualClock(START_MS);
  const exchange = new Exchange(clock, [{ base: "BTC", quote: "USDT", mid }]);
  const account = exchange.openAccount("a", { USDT: "1000", BTC: "5" });
  return { clock, exchange, account };
}

let nextId = 0;
function order(change: Partial<OrderRequest>): OrderRequest {
  nextId += 1;
  return {
    accountId: "a",
    clientOrderId: `id-${nextId}`,
    market: "BTC-USDT",
    side: "buy",
    quantity: units("1"),
    timeInForce: "gtc",
    postOnly: false,
    venueType: "MARKET",
    ...change,
  };
}

const rejectedFor = (reason: string) => (error: unknown) => error instanceof OrderRejected && error.reason === reason;

test("decimal text and units are each other's inverse", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (value) => {
      assert.equal(parseUnits(formatUnits(value)), value);
      assert.equal(parseUnits(formatShort(value)), value);
    }),
  );
  for (const text of ["", "1e5", "-1", "+1", ".5", "1.", "0.123456789", "1,0", " 1", "NaN", "１"]) {
    assert.equal(parseUnits(text), undefined, text);
  }
});

test("a market buy pays the mid price and its fee in what it received", () => {
  const { exchange, account } = openExchange();
  const filled = exchange.place(order({ quantity: units("2") }));
  assert.equal(filled.status, "filled");
  assert.equal(formatUnits(account.free("USDT")), "800.00000000");
  assert.equal(formatUnits(account.free("BTC")), "6.99800000");
});

test("a limit rests with its money locked, fills at its own price when the market reaches it", () => {
  const { exchange, account } = openExchange();
  const resting = exchange.place(order({ limitPrice: units("90"), venueType: "LIMIT" }));
  assert.equal(resting.status, "new");
  assert.equal(formatUnits(account.locked("USDT")), "90.00000000");
  exchange.setPrice("BTC-USDT", "85");
  assert.equal(resting.status, "filled");
  assert.equal(formatUnits(account.free("USDT")), "910.00000000");
  assert.equal(exchange.trades[0]?.maker, true);
});

test("a stop loss sleeps until its price is reached, then sells at market", () => {
  const { exchange, account } = openExchange();
  const stop = exchange.place(
    order({ side: "sell", trigger: { price: units("95"), direction: "falls-to" }, venueType: "STOP_LOSS" }),
  );
  exchange.setPrice("BTC-USDT", "96");
  assert.equal(stop.status, "new");
  exchange.setPrice("BTC-USDT", "94");
  assert.equal(stop.status, "filled");
  assert.equal(formatUnits(account.free("USDT")), "1093.90600000");
});

test("what the engine refuses leaves no trace", () => {
  const { exchange } = openExchange();
  const refused: [Partial<OrderRequest>, string][] = [
    [{ quantity: units("11") }, "insufficient-balance"],
    [{ side: "sell", quantity: units("6") }, "insufficient-balance"],
    [{ limitPrice: units("100"), postOnly: true }, "would-match"],
    [{ side: "sell", trigger: { price: units("101"), direction: "falls-to" } }, "would-trigger"],
    [{ market: "DOGE-USDT" }, "unknown-market"],
  ];
  for (const [change, reason] of refused) assert.throws(() => exchange.place(order(change)), rejectedFor(reason));
  assert.equal(exchange.orders.size, 0);
  exchange.place(order({ clientOrderId: "same", limitPrice: units("50"), quantity: units("0.1") }));
  assert.throws(() => exchange.place(order({ clientOrderId: "same" })), rejectedFor("duplicate-open-order"));
});

test("no sequence of orders, cancels and prices makes or loses money beyond fees", () => {
  const step = fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    quantity: fc.integer({ min: 1, max: 300 }),
    limit: fc.option(fc.integer({ min: 80, max: 120 }), { nil: undefined }),
    price: fc.integer({ min: 80, max: 120 }),
    cancel: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const { exchange, account } = openExchange();
      for (const { side, quantity, limit, price, cancel } of steps) {
        const limitPrice = limit === undefined ? {} : { limitPrice: units(String(limit)) };
        try {
          exchange.place(order({ side, quantity: units((quantity / 100).toFixed(2)), ...limitPrice }));
        } catch (error) {
          assert.ok(error instanceof OrderRejected);
        }
        exchange.setPrice("BTC-USDT", String(price));
        if (cancel) for (const open of exchange.openOrders("a")) exchange.cancel(open);
      }
      for (const open of exchange.openOrders("a")) exchange.cancel(open);
      let dollars = units("1000");
      let coins = units("5");
      for (const trade of exchange.trades) {
        const sign = trade.side === "buy" ? 1n : -1n;
        coins += sign * trade.quantity - (trade.feeAsset === "BTC" ? trade.fee : 0n);
        dollars -= sign * trade.quoteQuantity + (trade.feeAsset === "USDT" ? trade.fee : 0n);
      }
      assert.equal(account.free("USDT"), dollars);
      assert.equal(account.free("BTC"), coins);
      assert.equal(account.locked("USDT") + account.locked("BTC"), 0n);
    }),
    { numRuns: 60 },
  );
});

test("candles come from the prices the market had", () => {
  const { clock, exchange } = openExchange();
  for (const price of ["104", "98", "101"]) {
    clock.advance(20_000);
    exchange.setPrice("BTC-USDT", price);
  }
  clock.advance(60_000);
  exchange.setPrice("BTC-USDT", "110");
  const candles = exchange.markets.get("BTC-USDT")?.candles ?? [];
  assert.deepEqual(
    candles.map(({ open, high, low, close }) => [open, high, low, close].map((value) => Number(formatShort(value)))),
    [
      [100, 104, 98, 98],
      [101, 101, 101, 101],
      [110, 110, 110, 110],
    ],
  );
  const [five] = aggregateCandles(candles, 5);
  assert.equal(formatShort(five?.high ?? 0n), "110");
  assert.equal(formatShort(five?.low ?? 0n), "98");
});
