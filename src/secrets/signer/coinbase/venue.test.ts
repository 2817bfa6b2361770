import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { hostileMessages } from "../../../../test/support/hostile-messages.ts";
import { pinnedHosts } from "../hosts.ts";
import { type ExchangeRequest, type OrderRequest, readRequest } from "../requests.ts";
import type { Credential } from "../venue.ts";
import { judgeCoinbaseKey } from "./key-rights.ts";
import { orderBody } from "./order-body.ts";
import { coinbaseVenue } from "./venue.ts";

const NOW_MS = 1_700_000_000_000;
const HOST = pinnedHosts("coinbase", "live", 0).api;
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const credential: Credential = { kind: "es256", apiKey: "organizations/o/apiKeys/k", key: privateKey };

const ROUTES =
  /^(?:POST \/orders(?:\/batch_cancel)?|GET \/(?:accounts|key_permissions|orders\/historical\/(?:batch|fills|[A-Za-z0-9-]{1,64})))$/;
const QUERY_NAMES = new Set([
  "product_ids",
  "order_status",
  "order_ids",
  "limit",
  "cursor",
  "start_sequence_timestamp",
  "end_sequence_timestamp",
]);

test("threats 11 signing oracle: whatever is asked, what goes to Coinbase is one of seven routes, and its token names that route", () => {
  let signed = 0;
  fc.assert(
    fc.property(hostileMessages(), (message) => {
      let request: ExchangeRequest;
      try {
        const read = readRequest(Buffer.from(JSON.stringify(message))).request;
        if (read.kind === "openUserStream") return;
        request = read;
      } catch {
        return;
      }
      let wire: ReturnType<typeof coinbaseVenue.sign>;
      try {
        wire = coinbaseVenue.sign(request, credential, HOST, NOW_MS);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "SIGNER_BAD_REQUEST");
        return;
      }
      signed += 1;
      const [path = "", query = ""] = wire.path.split("?");
      assert.ok(path.startsWith("/api/v3/brokerage/"));
      assert.match(`${wire.method} ${path.slice("/api/v3/brokerage".length)}`, ROUTES);
      for (const [name] of new URLSearchParams(query)) assert.ok(QUERY_NAMES.has(name), name);
      const claims = wire.headers["Authorization"]?.split(".")[1] ?? "";
      const { uri } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { uri: string };
      assert.equal(uri, `${wire.method} api.coinbase.com${path}`);
    }),
    { numRuns: 1_500 },
  );
  assert.ok(signed > 150, `only ${signed} were signed`);
});

const ORDER: OrderRequest = { symbol: "BTC/USD", side: "buy", type: "market", clientOrderId: "a", quantity: "1" };
const configurationOf = (change: Partial<OrderRequest>): unknown =>
  (JSON.parse(orderBody({ ...ORDER, ...change })) as { order_configuration: unknown }).order_configuration;

test("each order type becomes the configuration that Coinbase has for it", () => {
  const limit = { type: "limit", price: "2" } as const;
  const sized = { base_size: "1", limit_price: "2" };
  assert.deepEqual(configurationOf({}), { market_market_ioc: { base_size: "1" } });
  const { quantity: _, ...byQuote } = ORDER;
  const spent = JSON.parse(orderBody({ ...byQuote, quoteQuantity: "50" })) as { order_configuration: unknown };
  assert.deepEqual(spent.order_configuration, { market_market_ioc: { quote_size: "50" } });
  assert.deepEqual(configurationOf({ ...limit, timeInForce: "gtc" }), {
    limit_limit_gtc: { ...sized, post_only: false },
  });
  assert.deepEqual(configurationOf({ ...limit, timeInForce: "ioc" }), { sor_limit_ioc: sized });
  assert.deepEqual(configurationOf({ ...limit, timeInForce: "fok" }), { limit_limit_fok: sized });
  assert.deepEqual(configurationOf({ type: "post-only", price: "2" }), {
    limit_limit_gtc: { ...sized, post_only: true },
  });
  const stop = { price: "2", stopPrice: "3", timeInForce: "gtc" } as const;
  const stopOf = (side: "buy" | "sell", type: "stop-loss-limit" | "take-profit-limit") =>
    (configurationOf({ ...stop, side, type }) as { stop_limit_stop_limit_gtc: { stop_direction: string } })
      .stop_limit_stop_limit_gtc.stop_direction;
  assert.equal(stopOf("sell", "stop-loss-limit"), "STOP_DIRECTION_STOP_DOWN");
  assert.equal(stopOf("buy", "stop-loss-limit"), "STOP_DIRECTION_STOP_UP");
  assert.equal(stopOf("sell", "take-profit-limit"), "STOP_DIRECTION_STOP_UP");
  assert.equal(stopOf("buy", "take-profit-limit"), "STOP_DIRECTION_STOP_DOWN");
  assert.throws(() => orderBody({ ...ORDER, type: "stop-loss", stopPrice: "1" }), /no stop order at market/);
  assert.throws(
    () => orderBody({ ...ORDER, ...stop, type: "stop-loss-limit", timeInForce: "ioc" }),
    /good till cancelled/,
  );
});

test("threats 10 withdraw-capable key: a key of Coinbase that can transfer, or whose rights are not known, is refused", () => {
  const safe = { can_view: true, can_trade: true, can_transfer: false, portfolio_uuid: "p", portfolio_type: "DEFAULT" };
  const judge = (change: object, purpose: "trade" | "read" = "trade") =>
    judgeCoinbaseKey(JSON.stringify({ ...safe, ...change }), purpose).refusal?.error;
  assert.equal(judge({}), undefined);
  for (const value of [true, "false", 0, null, undefined])
    assert.equal(judge({ can_transfer: value }), "keyCanMoveMoney");
  assert.equal(judge({ can_fly: true }), "keyUnknownRight");
  assert.equal(judge({ can_fly: false }), undefined);
  assert.equal(judge({ can_trade: false }), "keyCannotTrade");
  assert.equal(judge({ can_trade: false }, "read"), undefined);
  assert.equal(judge({ can_view: false }), "keyCannotTrade");
  for (const body of ["", "[]", "<html>"])
    assert.equal(judgeCoinbaseKey(body, "trade").refusal?.error, "keyUnverified");
});

test("only answers that prove it count as not placed", () => {
  const proves = (status: number, body: object | string) =>
    coinbaseVenue.provesNotPlaced(status, typeof body === "string" ? body : JSON.stringify(body));
  assert.equal(proves(200, { success: false, error_response: { error: "INSUFFICIENT_FUND" } }), true);
  assert.equal(proves(400, { error: "INVALID_ARGUMENT" }), true);
  assert.equal(proves(200, { success: false, error_response: { error: "DUPLICATE_CLIENT_ORDER_ID" } }), false);
  assert.equal(proves(200, { success: true }), false);
  assert.equal(proves(200, {}), false);
  assert.equal(proves(500, { success: false }), false);
  assert.equal(proves(400, "<html>"), false);
});

test("bid and ask are read from the book, and nothing is made of half a book", () => {
  const book = (bids: unknown, asks: unknown) => coinbaseVenue.readPrice(JSON.stringify({ pricebook: { bids, asks } }));
  assert.deepEqual(book([{ price: "1" }], [{ price: "2" }]), { bid: "1", ask: "2" });
  assert.equal(book([], [{ price: "2" }]), undefined);
  assert.equal(book([{ price: 1 }], [{ price: "2" }]), undefined);
  assert.equal(coinbaseVenue.readPrice("{}"), undefined);
});
