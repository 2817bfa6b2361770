import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditEntry } from "../envelope/audit-log.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { SignerError, type SignerErrorName } from "./errors.ts";
import { ORDER_NOT_PLACED, ORDER_SENT, ORDER_UNFILLED, orderDetails, OrderLedger } from "./order-ledger.ts";
import { PolicyJudge } from "./order-policy.ts";
import type { OrderRequest } from "./requests.ts";

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const HOUR_MS = 3_600_000;
const PRICE = { bid: parseDecimal("99"), ask: parseDecimal("101") };
const POLICY = {
  symbols: ["BTC/USDT", "ETH/USDT"],
  maxOrderNotional: "1000",
  maxDailyNotional: "2500",
  priceCollarFraction: "0.05",
  maxOrdersPerMinute: 3,
};
const judge = new PolicyJudge(POLICY);

const order = (change: Partial<OrderRequest>): OrderRequest => ({
  symbol: "BTC/USDT",
  side: "buy",
  type: "limit",
  clientOrderId: "new",
  quantity: "1",
  ...change,
});

let index = 0;
function entry(event: string, details: AuditEntry["details"], timeMs: number): AuditEntry {
  index += 1;
  return { index, time: new Date(timeMs).toISOString(), event, details, previous: "", mac: "" };
}

function bought(id: string, notional: string, timeMs: number): AuditEntry {
  const sent = order({ clientOrderId: id, price: notional });
  return entry(ORDER_SENT, orderDetails(sent, parseDecimal(notional)), timeMs);
}

const refusedAs = (name: SignerErrorName) => (error: unknown) => error instanceof SignerError && error.entry === name;
const judged = (change: Partial<OrderRequest>, entries: AuditEntry[] = [], nowMs = NOON_MS) =>
  judge.judge(order(change), PRICE, new OrderLedger(entries), nowMs);

test("threats 12 trade-only theft: a symbol that is not listed is neither bought nor sold", () => {
  const ledger = new OrderLedger([]);
  for (const side of ["buy", "sell"] as const) {
    assert.throws(() => judge.judgeIdentity(order({ symbol: "VIA/BTC", side }), ledger), refusedAs("symbolNotAllowed"));
  }
  judge.judgeIdentity(order({ price: "100" }), ledger);
});

test("threats 12 trade-only theft: no buy is worth more than one order may be", () => {
  assert.equal(formatDecimal(judged({ price: "100", quantity: "10" }) ?? 0n), "1000");
  assert.throws(() => judged({ price: "100", quantity: "10.00000001" }), refusedAs("orderTooLarge"));
  const { quantity: _, ...byQuote } = order({ type: "market", quoteQuantity: "1001" });
  assert.throws(() => judge.judge(byQuote, PRICE, new OrderLedger([]), NOON_MS), refusedAs("orderTooLarge"));
});

test("threats 12 trade-only theft: a buy that names no most that it costs is refused; control: with a limit or an amount it passes", () => {
  const ledger = new OrderLedger([]);
  const identity = (change: Partial<OrderRequest>) => judge.judgeIdentity(order(change), ledger);
  assert.throws(() => identity({ type: "market", quantity: "0.001" }), refusedAs("unboundedBuy"));
  for (const type of ["stop-loss", "take-profit"] as const) {
    assert.throws(() => identity({ type, stopPrice: "104", quantity: "0.001" }), refusedAs("unboundedBuy"));
    identity({ side: "sell", type, stopPrice: "104", quantity: "0.001" });
  }
  identity({ type: "stop-loss-limit", stopPrice: "104", price: "105" });
  identity({ type: "limit", price: "100" });
  const { quantity: _, ...byQuote } = order({ type: "market", quoteQuantity: "10" });
  judge.judgeIdentity(byQuote, ledger);
  identity({ side: "sell", type: "market", quantity: "100" });
});

test("threats 12 trade-only theft: all buys of a UTC day stay below the daily limit, and yesterday's do not count", () => {
  const today = [bought("a", "1000", NOON_MS - HOUR_MS), bought("b", "1000", NOON_MS - 2 * HOUR_MS)].reverse();
  judged({ price: "100", quantity: "5" }, today);
  assert.throws(() => judged({ price: "100", quantity: "5.1" }, today), refusedAs("dayLimitReached"));
  const yesterday = today.map((old) => ({ ...old, time: new Date(Date.parse(old.time) - 24 * HOUR_MS).toISOString() }));
  judged({ price: "100", quantity: "10" }, yesterday);
});

test("a buy that the exchange proved not to have placed gives its room back, its id never", () => {
  const entries = [
    bought("a", "1000", NOON_MS - HOUR_MS),
    bought("b", "1000", NOON_MS - HOUR_MS),
    entry(ORDER_NOT_PLACED, { id: "b", reason: "" }, NOON_MS),
  ];
  judged({ price: "100", quantity: "10" }, entries);
  const unfilled = [bought("a", "2500", NOON_MS - HOUR_MS), entry(ORDER_UNFILLED, { id: "a" }, NOON_MS)];
  judged({ price: "100", quantity: "10" }, unfilled);
  // It was sent all the same: the rate counts it.
  const minute = ["x", "y", "z"].flatMap((id) => [bought(id, "10", NOON_MS), entry(ORDER_UNFILLED, { id }, NOON_MS)]);
  assert.throws(() => judged({ price: "100" }, minute), refusedAs("rateExceeded"));
  const ledger = new OrderLedger(entries);
  assert.throws(() => judge.judgeIdentity(order({ clientOrderId: "b" }), ledger), refusedAs("clientOrderIdUsed"));
});

test("threats 12 trade-only theft: buys are limited per minute; sells are not", () => {
  const burst = ["a", "b", "c"].map((id, number) => bought(id, "10", NOON_MS - 30_000 + number));
  assert.throws(() => judged({ price: "100" }, burst), refusedAs("rateExceeded"));
  judged({ price: "100" }, burst, NOON_MS + 31_000);
  assert.equal(judged({ side: "sell", price: "100" }, burst), undefined);
  // A minute that spans midnight is still one minute.
  const midnightMs = Date.UTC(2026, 0, 2);
  const late = ["a", "b", "c"].map((id) => bought(id, "10", midnightMs - 20_000));
  assert.throws(() => judged({ price: "100" }, late, midnightMs + 20_000), refusedAs("rateExceeded"));
  // And what it remembers of yesterday for the rate's sake does not count for today.
  const large = [bought("z", "2500", midnightMs - 20_000)];
  judged({ price: "100", quantity: "10" }, large, midnightMs + 20_000);
});

test("threats 12 trade-only theft: no buy far above the market, no limit sell far below it", () => {
  judged({ price: "105" });
  assert.throws(() => judged({ price: "105.01" }), refusedAs("outsideCollar"));
  assert.throws(() => judged({ type: "stop-loss-limit", stopPrice: "106", price: "100" }), refusedAs("outsideCollar"));
  judged({ price: "1" });
  judged({ side: "sell", price: "95" });
  assert.throws(() => judged({ side: "sell", price: "94.99" }), refusedAs("outsideCollar"));
  const thin = { bid: parseDecimal("80"), ask: parseDecimal("120") };
  const { quantity: _, ...market } = order({ type: "market", quoteQuantity: "10" });
  assert.throws(() => judge.judge(market, thin, new OrderLedger([]), NOON_MS), refusedAs("outsideCollar"));
  // A profit-taking sell is no protection: its trigger must not carry its limit away from the market.
  const away = { side: "sell", type: "take-profit-limit", stopPrice: "2", price: "2" } as const;
  assert.throws(() => judged(away), refusedAs("outsideCollar"));
});

test("a limit never holds back a stop loss: stops and market sells pass without price, cap or collar", () => {
  const full = [bought("a", "2500", NOON_MS - 1)];
  for (const change of [
    { type: "market", quantity: "100000" },
    { type: "stop-loss", stopPrice: "50", quantity: "100000" },
    { type: "stop-loss-limit", stopPrice: "50", price: "47.5", quantity: "100000" },
  ] as const) {
    const sell = order({ side: "sell", ...change });
    assert.equal(judge.needsPrice(sell), false);
    assert.equal(judge.judge(sell, undefined, new OrderLedger(full), NOON_MS), undefined);
  }
  const dumped = order({ side: "sell", type: "stop-loss-limit", stopPrice: "50", price: "47.4" });
  assert.throws(() => judge.judge(dumped, undefined, new OrderLedger([]), NOON_MS), refusedAs("outsideCollar"));
});

test("an empty policy buys nothing, and two quote currencies are refused", () => {
  const closed = new PolicyJudge({ ...POLICY, symbols: [], maxOrderNotional: "0", maxDailyNotional: "0" });
  assert.throws(() => closed.judgeIdentity(order({}), new OrderLedger([])), refusedAs("symbolNotAllowed"));
  assert.throws(() => new PolicyJudge({ ...POLICY, symbols: ["BTC/USDT", "ETH/BTC"] }), refusedAs("badStart"));
});
