/** The signer's own view of the exchange: its clock and its prices, read without the key and never taken from the bot. */
import { DECIMAL_PATTERN, parseDecimal } from "./decimal.ts";
import { SignerError } from "./errors.ts";
import type { MarketPrice } from "./order-policy.ts";
import type { Transport } from "./transport.ts";
import type { Venue } from "./venue.ts";

/** A price this old still serves, so that a burst of orders is not a burst of price requests. */
const MAX_PRICE_AGE_MS = 1_000;

interface CachedPrice {
  readonly price: MarketPrice;
  readonly readTimeMs: number;
}

export class ExchangeLink {
  readonly #venue: Venue;
  readonly #transport: Transport;
  readonly #now: () => number;
  readonly #prices = new Map<string, CachedPrice>();
  #offsetMs = 0;

  constructor(venue: Venue, transport: Transport, now: () => number) {
    this.#venue = venue;
    this.#transport = transport;
    this.#now = now;
  }

  /** The exchange's time, milliseconds UTC, as well as it is known here. */
  now(): number {
    return this.#now() + this.#offsetMs;
  }

  /** Sets our clock by the exchange's: half the round trip is taken for the way back. @throws SignerError when it can't be reached */
  async synchronize(): Promise<void> {
    const sentMs = this.#now();
    const answer = await this.#transport.send(this.#venue.timeRequest());
    const receivedMs = this.#now();
    const exchangeMs = this.#venue.readTime(answer.body);
    if (exchangeMs === undefined) return;
    this.#offsetMs = exchangeMs - (sentMs + receivedMs) / 2;
  }

  /** Forgets a symbol's price: the next one is read afresh. */
  forgetPrice(symbol: string): void {
    this.#prices.delete(symbol);
  }

  /** @throws SignerError `noMarketPrice` */
  async price(symbol: string): Promise<MarketPrice> {
    const cached = this.#prices.get(symbol);
    if (cached !== undefined && this.#now() - cached.readTimeMs <= MAX_PRICE_AGE_MS) return cached.price;
    const price = await this.#readPrice(symbol);
    this.#prices.set(symbol, { price, readTimeMs: this.#now() });
    return price;
  }

  async #readPrice(symbol: string): Promise<MarketPrice> {
    let body: string;
    try {
      const answer = await this.#transport.send(this.#venue.priceRequest(symbol));
      if (answer.status !== 200) throw new SignerError("noMarketPrice", `The exchange answered ${answer.status}.`);
      body = answer.body;
    } catch (error) {
      throw error instanceof SignerError && error.entry === "noMarketPrice" ? error : new SignerError("noMarketPrice");
    }
    const found = this.#venue.readPrice(body);
    if (found === undefined || !DECIMAL_PATTERN.test(found.bid) || !DECIMAL_PATTERN.test(found.ask)) {
      throw new SignerError("noMarketPrice", "The exchange's answer is not a price.");
    }
    const price = { bid: parseDecimal(found.bid), ask: parseDecimal(found.ask) };
    if (price.bid <= 0n || price.ask < price.bid)
      throw new SignerError("noMarketPrice", "One side of the book is empty.");
    return price;
  }
}
