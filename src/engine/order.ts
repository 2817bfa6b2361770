/** An order: what was asked for, and how far it has come. */
import { CandlewrightError } from "./errors.ts";
import { engineErrors } from "./engine-errors.ts";
import { nextOrderState, type OrderEvent, type OrderState } from "./order-states.ts";
import type { ExitReason } from "./result.ts";

export type OrderType = "market" | "limit" | "stop" | "stop_limit";

/** What the order is for: `entry` opens or adds, `exit` closes all of the sleeve's position, `resting` is one of a wanted set. */
export type OrderPurpose = "entry" | "exit" | "resting";

/** What is asked for. The desk keeps one, which is filled anew for each order. */
export interface OrderRequest {
  sleeve: number;
  purpose: OrderPurpose;
  type: OrderType;
  /** 1 buys, -1 sells. */
  side: 1 | -1;
  /** Base currency, positive. NaN: to be sized at the fill. */
  quantity: number;
  /** NaN where the type has none. */
  limitPrice: number;
  stopPrice: number;
  /** Instant of the decision, milliseconds UTC. */
  createdAt: number;
  /** Instant from which it is cancelled if still open; Infinity: never. */
  expiresAt: number;
  /** What the trade log says: the entry's reason, or the name of a resting order. */
  reason: string;
  exitReason: ExitReason;
  /** Cash held back for it. */
  reservedCash: number;
  /** Signal's strength, for sizing at the fill. */
  strength: number;
  /** Known at the decision, for sizing at the fill; NaN where the sizing rule needs none. */
  annualVolatility: number;
  /** Wanted amount instead of the sizing rule's; NaN: by the rule. */
  notional: number;
  /** Where the strategy wants the position's stop and target; NaN: nowhere. */
  wantedStop: number;
  wantedTarget: number;
}

/**
 * The desk makes an order with `begin`, and nobody else changes what was asked for. Its numbers begin as fractions: a field
 * that is declared and nothing else starts undefined, and V8 then boxes every number that it is ever given.
 */
export class Order {
  id = 0;
  sleeve = 0;
  purpose: OrderPurpose = "exit";
  type: OrderType = "market";
  side: 1 | -1 = 1;
  limitPrice = NaN;
  stopPrice = NaN;
  createdAt = 0.5;
  expiresAt = 0.5;
  reason = "";
  exitReason: ExitReason = "signal";
  strength = 0.5;
  annualVolatility = NaN;
  notional = NaN;
  wantedStop = NaN;
  wantedTarget = NaN;
  /** It can open or enlarge a position; the others only reduce one. */
  bringsRisk = false;
  quantity = 0.5;
  reservedCash = 0.5;
  filledQuantity = 0.5;
  state: OrderState = "created";
  /** What was held back for it has been given back. */
  isReleased = false;
  /** A stop-limit whose stop has been touched rests as a limit order. */
  isTriggered = false;

  begin(id: number, request: Readonly<OrderRequest>): void {
    this.id = id;
    this.sleeve = request.sleeve;
    this.purpose = request.purpose;
    this.type = request.type;
    this.side = request.side;
    this.limitPrice = request.limitPrice;
    this.stopPrice = request.stopPrice;
    this.createdAt = request.createdAt;
    this.expiresAt = request.expiresAt;
    this.reason = request.reason;
    this.exitReason = request.exitReason;
    this.strength = request.strength;
    this.annualVolatility = request.annualVolatility;
    this.notional = request.notional;
    this.wantedStop = request.wantedStop;
    this.wantedTarget = request.wantedTarget;
    this.bringsRisk = request.purpose === "entry" || request.reservedCash > 0;
    this.quantity = request.quantity;
    this.reservedCash = request.reservedCash;
    this.filledQuantity = 0;
    this.state = "created";
    this.isReleased = false;
    this.isTriggered = false;
  }

  /**
   * Moves the order by the table of `order-states.ts`.
   * @throws CandlewrightError ENGINE_IMPOSSIBLE_ORDER_EVENT
   */
  apply(event: OrderEvent): void {
    const next = nextOrderState(this.state, event);
    if (next === undefined) {
      throw new CandlewrightError(engineErrors.impossibleOrderEvent, {
        detail: `Order ${this.id}: ${event} in state ${this.state}.`,
      });
    }
    this.state = next;
  }
}
