import { EventEmitter } from "node:events";
import { Account } from "./account.ts";
import type { Clock } from "./clock.ts";
import { Market, type MarketOptions } from "./market.ts";
import { type Order, OrderRejected, type OrderRequest, type Trade } from "./orders.ts";
import { divideUnits, multiplyUnits, units } from "./units.ts";

interface ExchangeEvents {
  /** An order changed; `trade` is there where a fill did it. */
  order: [order: Order, trade: Trade | undefined];
}

/**
 * Accounts, markets and matching, without any venue's protocol. Deterministic: it moves only when an order comes or a price is set.
 * Depth is unlimited: an order fills whole at the best price of the other side, a resting limit at its own price.
 */
export class Exchange extends EventEmitter<ExchangeEvents> {
  readonly clock: Clock;
  readonly markets = new Map<string, Market>();
  readonly accounts = new Map<string, Account>();
  readonly orders = new Map<number, Order>();
  readonly trades: Trade[] = [];
  #lastOrderId = 0;
  #lastTradeId = 0;

  constructor(clock: Clock, markets: readonly MarketOptions[]) {
    super();
    this.clock = clock;
    for (const options of markets) {
      this.markets.set(`${options.base}-${options.quote}`, new Market(options, clock.now()));
    }
  }

  /** @param balances decimals by asset: `{ USDT: "1000" }` */
  openAccount(id: string, balances: Readonly<Record<string, string>>): Account {
    const account = new Account(id);
    for (const [asset, amount] of Object.entries(balances)) account.credit(asset, units(amount));
    this.accounts.set(id, account);
    return account;
  }

  /** Moves a market's mid price and fills or triggers what that reaches, oldest order first. */
  setPrice(marketName: string, mid: string): void {
    const market = this.#market(marketName);
    market.moveTo(units(mid), this.clock.now());
    for (const order of this.orders.values()) {
      if (order.market !== marketName || order.status !== "new") continue;
      const wasResting = order.triggered;
      if (!wasResting && isReached(order, market)) {
        order.triggered = true;
        order.updatedTimeMs = this.clock.now();
      }
      if (order.triggered) this.#match(order, market, wasResting);
    }
  }

  openOrders(accountId: string, marketName?: string): Order[] {
    return [...this.orders.values()].filter(
      (order) =>
        order.accountId === accountId &&
        order.status === "new" &&
        (marketName === undefined || order.market === marketName),
    );
  }

  /**
   * Takes an order: filled at once where it can be, else resting.
   * @throws OrderRejected; an order that was refused leaves no trace
   */
  place(request: OrderRequest): Order {
    const market = this.#market(request.market);
    if (market.status !== "trading") throw new OrderRejected("market-closed");
    const account = this.#account(request.accountId);
    const open = this.openOrders(request.accountId);
    if (open.some((order) => order.clientOrderId === request.clientOrderId)) {
      throw new OrderRejected("duplicate-open-order");
    }
    const quantity = request.quantity ?? divideUnits(request.quoteQuantity ?? 0n, market.mid);
    const rounded = quantity - (quantity % market.rules.stepSize);
    const now = this.clock.now();
    const order: Order = {
      ...request,
      quantity: request.quantity ?? rounded,
      orderId: this.#lastOrderId + 1,
      createdTimeMs: now,
      updatedTimeMs: now,
      status: "new",
      triggered: request.trigger === undefined,
      executedQuantity: 0n,
      executedQuote: 0n,
      lockedAsset: request.side === "buy" ? market.rules.quote : market.rules.base,
      lockedAmount: 0n,
    };
    if (order.trigger !== undefined && isReached(order, market)) throw new OrderRejected("would-trigger");
    if (order.postOnly && crosses(order, market)) throw new OrderRejected("would-match");
    const needed = order.side === "sell" ? order.quantity : multiplyUnits(buyPrice(order, market), order.quantity);
    if (account.free(order.lockedAsset) < needed) throw new OrderRejected("insufficient-balance");

    this.#lastOrderId = order.orderId;
    this.orders.set(order.orderId, order);
    account.lock(order.lockedAsset, needed);
    order.lockedAmount = needed;
    this.emit("order", order, undefined);
    if (order.triggered) this.#match(order, market, false);
    return order;
  }

  /** @returns false where the order is no longer open */
  cancel(order: Order): boolean {
    if (order.status !== "new") return false;
    this.#close(order, "cancelled");
    this.emit("order", order, undefined);
    return true;
  }

  #match(order: Order, market: Market, resting: boolean): void {
    if (!crosses(order, market)) {
      if (order.timeInForce !== "gtc") {
        this.#close(order, "expired");
        this.emit("order", order, undefined);
      }
      return;
    }
    const touch = order.side === "buy" ? market.ask : market.bid;
    const price = resting && order.limitPrice !== undefined ? order.limitPrice : touch;
    this.#fill(order, market, price, resting);
  }

  #fill(order: Order, market: Market, price: bigint, maker: boolean): void {
    const account = this.#account(order.accountId);
    const { base, quote, makerFeeRate, takerFeeRate } = market.rules;
    const quoteQuantity = multiplyUnits(price, order.quantity);
    const bought = order.side === "buy";
    const received = bought ? order.quantity : quoteQuantity;
    const fee = multiplyUnits(received, maker ? makerFeeRate : takerFeeRate);
    account.unlock(order.lockedAsset, order.lockedAmount);
    order.lockedAmount = 0n;
    const paid = bought ? quoteQuantity : order.quantity;
    if (account.free(order.lockedAsset) < paid) {
      // A triggered market buy can have become dearer than what was held back for it.
      this.#close(order, "expired");
      this.emit("order", order, undefined);
      return;
    }
    account.debit(order.lockedAsset, paid);
    account.credit(bought ? base : quote, received - fee);
    order.executedQuantity = order.quantity;
    order.executedQuote = quoteQuantity;
    order.status = "filled";
    order.updatedTimeMs = this.clock.now();
    market.mark(order.updatedTimeMs, order.quantity);
    this.#lastTradeId += 1;
    const trade: Trade = {
      tradeId: this.#lastTradeId,
      orderId: order.orderId,
      accountId: order.accountId,
      market: order.market,
      side: order.side,
      price,
      quantity: order.quantity,
      quoteQuantity,
      fee,
      feeAsset: bought ? base : quote,
      maker,
      timeMs: order.updatedTimeMs,
    };
    this.trades.push(trade);
    this.emit("order", order, trade);
  }

  #close(order: Order, status: "cancelled" | "expired"): void {
    this.#account(order.accountId).unlock(order.lockedAsset, order.lockedAmount);
    order.lockedAmount = 0n;
    order.status = status;
    order.updatedTimeMs = this.clock.now();
  }

  #market(name: string): Market {
    const market = this.markets.get(name);
    if (market === undefined) throw new OrderRejected("unknown-market");
    return market;
  }

  #account(id: string): Account {
    const account = this.accounts.get(id);
    if (account === undefined) throw new RangeError(`no account ${id}`);
    return account;
  }
}

function isReached(order: Order, market: Market): boolean {
  if (order.trigger === undefined) return true;
  return order.trigger.direction === "falls-to" ? market.mid <= order.trigger.price : market.mid >= order.trigger.price;
}

function crosses(order: Order, market: Market): boolean {
  if (order.limitPrice === undefined) return true;
  return order.side === "buy" ? order.limitPrice >= market.ask : order.limitPrice <= market.bid;
}

/** The price that a buy must have money for when it is placed. */
function buyPrice(order: Order, market: Market): bigint {
  return order.limitPrice ?? order.trigger?.price ?? market.ask;
}
