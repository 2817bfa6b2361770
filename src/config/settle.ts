/** From checked file contents to the settings that the program uses. */
import type { z } from "zod";
import { FILL_CONVENTIONS } from "../engine/fills/convention.ts";
import type { AddingRules, ProtectionRules, RiskLimits, SizingRule } from "../engine/limits.ts";
import { MINUTE_MS } from "../engine/timeframe.ts";
import type { backtestSchema } from "./backtest-schema.ts";
import type { exchangeSchema } from "./exchange-schema.ts";
import type { riskSchema } from "./risk-schema.ts";
import type { BacktestSettings, ExchangeSettings } from "./settings.ts";
import type { SharedParameters } from "./shared-parameters.ts";
import type { sizingSchema } from "./sizing-schema.ts";

export function exchangeSettings(input: z.infer<typeof exchangeSchema>): ExchangeSettings {
  return {
    exchange: input.exchange,
    testMode: input.test_mode,
    maxOrdersPerMinute: input.max_orders_per_minute,
    market: input.market,
  };
}

export function riskSettings(input: z.infer<typeof riskSchema>, exchange: ExchangeSettings): RiskLimits {
  return {
    maxOpenPositions: input.max_open_positions,
    maxExposurePerSymbol: input.max_exposure_per_symbol,
    maxTotalExposure: input.max_total_exposure,
    maxDailyLoss: input.max_daily_loss,
    maxDrawdown: input.max_drawdown,
    cooldownCandlesAfterStop: input.cooldown_candles_after_stop,
    maxOrdersPerMinute: Math.min(input.max_orders_per_minute ?? Infinity, exchange.maxOrdersPerMinute),
  };
}

export function backtestSettings(input: z.infer<typeof backtestSchema>): BacktestSettings {
  return {
    startingCash: input.starting_cash,
    makerFeeRate: input.maker_fee_rate,
    takerFeeRate: input.taker_fee_rate,
    slippageRate: input.slippage_rate,
    spreadRate: input.spread_rate,
    fillConvention: input.fill_convention,
    sizeAt: input.size_at ?? FILL_CONVENTIONS.get(input.fill_convention)?.sizeAt ?? "decision",
    startTime: input.from === undefined ? undefined : Date.parse(input.from),
    endTime: input.to === undefined ? undefined : Date.parse(input.to),
  };
}

export function protectionSettings(input: SharedParameters): ProtectionRules {
  return {
    stopLoss: input.stop_loss_pct,
    takeProfit: input.take_profit_pct,
    trailingStop: input.trailing_stop_pct,
    trailingOffset: input.trailing_offset_pct ?? 0,
    breakEvenAfter: input.break_even_after_pct,
    timeStopCandles: input.time_stop_candles,
    minimalRoi: Object.entries(input.minimal_roi ?? {})
      .map(([minutes, profitFraction]) => ({ afterMs: Number(minutes) * MINUTE_MS, profitFraction }))
      .sort((a, b) => a.afterMs - b.afterMs),
  };
}

export function addingSettings(input: SharedParameters): AddingRules {
  return {
    maxEntries: input.max_entries ?? 1,
    addStep: input.add_step_pct ?? 0,
    addSizeFactor: input.add_size_factor ?? 1,
  };
}

export function sizingSettings(input: z.infer<typeof sizingSchema>): SizingRule {
  if (input.rule === "fraction_of_equity") return { rule: input.rule };
  if (input.rule === "fixed_amount") return { rule: input.rule, amount: input.amount };
  if (input.rule === "risk_per_trade") return { rule: input.rule, riskFraction: input.risk_pct };
  return { rule: input.rule, annualVolatility: input.annual_volatility, lookbackCandles: input.lookback_candles };
}
