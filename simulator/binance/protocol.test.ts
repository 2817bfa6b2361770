import assert from "node:assert/strict";
import { createHmac, createSecretKey } from "node:crypto";
import { test } from "node:test";
import { ManualClock } from "../clock.ts";
import { Exchange } from "../exchange.ts";
import type { HttpReply, Withdrawal } from "../http.ts";
import { type ApiKey, TRADE_ONLY } from "../keys.ts";
import { RateMeter } from "./limits.ts";
import { BinanceProtocol } from "./protocol.ts";

/** The protocol alone, on a clock of its own: limits, rights and refusals. The official client speaks to it in test/system. */

const START_MS = Date.UTC(2026, 0, 1, 12, 0, 5);
const SECRET = "secret";

function open(change: Partial<ApiKey> = {}, weightPerMinute = 100) {
  const clock = new ManualClock(START_MS);
  const exchange = new Exchange(clock, [{ base: "BTC", quote: "USDT", mid: "50000" }]);
  exchange.openAccount("a", { USDT: "1000000", BTC: "1" });
  const key = {
    id: "k",
    accountId: "a",
    key: createSecretKey(SECRET, "utf8"),
    permissions: TRADE_ONLY,
    createdTimeMs: 0,
    ...change,
  };
  const withdrawals: Withdrawal[] = [];
  const meter = new RateMeter({ weightPerMinute, ordersPerTenSeconds: 3, ordersPerDay: 5 });
  const protocol = new BinanceProtocol(exchange, new Map([["k", key]]), withdrawals, meter);
  const send = (method: string, path: string, query: string, headers = {}): HttpReply => {
    const request = { method, path, query, body: "", headers, remoteAddress: "127.0.0.1" };
    return protocol.handle(request) ?? { status: 404, headers: {}, body: "{}" };
  };
  const signed = (method: string, path: string, parameters = ""): HttpReply => {
    const payload = `${parameters === "" ? "" : `${parameters}&`}timestamp=${clock.now()}`;
    const signature = createHmac("sha256", SECRET).update(payload).digest("hex");
    return send(method, path, `${payload}&signature=${signature}`, { "x-mbx-apikey": "k" });
  };
  return { clock, exchange, withdrawals, send, signed };
}

const codeOf = (reply: HttpReply): number => (JSON.parse(reply.body) as { code: number }).code;
const LIMIT = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=40000";

test("weight is counted by the minute and refused beyond the limit, with the seconds to wait", () => {
  const { clock, send } = open();
  for (let used = 20; used <= 100; used += 20) {
    const reply = send("GET", "/api/v3/exchangeInfo", "");
    assert.equal(reply.headers["X-MBX-USED-WEIGHT-1M"], String(used));
  }
  const refused = send("GET", "/api/v3/ping", "");
  assert.deepEqual([refused.status, codeOf(refused), refused.headers["Retry-After"]], [429, -1003, "55"]);
  clock.advance(55_000);
  assert.equal(send("GET", "/api/v3/ping", "").status, 200);
});

test("orders are counted by ten seconds and by the day", () => {
  const { clock, signed } = open();
  const place = () => signed("POST", "/api/v3/order", LIMIT);
  for (const count of ["1", "2", "3"]) assert.equal(place().headers["X-MBX-ORDER-COUNT-10S"], count);
  assert.equal(codeOf(place()), -1015);
  clock.advance(10_000);
  assert.equal(place().headers["X-MBX-ORDER-COUNT-1D"], "5");
  assert.equal(codeOf(place()), -1015);
  clock.advance(86_400_000);
  assert.equal(place().status, 200);
});

test("a halted market takes no order and still cancels", () => {
  const { exchange, signed } = open();
  assert.equal(signed("POST", "/api/v3/order", `${LIMIT}&newClientOrderId=mine`).status, 200);
  const market = exchange.markets.get("BTC-USDT");
  assert.ok(market !== undefined);
  market.status = "halted";
  assert.equal(codeOf(signed("POST", "/api/v3/order", LIMIT)), -2010);
  assert.equal(signed("DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine").status, 200);
});

test("parameters that a route does not read, lacks, or takes otherwise are refused by their codes", () => {
  const { signed } = open();
  const cases: [string, number][] = [
    [`${LIMIT}&address=x`, -1104],
    [LIMIT.replace("&price=40000", ""), -1102],
    [LIMIT.replace("40000", "4e4"), -1100],
    [LIMIT.replace("40000", "40000.123456789"), -1111],
    [LIMIT.replace("BUY", "HOLD"), -1117],
    [LIMIT.replace("LIMIT", "PEGGED"), -1116],
    [LIMIT.replace("GTC", "GTX"), -1115],
    [`${LIMIT}&stopPrice=1`, -1106],
    [LIMIT.replace("BTCUSDT", "BTCUSD"), -1121],
  ];
  for (const [parameters, code] of cases)
    assert.equal(codeOf(signed("POST", "/api/v3/order", parameters)), code, parameters);
});

test("money leaves only by a key that may, and is remembered", () => {
  const route = "/sapi/v1/asset/transfer";
  const trading = open({}, 1_000);
  assert.equal(codeOf(trading.signed("POST", route)), -2015);
  assert.equal(trading.withdrawals.length, 0);
  const moving = open({ permissions: { ...TRADE_ONLY, universalTransfer: true } }, 1_000);
  assert.equal(moving.signed("POST", route, "asset=USDT&amount=5").status, 200);
  assert.match(moving.withdrawals[0]?.parameters ?? "", /^asset=USDT&amount=5/);
});

test("the same steps on the same clock give the same bytes", () => {
  const run = () => {
    const { clock, exchange, signed, send } = open();
    const replies = [signed("POST", "/api/v3/order", `${LIMIT}&newClientOrderId=a`)];
    clock.advance(61_000);
    exchange.setPrice("BTC-USDT", "39000");
    replies.push(signed("GET", "/api/v3/myTrades", "symbol=BTCUSDT"), signed("GET", "/api/v3/account"));
    replies.push(send("GET", "/api/v3/klines", "symbol=BTCUSDT&interval=1m"));
    return replies.map(({ body }) => body).join("\n");
  };
  assert.equal(run(), run());
  assert.match(run(), /"qty":"0.00100000"/);
});
