import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { AuditDetails, AuditEntry } from "../envelope/audit-log.ts";
import { binanceVenue } from "./binance/venue.ts";
import { SignerError } from "./errors.ts";
import type { OrderRequest } from "./requests.ts";
import { PassingLog } from "./sandbox-account.ts";
import { Signer } from "./signer.ts";

/** A log on a disk that can fill up. */
class FillingLog extends PassingLog {
  isFull = false;

  override append(event: string, details: AuditDetails, key: Buffer | undefined, time?: Date): AuditEntry {
    if (this.isFull) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    return super.append(event, details, key, time);
  }
}

/** The signer against a log that fails and an exchange that answers what a test says; its own process is tested in test/system. */

const RIGHTS = {
  enableReading: true,
  enableSpotAndMarginTrading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  permitsUniversalTransfer: false,
};
let rights: object = RIGHTS;
let orderAnswer: [status: number, body: object] = [200, { status: "FILLED" }];
let ordersSeen = 0;
let server: Server;

describe("a signer whose log and exchange do what a test says", () => {
  before(async () => {
    server = createServer((request, response) => {
      const path = request.url?.split("?")[0];
      const answers: Record<string, [number, object]> = {
        "/api/v3/time": [200, { serverTime: Date.now() }],
        "/api/v3/ticker/bookTicker": [200, { bidPrice: "99", askPrice: "101" }],
        "/sapi/v1/account/apiRestrictions": [200, rights],
        "/api/v3/order": orderAnswer,
      };
      if (path === "/api/v3/order") ordersSeen += 1;
      const [status, body] = answers[path ?? ""] ?? [404, {}];
      request.resume();
      response.writeHead(status).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function openSigner(log: FillingLog, now: () => number = Date.now): Signer {
    const policy = {
      symbols: ["BTC/USDT"],
      maxOrderNotional: "1000",
      maxDailyNotional: "1000",
      priceCollarFraction: "0.05",
      maxOrdersPerMinute: 100,
    };
    const identity = { environment: "simulator", purpose: "trade" } as const;
    const { port } = server.address() as AddressInfo;
    return new Signer({
      identity,
      policy,
      credential: { kind: "hmac-sha256", apiKey: "id", key: createSecretKey("secret", "utf8") },
      log,
      auditKey: Buffer.alloc(32),
      venue: binanceVenue,
      host: { protocol: "http", host: "127.0.0.1", port },
      now,
    });
  }

  let lastId = 0;
  function order(change: Partial<OrderRequest> = {}): OrderRequest {
    lastId += 1;
    const amount = change.side === "sell" ? { quantity: "1" } : { quoteQuantity: "100" };
    return { symbol: "BTC/USDT", side: "buy", type: "market", clientOrderId: `o-${lastId}`, ...amount, ...change };
  }

  const refusedAs = (name: string) => (error: unknown) => error instanceof SignerError && error.entry === name;

  test("a full disk stops buys before they leave; sells and cancels go on, and a sell's id still works once only", async () => {
    const log = new FillingLog();
    const signer = openSigner(log);
    await signer.start();
    log.isFull = true;
    ordersSeen = 0;
    await assert.rejects(signer.handle({ kind: "placeOrder", order: order() }), /no space/);
    assert.equal(ordersSeen, 0);
    const sell = order({ side: "sell" });
    assert.equal((await signer.handle({ kind: "placeOrder", order: sell })).status, 200);
    await assert.rejects(signer.handle({ kind: "placeOrder", order: sell }), refusedAs("clientOrderIdUsed"));
    const reference = { symbol: "BTC/USDT", clientOrderId: sell.clientOrderId };
    assert.equal((await signer.handle({ kind: "cancelOrder", reference })).status, 200);
    signer.stop();
  });

  test("threats 29 replay: of two buys under one id that wait for the price together, one is sent", async () => {
    const signer = openSigner(new FillingLog());
    await signer.start();
    ordersSeen = 0;
    const twin = order({ quoteQuantity: "10" });
    const both = [
      signer.handle({ kind: "placeOrder", order: twin }),
      signer.handle({ kind: "placeOrder", order: twin }),
    ];
    const refused = (await Promise.allSettled(both)).filter((result) => result.status === "rejected");
    assert.equal(refused.length, 1);
    assert.ok(refusedAs("clientOrderIdUsed")(refused[0]?.reason));
    assert.equal(ordersSeen, 1);
    signer.stop();
  });

  test("threats 12 trade-only theft: a second signer of the account gives no second day: the older one buys no more, and its orders count", async () => {
    const log = new FillingLog();
    const buy = (signer: Signer, quoteQuantity: string) =>
      signer.handle({ kind: "placeOrder", order: order({ quoteQuantity }) });
    const older = openSigner(log);
    await older.start();
    const newer = openSigner(log);
    // Between the newer one's reading of the log and its start.
    assert.equal((await buy(older, "600")).status, 200);
    await newer.start();
    await assert.rejects(buy(older, "100"), refusedAs("superseded"));
    assert.equal((await older.handle({ kind: "placeOrder", order: order({ side: "sell" }) })).status, 200);
    await assert.rejects(buy(newer, "600"), refusedAs("dayLimitReached"));
    assert.equal((await buy(newer, "300")).status, 200);
    older.stop();
    newer.stop();
  });

  test("threats 12 trade-only theft: who writes into the log without its key makes no room in the day", async () => {
    const log = new FillingLog();
    const signer = openSigner(log);
    await signer.start();
    const bought = order({ quoteQuantity: "900" });
    assert.equal((await signer.handle({ kind: "placeOrder", order: bought })).status, 200);
    log.append("order-unfilled", { id: bought.clientOrderId }, undefined);
    await assert.rejects(
      signer.handle({ kind: "placeOrder", order: order({ quoteQuantity: "900" }) }),
      refusedAs("dayLimitReached"),
    );
    signer.stop();
  });

  test("the day's sum is given back only where the exchange proves that nothing was placed", async () => {
    const signer = openSigner(new FillingLog());
    await signer.start();
    const whole = () => signer.handle({ kind: "placeOrder", order: order({ quoteQuantity: "990" }) });
    orderAnswer = [400, { code: -2010, msg: "Account has insufficient balance for requested action." }];
    assert.equal((await whole()).status, 400);
    orderAnswer = [503, { code: -1008, msg: "busy" }];
    assert.equal((await whole()).status, 503);
    orderAnswer = [200, { status: "FILLED" }];
    await assert.rejects(whole(), refusedAs("dayLimitReached"));
    signer.stop();
  });

  test("threats 10 withdraw-capable key: a key that gains a right while the signer runs buys nothing more, and still sells", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const log = new FillingLog();
    const signer = openSigner(log);
    await signer.start();
    rights = { ...RIGHTS, enableWithdrawals: true };
    context.mock.timers.tick(6 * 3_600_000);
    context.mock.timers.reset();
    const checks = () => log.refresh().filter(({ event }) => event === "key-checked").length;
    while (checks() < 2) await signer.handle({ kind: "balances" });
    rights = RIGHTS;
    await assert.rejects(signer.handle({ kind: "placeOrder", order: order() }), refusedAs("newRiskStopped"));
    assert.equal((await signer.handle({ kind: "placeOrder", order: order({ side: "sell" }) })).status, 200);
    signer.stop();
  });

  test("rights that could not be read for twelve hours stop buys", async () => {
    let nowMs = Date.now();
    const signer = openSigner(new FillingLog(), () => nowMs);
    await signer.start();
    nowMs += 12 * 3_600_000 + 1;
    await assert.rejects(signer.handle({ kind: "placeOrder", order: order() }), refusedAs("newRiskStopped"));
    signer.stop();
  });
});
