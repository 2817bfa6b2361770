/** From the settings files to what the engine is told about money. */
import type { Settings } from "../../config/settings.ts";
import { marketInfo } from "../../data/markets/markets.ts";
import type { MarketInfo } from "../../data/markets/market-info.ts";
import { engineErrors } from "../../engine/engine-errors.ts";
import type { EngineSettings } from "../../engine/engine-settings.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { FILL_CONVENTIONS, sizedAt } from "../../engine/fills/convention.ts";
import type { MarketRules } from "../../engine/market.ts";
import { symbolsOf } from "./candles.ts";

/** Part of an entry's cost that is held back on top of it: half a per cent covers most moves until the fill. */
const CASH_BUFFER = 0.005;

/** The exchange's rules for each symbol, with the settings' fees where they give any. */
export function marketsOf(
  settings: Settings,
  dataFolder: string,
): { rules: Map<string, MarketRules>; infos: MarketInfo[] } {
  const { backtest, exchange } = settings;
  const infos = symbolsOf(settings).map((symbol) => marketInfo(exchange.exchange, symbol, dataFolder));
  const rules = infos.map((info): [string, MarketRules] => [
    info.symbol,
    {
      kind: exchange.market,
      tickSize: info.tickSize,
      lotSize: info.lotSize,
      minQuantity: info.minQuantity,
      minNotional: info.minNotional,
      makerFeeRate: backtest.makerFeeRate ?? info.makerFeeRate,
      takerFeeRate: backtest.takerFeeRate ?? info.takerFeeRate,
    },
  ]);
  return { rules: new Map(rules), infos };
}

/** @throws CandlewrightError ENGINE_MIXED_QUOTES */
export function engineSettings(settings: Settings, infos: readonly MarketInfo[]): EngineSettings {
  const { backtest } = settings;
  const currencies = new Set(infos.map((info) => info.quote));
  if (currencies.size > 1)
    throw new CandlewrightError(engineErrors.mixedQuotes, { detail: `${[...currencies].join(", ")}.` });
  const convention = FILL_CONVENTIONS.get(backtest.fillConvention);
  if (convention === undefined)
    throw new Error(`fill convention ${backtest.fillConvention} passed the check of the settings`);
  return {
    startingCash: backtest.startingCash,
    currency: [...currencies][0],
    convention: sizedAt(convention, backtest.sizeAt),
    limits: settings.risk,
    slippageRate: backtest.slippageRate,
    spreadRate: backtest.spreadRate,
    cashBuffer: CASH_BUFFER,
  };
}
