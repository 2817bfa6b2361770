/**
 * Rules of common markets, shipped so that everything but a download works offline. Taken from the exchanges' public
 * rules as known on the day below; `candlewright data download` refreshes them, and every report shows their age.
 * Fees are those of an account without discounts and without volume; Coinbase's lowest tier is the dearest.
 */
import type { FeeRates } from "./market-info.ts";

export const SHIPPED_AS_OF = "2025-06-01";

export const SHIPPED_FEES: Readonly<Record<string, FeeRates>> = {
  binance: { makerFeeRate: 0.001, takerFeeRate: 0.001 },
  coinbase: { makerFeeRate: 0.006, takerFeeRate: 0.012 },
};

/** Symbol: tick, lot (also the least quantity), least notional. */
type Rules = readonly [tickSize: number, lotSize: number, minNotional: number];

export const SHIPPED_MARKETS: Readonly<Record<string, Readonly<Record<string, Rules>>>> = {
  binance: {
    "BTC/USDT": [0.01, 0.00001, 5],
    "ETH/USDT": [0.01, 0.0001, 5],
    "SOL/USDT": [0.01, 0.001, 5],
    "BNB/USDT": [0.01, 0.001, 5],
    "XRP/USDT": [0.0001, 0.1, 5],
    "ADA/USDT": [0.0001, 0.1, 5],
    "DOGE/USDT": [0.00001, 1, 5],
    "AVAX/USDT": [0.01, 0.01, 5],
    "LINK/USDT": [0.01, 0.01, 5],
    "DOT/USDT": [0.001, 0.01, 5],
    "LTC/USDT": [0.01, 0.001, 5],
    "TRX/USDT": [0.0001, 0.1, 5],
    "BTC/USDC": [0.01, 0.00001, 5],
    "ETH/USDC": [0.01, 0.0001, 5],
    "SOL/USDC": [0.01, 0.001, 5],
    "ETH/BTC": [0.00001, 0.0001, 0.0001],
  },
  coinbase: {
    "BTC/USD": [0.01, 0.00000001, 1],
    "ETH/USD": [0.01, 0.00000001, 1],
    "SOL/USD": [0.01, 0.00000001, 1],
    "XRP/USD": [0.0001, 0.000001, 1],
    "ADA/USD": [0.0001, 0.00000001, 1],
    "DOGE/USD": [0.00001, 0.1, 1],
    "AVAX/USD": [0.01, 0.00000001, 1],
    "LINK/USD": [0.001, 0.01, 1],
    "LTC/USD": [0.01, 0.00000001, 1],
    "BTC/USDC": [0.01, 0.00000001, 1],
    "ETH/USDC": [0.01, 0.00000001, 1],
    "BTC/USDT": [0.01, 0.00000001, 1],
    "ETH/USDT": [0.01, 0.00000001, 1],
  },
};
