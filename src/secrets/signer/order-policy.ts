/**
 * The limits that the signer holds on its own, whatever the bot asks for. They bound what a thief can do with a bot that he has
 * taken over: which coins, how much, how fast, how far from the market.
 *
 * Caps count buys. A sell turns a coin into the quote currency and on spot can't exceed the holding, so it is only collared, and
 * whatever protects a position (a market sell, a stop) is not even that: a limit may never hold back a stop loss.
 */
import type { OrderPolicy } from "../envelope/policy.ts";
import { formatDecimal, multiplyDown, multiplyUp, ONE, parseDecimal } from "./decimal.ts";
import { SignerError } from "./errors.ts";
import type { OrderLedger } from "./order-ledger.ts";
import type { OrderRequest } from "./requests.ts";

/** The best prices of a symbol, as the signer itself read them from the exchange. */
export interface MarketPrice {
  readonly bid: bigint;
  readonly ask: bigint;
}

export class PolicyJudge {
  readonly #symbols: ReadonlySet<string>;
  readonly #maxOrder: bigint;
  readonly #maxDay: bigint;
  readonly #collar: bigint;
  readonly #maxPerMinute: number;

  /** @throws SignerError `badStart` where the symbols have more than one quote currency: the caps are in it, and two can't be added */
  constructor(policy: OrderPolicy) {
    const quotes = new Set(policy.symbols.map((symbol) => symbol.split("/")[1]));
    if (quotes.size > 1)
      throw new SignerError("badStart", `The policy mixes ${[...quotes].join(" and ")} as quote currency.`);
    this.#symbols = new Set(policy.symbols);
    this.#maxOrder = parseDecimal(policy.maxOrderNotional);
    this.#maxDay = parseDecimal(policy.maxDailyNotional);
    this.#collar = parseDecimal(policy.priceCollarFraction);
    this.#maxPerMinute = policy.maxOrdersPerMinute;
  }

  /** Can this order only be judged with the market's price? A market sell and a stop loss must not wait for one. */
  needsPrice(order: OrderRequest): boolean {
    return order.side === "buy" || (order.price !== undefined && !isStop(order));
  }

  /**
   * What needs neither price nor sums: judged first, before anything is asked of the exchange.
   * @throws SignerError `symbolNotAllowed`, `clientOrderIdUsed`, `unboundedBuy`
   */
  judgeIdentity(order: OrderRequest, ledger: OrderLedger): void {
    if (!this.#symbols.has(order.symbol)) throw new SignerError("symbolNotAllowed", `It is ${order.symbol}.`);
    if (ledger.hasId(order.clientOrderId)) throw new SignerError("clientOrderIdUsed", `It is ${order.clientOrderId}.`);
    // At market by quantity, a buy pays whatever the book asks, and a thief with a few offers of his own can be that book.
    const isBounded = order.side === "sell" || order.price !== undefined || order.quoteQuantity !== undefined;
    if (!isBounded) throw new SignerError("unboundedBuy");
  }

  /**
   * @param price undefined only where `needsPrice` says no
   * @returns what the buy is worth at most by its own terms, in the quote currency; undefined for a sell
   * @throws SignerError `outsideCollar`, `orderTooLarge`, `dayLimitReached`, `rateExceeded`
   */
  judge(order: OrderRequest, price: MarketPrice | undefined, ledger: OrderLedger, nowMs: number): bigint | undefined {
    if (order.side === "sell") {
      this.#collarSell(order, price);
      return undefined;
    }
    if (price === undefined) throw new SignerError("noMarketPrice");
    this.#collarBuy(order, price);
    const notional = buyNotional(order);
    if (notional > this.#maxOrder) throw tooMuch("orderTooLarge", notional, this.#maxOrder);
    const day = ledger.boughtToday(nowMs) + notional;
    if (day > this.#maxDay) throw tooMuch("dayLimitReached", day, this.#maxDay);
    if (ledger.buysInLastMinute(nowMs) >= this.#maxPerMinute) {
      throw new SignerError("rateExceeded", `At most ${this.#maxPerMinute} are allowed.`);
    }
    return notional;
  }

  /** No price of a buy may be above mid by more than the collar; a market buy is refused where the best offer itself is. */
  #collarBuy(order: OrderRequest, price: MarketPrice): void {
    const highest = multiplyDown(mid(price), ONE + this.#collar);
    const asked = order.type === "market" ? [price.ask] : [order.price, order.stopPrice].flatMap(parsed);
    for (const value of asked) if (value > highest) throw outside(value, "above", highest);
  }

  /** A limit sell may not be below mid by more than the collar; a stop's limit not below its own stop by more than that. */
  #collarSell(order: OrderRequest, price: MarketPrice | undefined): void {
    if (order.price === undefined) return;
    const limit = parseDecimal(order.price);
    let reference: bigint;
    if (isStop(order)) reference = parseDecimal(order.stopPrice ?? "0");
    else if (price === undefined) throw new SignerError("noMarketPrice");
    else reference = mid(price);
    const lowest = multiplyUp(reference, ONE - this.#collar);
    if (limit < lowest) throw outside(limit, "below", lowest);
  }
}

function isStop(order: OrderRequest): boolean {
  return order.type === "stop-loss" || order.type === "stop-loss-limit";
}

function mid(price: MarketPrice): bigint {
  return (price.bid + price.ask) / 2n;
}

function parsed(text: string | undefined): bigint[] {
  return text === undefined ? [] : [parseDecimal(text)];
}

/** What a buy costs at most, whatever the book does: the amount that it names itself, or its quantity at its limit. */
function buyNotional({ quoteQuantity, quantity, price }: OrderRequest): bigint {
  if (quoteQuantity !== undefined) return parseDecimal(quoteQuantity);
  if (quantity === undefined || price === undefined) throw new SignerError("unboundedBuy");
  return multiplyUp(parseDecimal(quantity), parseDecimal(price));
}

function tooMuch(error: "orderTooLarge" | "dayLimitReached", found: bigint, limit: bigint): SignerError {
  return new SignerError(error, `It would be ${formatDecimal(found)}; the limit is ${formatDecimal(limit)}.`);
}

function outside(found: bigint, where: "above" | "below", limit: bigint): SignerError {
  return new SignerError("outsideCollar", `${formatDecimal(found)} is ${where} ${formatDecimal(limit)}.`);
}
