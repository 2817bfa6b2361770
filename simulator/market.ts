import { ONE, units } from "./units.ts";

export type MarketStatus = "trading" | "halted" | "cancel-only";

/** What a market is and what its venue allows; all amounts in 1e-8 units (units.ts). */
export interface MarketRules {
  readonly base: string;
  readonly quote: string;
  readonly tickSize: bigint;
  readonly stepSize: bigint;
  readonly minQuantity: bigint;
  readonly maxQuantity: bigint;
  /** Smallest price times quantity of an order. */
  readonly minNotional: bigint;
  /** A limit price may lie between mid divided and mid multiplied by this. */
  readonly priceBandFactor: bigint;
  readonly takerFeeRate: bigint;
  readonly makerFeeRate: bigint;
}

export interface MarketOptions {
  readonly base: string;
  readonly quote: string;
  /** The first mid price, a decimal: "50000". */
  readonly mid: string;
  /** Distance from mid to each side's best price, as a fraction of mid: "0.0001". */
  readonly halfSpread?: string;
  readonly rules?: Partial<Omit<MarketRules, "base" | "quote">>;
}

/** One candle of one minute; prices and volume in units. */
export interface MinuteCandle {
  readonly openTimeMs: number;
  readonly open: bigint;
  high: bigint;
  low: bigint;
  close: bigint;
  volume: bigint;
  trades: number;
}

const MINUTE_MS = 60_000;

const DEFAULT_RULES = {
  tickSize: units("0.01"),
  stepSize: units("0.00001"),
  minQuantity: units("0.00001"),
  maxQuantity: units("9000"),
  minNotional: units("5"),
  priceBandFactor: 5n * ONE,
  takerFeeRate: units("0.001"),
  makerFeeRate: units("0.001"),
} satisfies Omit<MarketRules, "base" | "quote">;

/** A market with one mid price and unlimited depth at its two sides. Its candles are made from the prices it had and the trades it saw. */
export class Market {
  readonly rules: MarketRules;
  readonly candles: MinuteCandle[] = [];
  status: MarketStatus = "trading";
  mid: bigint;
  readonly #halfSpread: bigint;

  constructor(options: MarketOptions, nowMs: number) {
    this.rules = { ...DEFAULT_RULES, ...options.rules, base: options.base, quote: options.quote };
    this.mid = units(options.mid);
    this.#halfSpread = units(options.halfSpread ?? "0");
    this.mark(nowMs, 0n);
  }

  get bid(): bigint {
    return this.mid - (this.mid * this.#halfSpread) / ONE;
  }

  get ask(): bigint {
    return this.mid + (this.mid * this.#halfSpread) / ONE;
  }

  moveTo(mid: bigint, nowMs: number): void {
    this.mid = mid;
    this.mark(nowMs, 0n);
  }

  /** Writes the present price, and what was traded at it, into the candle of this minute. */
  mark(nowMs: number, volume: bigint): void {
    const openTimeMs = nowMs - (nowMs % MINUTE_MS);
    let candle = this.candles.at(-1);
    if (candle === undefined || candle.openTimeMs !== openTimeMs) {
      candle = { openTimeMs, open: this.mid, high: this.mid, low: this.mid, close: this.mid, volume: 0n, trades: 0 };
      this.candles.push(candle);
    }
    if (this.mid > candle.high) candle.high = this.mid;
    if (this.mid < candle.low) candle.low = this.mid;
    candle.close = this.mid;
    candle.volume += volume;
    if (volume > 0n) candle.trades += 1;
  }
}

/** Candles of a whole number of minutes; a minute without a price makes no candle, a longer candle holds those it has. */
export function aggregateCandles(candles: readonly MinuteCandle[], minutes: number): MinuteCandle[] {
  const periodMs = minutes * MINUTE_MS;
  const result: MinuteCandle[] = [];
  for (const candle of candles) {
    const openTimeMs = candle.openTimeMs - (candle.openTimeMs % periodMs);
    const last = result.at(-1);
    if (last === undefined || last.openTimeMs !== openTimeMs) {
      result.push({ ...candle, openTimeMs });
      continue;
    }
    if (candle.high > last.high) last.high = candle.high;
    if (candle.low < last.low) last.low = candle.low;
    last.close = candle.close;
    last.volume += candle.volume;
    last.trades += candle.trades;
  }
  return result;
}
