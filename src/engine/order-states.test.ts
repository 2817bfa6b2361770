import assert from "node:assert/strict";
import { test } from "node:test";
import { CandlewrightError } from "./errors.ts";
import { Order } from "./order.ts";
import {
  countsAsExposure,
  isClosed,
  isCorrection,
  nextOrderState,
  ORDER_EVENTS,
  ORDER_STATES,
  ORDER_TRANSITIONS,
  type OrderEvent,
  type OrderState,
} from "./order-states.ts";

/** Every pair of state and event, written down once more by hand: a change of the table is a change of this list. */
const IMPOSSIBLE: Readonly<Record<OrderState, readonly OrderEvent[]>> = {
  created: ["accept", "partial_fill", "fill", "expire", "lose"],
  submitted: ["submit"],
  accepted: ["submit"],
  partially_filled: ["submit", "reject"],
  filled: ["submit", "reject"],
  cancelled: ["submit", "reject"],
  expired: ["submit", "reject"],
  rejected: ["submit"],
  unknown: ["submit"],
};

test("all 72 pairs of state and event are decided: legal or a defect", () => {
  let pairs = 0;
  for (const state of ORDER_STATES) {
    for (const event of ORDER_EVENTS) {
      pairs++;
      assert.equal(
        nextOrderState(state, event) === undefined,
        IMPOSSIBLE[state].includes(event),
        `${event} in ${state}`,
      );
    }
  }
  assert.equal(pairs, 72);
});

/** An order that has come to this state by the shortest way. */
function orderIn(wanted: OrderState): Order {
  const ways = new Map<OrderState, readonly OrderEvent[]>([["created", []]]);
  for (const [state, way] of ways)
    for (const event of ORDER_EVENTS) {
      const next = ORDER_TRANSITIONS[state][event];
      if (next !== undefined && !ways.has(next)) ways.set(next, [...way, event]);
    }
  const order = new Order();
  for (const event of ways.get(wanted) ?? []) order.apply(event);
  assert.equal(order.state, wanted);
  assert.equal(order.isClosed, isClosed(wanted));
  return order;
}

test("an order applies the table, and says what is impossible", () => {
  for (const state of ORDER_STATES) {
    for (const event of ORDER_EVENTS) {
      const order = orderIn(state);
      const next = ORDER_TRANSITIONS[state][event];
      if (next === undefined)
        assert.throws(
          () => order.apply(event),
          (error) => error instanceof CandlewrightError && error.code === "ENGINE_IMPOSSIBLE_ORDER_EVENT",
        );
      else {
        order.apply(event);
        assert.equal(order.state, next);
      }
    }
  }
});

test("an unknown outcome counts as exposure until the exchange ends it, and any evidence ends it", () => {
  assert.ok(countsAsExposure("unknown"));
  assert.ok(!isClosed("unknown"));
  for (const event of ["accept", "partial_fill", "fill", "cancel", "expire", "reject"] as const)
    assert.notEqual(nextOrderState("unknown", event), "unknown");
});

test("late evidence moves an order that was believed to be over, and is told apart as a correction", () => {
  assert.equal(nextOrderState("rejected", "accept"), "accepted");
  assert.equal(nextOrderState("rejected", "fill"), "filled");
  assert.equal(nextOrderState("cancelled", "fill"), "filled");
  assert.equal(nextOrderState("expired", "fill"), "filled");
  for (const state of ["cancelled", "expired", "rejected"] as const)
    assert.ok(isCorrection(state, "fill") && isCorrection(state, "partial_fill"));
  assert.ok(!isCorrection("accepted", "fill"));
  assert.ok(!isCorrection("filled", "fill"));
});

test("from every state an order can still reach its end", () => {
  for (const start of ORDER_STATES) {
    const seen = new Set<OrderState>([start]);
    for (const state of seen) for (const next of Object.values(ORDER_TRANSITIONS[state])) seen.add(next);
    assert.ok([...seen].some(isClosed), start);
  }
});
