import { errorList } from "./errors.ts";

export const engineErrors = errorList("ENGINE", {
  impossibleOrderEvent: {
    what: "An order was told something that cannot happen in its state.",
    why: "The order table in order-states.ts has no such transition: this is a defect, in the engine or in an exchange's adapter.",
    fix: "Report it with the run's journal; `candlewright replay` reproduces it.",
  },
  noCandles: {
    what: "There are no candles to run on.",
    why: "The chosen symbols, timeframe and time range hold no stored candles.",
    fix: "Get some with `candlewright data download` or `candlewright data generate`, or widen the time range.",
  },
  noMarket: {
    what: "The exchange's rules for a symbol are not known.",
    why: "Tick, lot, smallest order and fees decide which orders are possible.",
    fix: "Refresh them with `candlewright data download --markets`, or correct the symbol.",
  },
  timeframesDoNotNest: {
    what: "A strategy's timeframe is not a whole multiple of the candles that its symbol's orders are matched on.",
    why: "Its decisions would fall inside such a candle, whose open, high and low are partly older than they.",
    fix: "Use timeframes that nest, such as 15m and 1h, or load candles that are short enough for both, such as 1m for 3m and 5m.",
  },
  mixedQuotes: {
    what: "The symbols are quoted in different currencies.",
    why: "One run has one settlement currency: cash, equity and limits are in it.",
    fix: "Use symbols with one quote currency, such as BTC/USDT and ETH/USDT.",
  },
  strategyFailed: {
    what: "The strategy threw an error.",
    why: "Its code failed on a candle; the strategy is stopped, its positions keep their protection, and the others go on.",
    fix: "Mend the strategy at the place named, then run again.",
  },
  strategyNonsense: {
    what: "The strategy returned something that is not a decision.",
    why: "onCandle may return undefined, signals with booleans, or a list of wanted orders with positive numbers.",
    fix: "Mend the strategy at the place named; `docs/strategies.md` shows the contract.",
  },
});
