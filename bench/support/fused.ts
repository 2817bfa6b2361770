/**
 * The yardstick: the EMA crossover with stop and target as a person would write it by hand for this one purpose, in one
 * loop without orders, risk rules or trade log. Called in chunks, since V8 never optimises one endless loop well.
 */
import type { CandleColumns } from "../../src/engine/candles.ts";

export interface FusedRules {
  readonly fast: number;
  readonly slow: number;
  readonly stopLoss: number;
  readonly takeProfit: number;
  readonly feeRate: number;
  /** Share of the equity that an entry is worth at the close on which it is decided. */
  readonly share: number;
  readonly startingCash: number;
}

export interface FusedResult {
  readonly trades: number;
  readonly finalEquity: number;
  /** Equity at the close of each candle. */
  readonly curve: Float64Array;
}

const CHUNK = 2048;

class FusedCrossover {
  cash: number;
  quantity = 0;
  trades = 0;
  private readonly rules: FusedRules;
  private fast: number;
  private slow: number;
  private stop = 0.5;
  private target = 0.5;
  /** Bought at the next open; 0: nothing. */
  private wanted = 0;
  private isLeaving = false;

  constructor(rules: FusedRules, firstClose: number) {
    this.rules = rules;
    this.cash = rules.startingCash;
    this.fast = firstClose;
    this.slow = firstClose;
  }

  /** Candles `from` to `to - 1`; the first candle of all has seeded the averages. */
  run({ open, high, low, close }: CandleColumns, from: number, to: number, curve: Float64Array): void {
    const { stopLoss, takeProfit, feeRate, share } = this.rules;
    const alphaFast = 2 / (this.rules.fast + 1);
    const alphaSlow = 2 / (this.rules.slow + 1);
    let { fast, slow, cash, quantity, stop, target, wanted, isLeaving, trades } = this;
    for (let i = from; i < to; i++) {
      const opening = open[i];
      if (isLeaving) {
        cash += quantity * opening * (1 - feeRate);
        quantity = 0;
        isLeaving = false;
        trades++;
      }
      if (wanted !== 0) {
        quantity = wanted;
        wanted = 0;
        cash -= quantity * opening * (1 + feeRate);
        stop = opening * (1 - stopLoss);
        target = opening * (1 + takeProfit);
      }
      if (quantity !== 0) {
        let price = 0;
        if (opening <= stop || opening >= target) price = opening;
        else if (low[i] <= stop) price = stop;
        else if (high[i] > target) price = target;
        if (price !== 0) {
          cash += quantity * price * (1 - feeRate);
          quantity = 0;
          trades++;
        }
      }
      const price = close[i];
      curve[i] = cash + quantity * price;
      const wasAbove = fast > slow;
      const wasBelow = fast < slow;
      fast += alphaFast * (price - fast);
      slow += alphaSlow * (price - slow);
      if (fast > slow) {
        if (!wasAbove && quantity === 0) wanted = (cash * share) / price;
      } else if (fast < slow && !wasBelow && quantity !== 0) isLeaving = true;
    }
    this.fast = fast;
    this.slow = slow;
    this.cash = cash;
    this.quantity = quantity;
    this.stop = stop;
    this.target = target;
    this.wanted = wanted;
    this.isLeaving = isLeaving;
    this.trades = trades;
  }
}

export function fusedCrossover(candles: CandleColumns, rules: FusedRules): FusedResult {
  const loop = new FusedCrossover(rules, candles.close[0]);
  const curve = new Float64Array(candles.length);
  curve[0] = rules.startingCash;
  for (let from = 1; from < candles.length; from += CHUNK)
    loop.run(candles, from, Math.min(from + CHUNK, candles.length), curve);
  return { trades: loop.trades, finalEquity: curve[candles.length - 1], curve };
}
