import { refuse } from "./errors.ts";

export interface RateLimits {
  readonly weightPerMinute: number;
  readonly ordersPerTenSeconds: number;
  readonly ordersPerDay: number;
}

export const BINANCE_LIMITS: RateLimits = { weightPerMinute: 6_000, ordersPerTenSeconds: 50, ordersPerDay: 160_000 };

const MINUTE_MS = 60_000;
const TEN_SECONDS_MS = 10_000;
const DAY_MS = 86_400_000;

/** A counter over fixed windows that begin on whole multiples of their length, as Binance's do. */
class WindowCounter {
  readonly #windowMs: number;
  #startMs = 0;
  #count = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(amount: number, nowMs: number): number {
    const startMs = nowMs - (nowMs % this.#windowMs);
    if (startMs !== this.#startMs) {
      this.#startMs = startMs;
      this.#count = 0;
    }
    this.#count += amount;
    return this.#count;
  }
}

/** Request weight per remote address, order counts per account; what they say goes out as headers. */
export class RateMeter {
  readonly #limits: RateLimits;
  readonly #weights = new Map<string, WindowCounter>();
  readonly #orders = new Map<string, { readonly tenSeconds: WindowCounter; readonly day: WindowCounter }>();

  constructor(limits: RateLimits = BINANCE_LIMITS) {
    this.#limits = limits;
  }

  /** @returns the weight used in this minute. @throws BinanceRefusal -1003 beyond the limit */
  useWeight(address: string, weight: number, nowMs: number): number {
    let counter = this.#weights.get(address);
    if (counter === undefined) this.#weights.set(address, (counter = new WindowCounter(MINUTE_MS)));
    const used = counter.add(weight, nowMs);
    if (used > this.#limits.weightPerMinute) {
      throw refuse.tooManyRequests(Math.ceil((MINUTE_MS - (nowMs % MINUTE_MS)) / 1_000));
    }
    return used;
  }

  /** @returns the headers of an accepted order. @throws BinanceRefusal -1015 beyond a limit */
  countOrder(accountId: string, nowMs: number): Record<string, string> {
    let counters = this.#orders.get(accountId);
    if (counters === undefined) {
      counters = { tenSeconds: new WindowCounter(TEN_SECONDS_MS), day: new WindowCounter(DAY_MS) };
      this.#orders.set(accountId, counters);
    }
    const tenSeconds = counters.tenSeconds.add(1, nowMs);
    const day = counters.day.add(1, nowMs);
    if (tenSeconds > this.#limits.ordersPerTenSeconds || day > this.#limits.ordersPerDay) throw refuse.tooManyOrders();
    return { "X-MBX-ORDER-COUNT-10S": String(tenSeconds), "X-MBX-ORDER-COUNT-1D": String(day) };
  }

  describe(): object[] {
    const limit = (rateLimitType: string, interval: string, intervalNum: number, max: number) => ({
      rateLimitType,
      interval,
      intervalNum,
      limit: max,
    });
    return [
      limit("REQUEST_WEIGHT", "MINUTE", 1, this.#limits.weightPerMinute),
      limit("ORDERS", "SECOND", 10, this.#limits.ordersPerTenSeconds),
      limit("ORDERS", "DAY", 1, this.#limits.ordersPerDay),
    ];
  }
}
