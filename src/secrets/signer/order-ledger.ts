/**
 * What was sent before: used client order ids, today's buys, the rate of buys. It is rebuilt from the audit log at every start, so
 * that neither a crash nor a restart gives anyone a fresh day or a used id.
 */
import type { AuditDetails, AuditEntry } from "../envelope/audit-log.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import type { OrderRequest } from "./requests.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The events that the ledger reads back. */
export const ORDER_SENT = "order-sent";
export const ORDER_NOT_PLACED = "order-not-placed";
export const ORDER_UNFILLED = "order-unfilled";

interface Buy {
  readonly timeMs: number;
  readonly notional: bigint;
}

/** What one order leaves in the audit log. Without a notional, it was a sell. */
export function orderDetails(order: OrderRequest, notional: bigint | undefined): AuditDetails {
  const { clientOrderId, symbol, side, type, quantity, quoteQuantity, price, stopPrice } = order;
  const amounts = { quantity, quoteQuantity, price, stopPrice };
  const given = Object.entries(amounts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const worth = notional === undefined ? {} : { notional: formatDecimal(notional) };
  return { id: clientOrderId, symbol, side, type, ...Object.fromEntries(given), ...worth };
}

export class OrderLedger {
  readonly #ids = new Set<string>();
  /** Buys of the present day and of the last minute, by client order id, oldest first. */
  readonly #buys = new Map<string, Buy>();

  constructor(entries: readonly AuditEntry[]) {
    for (const entry of entries) this.apply(entry);
  }

  /** Takes over one entry of the audit log. Entries without meaning here are passed over. */
  apply(entry: AuditEntry): void {
    const id = String(entry.details["id"]);
    if (entry.event === ORDER_NOT_PLACED || entry.event === ORDER_UNFILLED) this.#forgive(id);
    if (entry.event !== ORDER_SENT) return;
    this.#ids.add(id);
    const notional = entry.details["notional"];
    if (typeof notional !== "string") return;
    this.#buys.set(id, { timeMs: Date.parse(entry.time), notional: parseDecimal(notional) });
  }

  /** Takes an id out of use where the log could not say so. */
  use(clientOrderId: string): void {
    this.#ids.add(clientOrderId);
  }

  hasId(clientOrderId: string): boolean {
    return this.#ids.has(clientOrderId);
  }

  /** The worth of all buys of this UTC day, in the quote currency. A buy counts from when it was sent; only proof that it bought nothing takes it back. */
  boughtToday(nowMs: number): bigint {
    this.#forget(nowMs);
    const dayStartMs = nowMs - (nowMs % DAY_MS);
    let sum = 0n;
    for (const buy of this.#buys.values()) if (buy.timeMs >= dayStartMs) sum += buy.notional;
    return sum;
  }

  buysInLastMinute(nowMs: number): number {
    let count = 0;
    for (const buy of this.#buys.values()) if (buy.timeMs > nowMs - MINUTE_MS) count += 1;
    return count;
  }

  /** Gives the buy's room in the day back. It still counts for the rate, and its id stays used. */
  #forgive(id: string): void {
    const buy = this.#buys.get(id);
    if (buy !== undefined) this.#buys.set(id, { timeMs: buy.timeMs, notional: 0n });
  }

  /** Drops buys that neither the day nor the minute needs any more. */
  #forget(nowMs: number): void {
    const neededFromMs = Math.min(nowMs - (nowMs % DAY_MS), nowMs - MINUTE_MS);
    for (const [id, buy] of this.#buys) {
      if (buy.timeMs >= neededFromMs) return;
      this.#buys.delete(id);
    }
  }
}
