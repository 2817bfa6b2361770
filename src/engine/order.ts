/** An order: what was asked for, and how far it has come. */
import { CandlewrightError } from "./errors.ts";
import { engineErrors } from "./engine-errors.ts";
import { isClosed, nextStateNumber, ORDER_STATES, type OrderEvent, type OrderState } from "./order-states.ts";
import type { ExitReason } from "./result.ts";

export type OrderType = "market" | "limit" | "stop" | "stop_limit";

/** What the order is for: `entry` opens or adds, `exit` closes all of the sleeve's position, `resting` is one of a wanted set. */
export type OrderPurpose = "entry" | "exit" | "resting";

/**
 * The desk drafts an order, whoever asks for it fills the rest in, and from its submission on nobody changes what was asked
 * for. Numbers begin as fractions: a field that is declared and nothing else starts undefined, and V8 then boxes every
 * number that it is ever given.
 */
export class Order {
  /** 0 until it is submitted. */
  id = 0;
  sleeve = 0;
  purpose: OrderPurpose = "exit";
  type: OrderType = "market";
  /** 1 buys, -1 sells. */
  side: 1 | -1 = 1;
  /** Base currency, positive. NaN: to be sized at the fill. */
  quantity = 0.5;
  /** NaN where the type has none. */
  limitPrice = NaN;
  stopPrice = NaN;
  /** Instant of the decision, milliseconds UTC. */
  createdAt = 0.5;
  /** Instant from which it is cancelled if still open; Infinity: never. */
  expiresAt = 0.5;
  /** What the trade log says: the entry's reason, or the name of a resting order. */
  reason = "";
  exitReason: ExitReason = "signal";
  /** Cash held back for it. */
  reservedCash = 0.5;
  /** Signal's strength, for sizing at the fill. */
  strength = 0.5;
  /** Known at the decision, for sizing at the fill; NaN where the sizing rule needs none. */
  annualVolatility = NaN;
  /** Wanted amount instead of the sizing rule's; NaN: by the rule. */
  notional = NaN;
  /** Where the strategy wants the position's stop and target; NaN: nowhere. */
  wantedStop = NaN;
  wantedTarget = NaN;
  /** It can open or enlarge a position; the others only reduce one. */
  bringsRisk = false;
  filledQuantity = 0.5;
  /** Place of its state in `ORDER_STATES`: a number moves through the table faster than a text. */
  private stateNumber = 0;
  /** What was held back for it has been given back. */
  isReleased = false;
  /** A stop-limit whose stop has been touched rests as a limit order. */
  isTriggered = false;

  /** Makes it a new one: a market order that closes, with everything else blank. */
  draft(
    sleeve: number,
    side: 1 | -1,
    quantity: number,
    exitReason: ExitReason,
    reason: string,
    createdAt: number,
  ): void {
    this.id = 0;
    this.sleeve = sleeve;
    this.purpose = "exit";
    this.type = "market";
    this.side = side;
    this.quantity = quantity;
    this.limitPrice = NaN;
    this.stopPrice = NaN;
    this.createdAt = createdAt;
    this.expiresAt = Infinity;
    this.reason = reason;
    this.exitReason = exitReason;
    this.reservedCash = 0;
    this.strength = 1;
    this.annualVolatility = NaN;
    this.notional = NaN;
    this.wantedStop = NaN;
    this.wantedTarget = NaN;
    this.bringsRisk = false;
    this.filledQuantity = 0;
    this.stateNumber = 0;
    this.isReleased = false;
    this.isTriggered = false;
  }

  get state(): OrderState {
    return ORDER_STATES[this.stateNumber];
  }

  /** Nothing more is expected of it; late evidence is still taken. */
  get isClosed(): boolean {
    return CLOSED[this.stateNumber] === 1;
  }

  /**
   * Moves the order by the table of `order-states.ts`.
   * @throws CandlewrightError ENGINE_IMPOSSIBLE_ORDER_EVENT
   */
  apply(event: OrderEvent): void {
    const next = nextStateNumber(this.stateNumber, event);
    if (next < 0) {
      throw new CandlewrightError(engineErrors.impossibleOrderEvent, {
        detail: `Order ${this.id}: ${event} in state ${this.state}.`,
      });
    }
    this.stateNumber = next;
  }
}

const CLOSED = Uint8Array.from(ORDER_STATES, (state) => Number(isClosed(state)));
