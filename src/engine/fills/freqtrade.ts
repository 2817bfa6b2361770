/**
 * How freqtrade's backtest closes a position inside a candle. Its rules differ from a bracket: the trailing stop moves
 * with the same candle's high before it is tested, and the order is stop, minimal ROI, trailing stop.
 * Source: freqtrade's documentation ("Assumptions made by backtesting") and the rules recorded with its own test cases.
 */
import type { ProtectionRules } from "../limits.ts";
import type { ExitReason } from "../result.ts";
import { MINUTE_MS } from "../timeframe.ts";

export interface FreqtradePosition {
  readonly direction: 1 | -1;
  readonly entryPrice: number;
  /** Open time of the entry's candle. */
  readonly entryTime: number;
  /** NaN: none. */
  stop: number;
  isTrailing: boolean;
}

export interface FreqtradeCandle {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface FreqtradeExit {
  readonly price: number;
  readonly reason: ExitReason;
}

/** freqtrade compares profits rounded to 8 decimals: 5500 / 5000 - 1 is not above 0.1. */
function rounded(profit: number): number {
  return Math.round(profit * 1e8) / 1e8;
}

/** Moves the trailing stop with this candle's best price, unless the candle has already reached the stop. */
function trail(position: FreqtradePosition, candle: FreqtradeCandle, rules: ProtectionRules): void {
  if (rules.trailingStop === undefined) return;
  const { direction, entryPrice } = position;
  const worst = direction === 1 ? candle.low : candle.high;
  const best = direction === 1 ? candle.high : candle.low;
  if (!(direction * position.stop < direction * worst)) return;
  const profit = direction * (best / entryPrice - 1);
  if (rules.trailsFromOffsetOnly === true && profit < rules.trailingOffset) return;
  const usesPositive = rules.trailingStopPositive !== undefined && profit > rules.trailingOffset;
  const distance = usesPositive ? (rules.trailingStopPositive ?? 0) : rules.trailingStop;
  const stop = best * (1 - direction * distance);
  if (direction * stop > direction * position.stop) {
    position.stop = stop;
    position.isTrailing = true;
  }
}

function stopPrice(position: FreqtradePosition, candle: FreqtradeCandle, rules: ProtectionRules): number {
  const { direction, stop } = position;
  const worst = direction === 1 ? candle.low : candle.high;
  const best = direction === 1 ? candle.high : candle.low;
  if (position.isTrailing && candle.openTime === position.entryTime) {
    const fromOffset = rules.trailsFromOffsetOnly === true && rules.trailingStopPositive !== undefined;
    const price = fromOffset
      ? candle.open * (1 + direction * rules.trailingOffset - direction * (rules.trailingStopPositive ?? 0))
      : candle.open * (1 - direction * Math.abs(stop / best - 1));
    return direction === 1 ? Math.max(price, candle.low) : Math.min(price, candle.high);
  }
  if (direction * stop > direction * best) return candle.open;
  return direction * stop < direction * worst ? NaN : stop;
}

function roiExit(position: FreqtradePosition, candle: FreqtradeCandle, rules: ProtectionRules): number {
  const { direction, entryPrice } = position;
  const ageMs = candle.openTime - position.entryTime;
  let step: { afterMs: number; profitFraction: number } | undefined;
  for (const candidate of rules.minimalRoi) if (candidate.afterMs <= ageMs) step = candidate;
  if (step === undefined) return NaN;
  const best = direction === 1 ? candle.high : candle.low;
  const isWholeHour = (step.afterMs / MINUTE_MS) % 60 === 0;
  if (!(rounded(direction * (best / entryPrice - 1)) > step.profitFraction)) return NaN;
  if (step.profitFraction === -1 && isWholeHour) return candle.open;
  const target = entryPrice * (1 + direction * step.profitFraction);
  if (step.afterMs > 0 && ageMs === step.afterMs && isWholeHour && direction * candle.open > direction * target)
    return candle.open;
  const fellFirst =
    direction * candle.open > direction * candle.close &&
    direction * entryPrice < direction * candle.open &&
    direction * target > direction * candle.close;
  if (ageMs === 0 && fellFirst) return NaN;
  return Math.min(Math.max(target, candle.low), candle.high);
}

/**
 * Tests one candle, moving the position's stop on the way.
 * @returns the exit, or undefined
 */
export function freqtradeExit(
  position: FreqtradePosition,
  candle: FreqtradeCandle,
  rules: ProtectionRules,
): FreqtradeExit | undefined {
  trail(position, candle, rules);
  const { direction } = position;
  const worst = direction === 1 ? candle.low : candle.high;
  const isStopReached = direction * position.stop >= direction * worst;
  if (isStopReached && !position.isTrailing) return { price: stopPrice(position, candle, rules), reason: "stop_loss" };
  const roi = roiExit(position, candle, rules);
  if (roi === roi) return { price: roi, reason: "minimal_roi" };
  if (isStopReached) return { price: stopPrice(position, candle, rules), reason: "trailing_stop" };
  return undefined;
}
