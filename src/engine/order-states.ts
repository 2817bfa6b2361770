/**
 * The life of an order, as ONE table: the engine, live trading, the docs and the tests all read it.
 *
 * Two things set it apart. `unknown` is a state of its own: a request whose outcome is not proven is neither open nor
 * rejected, its exposure counts, and only evidence from the exchange ends it. And late evidence is always legal: a fill
 * that arrives for an order believed cancelled, expired or rejected is a fact, and moves the order (a *correction*).
 */

export const ORDER_STATES = [
  "created",
  "submitted",
  "accepted",
  "partially_filled",
  "filled",
  "cancelled",
  "expired",
  "rejected",
  "unknown",
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const ORDER_EVENTS = [
  /** The request is on its way; the intent is on disk. */
  "submit",
  /** The exchange has the order. */
  "accept",
  "partial_fill",
  /** The last fill: nothing is left. */
  "fill",
  "cancel",
  "expire",
  "reject",
  /** The outcome of a request is not known: time-out, lost connection, unreadable answer. */
  "lose",
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

type Transitions = Readonly<Partial<Record<OrderEvent, OrderState>>>;

export const ORDER_TRANSITIONS: Readonly<Record<OrderState, Transitions>> = Object.freeze({
  created: { submit: "submitted", cancel: "cancelled", reject: "rejected" },
  submitted: {
    accept: "accepted",
    partial_fill: "partially_filled",
    fill: "filled",
    cancel: "cancelled",
    expire: "expired",
    reject: "rejected",
    lose: "unknown",
  },
  accepted: {
    accept: "accepted",
    partial_fill: "partially_filled",
    fill: "filled",
    cancel: "cancelled",
    expire: "expired",
    reject: "rejected",
    lose: "unknown",
  },
  partially_filled: {
    accept: "partially_filled",
    partial_fill: "partially_filled",
    fill: "filled",
    cancel: "cancelled",
    expire: "expired",
    lose: "unknown",
  },
  unknown: {
    accept: "accepted",
    partial_fill: "partially_filled",
    fill: "filled",
    cancel: "cancelled",
    expire: "expired",
    reject: "rejected",
    lose: "unknown",
  },
  filled: {
    accept: "filled",
    partial_fill: "filled",
    fill: "filled",
    cancel: "filled",
    expire: "filled",
    lose: "filled",
  },
  cancelled: {
    accept: "cancelled",
    partial_fill: "cancelled",
    fill: "filled",
    cancel: "cancelled",
    expire: "cancelled",
    lose: "cancelled",
  },
  expired: {
    accept: "expired",
    partial_fill: "expired",
    fill: "filled",
    cancel: "expired",
    expire: "expired",
    lose: "expired",
  },
  rejected: {
    accept: "accepted",
    partial_fill: "partially_filled",
    fill: "filled",
    cancel: "cancelled",
    expire: "expired",
    reject: "rejected",
    lose: "rejected",
  },
});

/** Whether nothing more is expected of the order. Late evidence is still taken. */
export function isClosed(state: OrderState): boolean {
  return state === "filled" || state === "cancelled" || state === "expired" || state === "rejected";
}

/** Whether the order's open quantity must be counted as exposure. */
export function countsAsExposure(state: OrderState): boolean {
  return !isClosed(state);
}

/** The state after an event, or undefined where the event is impossible in this state (a defect, never ignored). */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState | undefined {
  return ORDER_TRANSITIONS[state][event];
}

/** The table once more by numbers (state * events + event, -1 for impossible): an order goes through it three times. */
const NUMBERED = Int8Array.from(
  ORDER_STATES.flatMap((state) =>
    ORDER_EVENTS.map((event) => {
      const next = nextOrderState(state, event);
      return next === undefined ? -1 : ORDER_STATES.indexOf(next);
    }),
  ),
);

/** `nextOrderState` by places in `ORDER_STATES`; -1 where the event is impossible. */
export function nextStateNumber(state: number, event: OrderEvent): number {
  return NUMBERED[state * ORDER_EVENTS.length + numberOfEvent(event)];
}

/** Place in `ORDER_EVENTS`, by comparisons: a search of the list is a call out of compiled code. */
function numberOfEvent(event: OrderEvent): number {
  switch (event) {
    case "submit":
      return 0;
    case "accept":
      return 1;
    case "partial_fill":
      return 2;
    case "fill":
      return 3;
    case "cancel":
      return 4;
    case "expire":
      return 5;
    case "reject":
      return 6;
    case "lose":
      return 7;
  }
}

/** Whether the event corrects a state that was believed to be final. */
export function isCorrection(state: OrderState, event: OrderEvent): boolean {
  if (!isClosed(state) || state === "filled") return false;
  const next = nextOrderState(state, event);
  return (next !== undefined && next !== state) || event === "partial_fill";
}
