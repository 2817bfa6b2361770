/** Requests to the signer as an attacker makes them: close enough to honest ones to get past a careless check. */
import * as fc from "fast-check";
import { type RequestKind, requestKinds } from "../../src/secrets/signer/requests.ts";

const REFERENCE = { symbol: "BTC/USDT", clientOrderId: "a-1" };
const SAMPLES: Readonly<Record<RequestKind, readonly object[]>> = {
  placeOrder: [
    { ...REFERENCE, side: "buy", type: "market", quantity: "1" },
    {
      ...REFERENCE,
      side: "sell",
      type: "stop-loss-limit",
      quantity: "1",
      price: "2",
      stopPrice: "3",
      timeInForce: "gtc",
    },
  ],
  cancelOrder: [REFERENCE],
  queryOrder: [REFERENCE, { symbol: "BTC/USDT", exchangeOrderId: "5" }],
  balances: [{}],
  openOrders: [{ symbol: "BTC/USDT" }, {}],
  trades: [{ symbol: "BTC/USDT", exchangeOrderId: "5", from: "7", startTimeMs: 1, endTimeMs: 2, limit: 3 }],
  keyPermissions: [{}],
  openUserStream: [{}],
};

/** Well-formed messages, of which most have one field replaced or added by something hostile. */
export function hostileMessages(): fc.Arbitrary<object> {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      "1&coin=USDT",
      "a&address=x",
      "../../sapi/v1/capital/withdraw/apply",
      "a%26coin=X",
      "limit",
      "0.5",
      5,
      null,
    ),
  );
  const name = fc.constantFrom(
    "symbol",
    "side",
    "type",
    "clientOrderId",
    "exchangeOrderId",
    "quantity",
    "price",
    "from",
    "coin",
  );
  return fc.constantFrom(...requestKinds).chain((request) =>
    fc
      .tuple(fc.constantFrom(...SAMPLES[request]), fc.option(fc.tuple(name, hostile), { freq: 3 }))
      .map(([sample, change]) => ({
        id: 1,
        request,
        ...sample,
        ...(change === null ? {} : { [change[0]]: change[1] }),
      })),
  );
}
