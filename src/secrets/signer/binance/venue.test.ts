import assert from "node:assert/strict";
import { createSecretKey, generateKeyPairSync, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import { hostileMessages } from "../../../../test/support/hostile-messages.ts";
import { pinnedHosts } from "../hosts.ts";
import { type ExchangeRequest, readRequest } from "../requests.ts";
import type { Credential } from "../venue.ts";
import { PARAMETER_NAMES, signPayload } from "./canonical.ts";
import { judgeBinanceKey } from "./key-rights.ts";
import { binanceVenue } from "./venue.ts";

const NOW_MS = 1_700_000_000_000;
const HOST = pinnedHosts("binance", "live", 0).api;
const credential: Credential = { kind: "hmac-sha256", apiKey: "id", key: createSecretKey("secret", "utf8") };
const vectorsPath = join(import.meta.dirname, "../../../../../shared/data/oracles/binance_hmac_vectors.json");

test("signatures are those of Binance's documentation", {
  skip: existsSync(vectorsPath) ? false : "the recorded vectors are not on this machine",
}, () => {
  const document = JSON.parse(readFileSync(vectorsPath, "utf8")) as {
    secret_key: string;
    vectors: { payload: string; expected_hex: string }[];
  };
  const documented: Credential = { ...credential, key: createSecretKey(document.secret_key, "utf8") };
  for (const vector of document.vectors) assert.equal(signPayload(documented, vector.payload), vector.expected_hex);
});

test("an Ed25519 signature verifies under the public key", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const signature = signPayload({ kind: "ed25519", apiKey: "id", key: privateKey }, "timestamp=1");
  assert.ok(verify(null, Buffer.from("timestamp=1"), publicKey, Buffer.from(signature, "base64")));
});

test("an order is one form body, a query one query string, with time and window of the signer's own", () => {
  const order = { symbol: "BTC/USDT", side: "buy", type: "market", quantity: "1", clientOrderId: "a" } as const;
  const placed = binanceVenue.sign({ kind: "placeOrder", order }, credential, HOST, NOW_MS);
  assert.equal(placed.path, "/api/v3/order");
  assert.match(
    placed.body,
    /^symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&newClientOrderId=a&newOrderRespType=FULL&recvWindow=5000&timestamp=1700000000000&signature=[0-9a-f]{64}$/,
  );
  const asked = binanceVenue.sign({ kind: "openOrders", symbol: "BTC/USDT" }, credential, HOST, NOW_MS);
  assert.match(asked.path, /^\/api\/v3\/openOrders\?symbol=BTCUSDT&recvWindow=5000&timestamp=1700000000000&signature=/);
  assert.equal(asked.body, "");
});

const ROUTES = new Set([
  "POST /api/v3/order",
  "DELETE /api/v3/order",
  "GET /api/v3/order",
  "GET /api/v3/account",
  "GET /api/v3/openOrders",
  "GET /api/v3/myTrades",
  "GET /sapi/v1/account/apiRestrictions",
]);

test("threats 11 signing oracle: whatever is asked, what is signed can only reach seven routes and holds no parameter of a withdrawal", () => {
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
      signed += 1;
      const wire = binanceVenue.sign(request, credential, HOST, NOW_MS);
      const [path = "", query = ""] = wire.path.split("?");
      assert.ok(ROUTES.has(`${wire.method} ${path}`), `${wire.method} ${path}`);
      for (const part of (query + wire.body).split("&")) {
        const name = part.split("=")[0] ?? "";
        assert.ok(name === "signature" || PARAMETER_NAMES.some((known) => known === name), name);
      }
      for (const forbidden of ["coin=", "address=", "amount=", "network=", "asset=", "fromEmail=", "toEmail="]) {
        assert.ok(!`&${query}&${wire.body}`.includes(`&${forbidden}`), forbidden);
      }
    }),
    { numRuns: 3_000 },
  );
  // The generator must often get through, or the property says nothing.
  assert.ok(signed > 300, `only ${signed} were signed`);
});

const SAFE = {
  ipRestrict: true,
  createTime: 1,
  enableReading: true,
  enableSpotAndMarginTrading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  permitsUniversalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  enableVanillaOptions: false,
  enablePortfolioMarginTrading: false,
};

test("threats 10 withdraw-capable key: a key of Binance that can move money, or whose rights are not known, is refused", () => {
  const judge = (change: object) => judgeBinanceKey(JSON.stringify({ ...SAFE, ...change }), "trade").refusal?.error;
  assert.equal(judge({}), undefined);
  assert.equal(judge({ someNewRight: false }), undefined);
  for (const right of ["enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer"]) {
    for (const value of [true, "false", 1, null, undefined])
      assert.equal(judge({ [right]: value }), "keyCanMoveMoney", right);
  }
  for (const value of [true, "false", 0, null, {}]) assert.equal(judge({ someNewRight: value }), "keyUnknownRight");
  for (const right of ["enableMargin", "enableFutures", "enableVanillaOptions", "enablePortfolioMarginTrading"]) {
    assert.equal(judge({ [right]: true }), "keyTooPowerful");
  }
  assert.equal(judge({ enableSpotAndMarginTrading: false }), "keyCannotTrade");
  assert.equal(
    judgeBinanceKey(JSON.stringify({ ...SAFE, enableSpotAndMarginTrading: false }), "read").refusal,
    undefined,
  );
  for (const body of ["", "[]", "null", "<html>", '"x"']) {
    assert.equal(judgeBinanceKey(body, "trade").refusal?.error, "keyUnverified");
  }
});

test("an order ended unfilled where the matching engine says that nothing was executed", () => {
  const ended = (status: number, body: object) => binanceVenue.endedUnfilled(status, JSON.stringify(body));
  const cancelled = {
    status: "CANCELED",
    executedQty: "0.00000000",
    origClientOrderId: "a",
    clientOrderId: "cancel-1",
  };
  assert.equal(ended(200, cancelled), "a");
  assert.equal(ended(200, { status: "EXPIRED", executedQty: "0.0", clientOrderId: "b" }), "b");
  assert.equal(ended(200, { ...cancelled, executedQty: "0.00000001" }), undefined);
  assert.equal(ended(200, { ...cancelled, executedQty: 0 }), undefined);
  assert.equal(ended(200, { status: "NEW", executedQty: "0.00000000", clientOrderId: "c" }), undefined);
  assert.equal(ended(400, cancelled), undefined);
});

test("only answers that prove it count as not placed", () => {
  const proves = (status: number, code?: number, msg = "") =>
    binanceVenue.provesNotPlaced(status, code === undefined ? "<html>" : JSON.stringify({ code, msg }));
  assert.equal(proves(400, -1013), true);
  assert.equal(proves(400, -2010, "Account has insufficient balance for requested action."), true);
  assert.equal(proves(429, -1015), true);
  assert.equal(proves(400, -2010, "Duplicate order sent."), false);
  for (const code of [-1000, -1001, -1006, -1007, -1008]) assert.equal(proves(400, code), false);
  assert.equal(proves(503, -1013), false);
  assert.equal(proves(400), false);
  assert.equal(proves(200, -1013), false);
});
