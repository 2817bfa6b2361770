/** What the engine needs of a strategy: its signals as expressions, or a function that is called candle by candle. */
import type { Condition, Series } from "./expression/node.ts";

/** Conditions that fire, and the series that go with them. A condition holds for its candle only. */
export interface Signals {
  readonly enterLong?: Condition;
  readonly exitLong?: Condition;
  readonly enterShort?: Condition;
  readonly exitShort?: Condition;
  /** 0..1: scales the size of an entry and orders entries of one instant. */
  readonly strength?: Series;
  /** Entry as a limit order at this price. */
  readonly limitPrice?: Series;
  /** Entry as a stop order at this price; with `limitPrice` a stop-limit order. */
  readonly stopPrice?: Series;
  /** Where the protective stop of an entry lies, instead of `stop_loss_pct`. */
  readonly protectiveStop?: Series;
  /** Where the target of an entry lies, instead of `take_profit_pct`. */
  readonly targetPrice?: Series;
  /** Instead of entries and exits: the wanted position, -1..1 of the sleeve's capital. */
  readonly targetExposure?: Series;
  /** Smallest change of the exposure that is traded, in the same unit. Default 0.05. */
  readonly rebalanceThreshold?: number;
}

export const SIGNAL_CONDITIONS = ["enterLong", "exitLong", "enterShort", "exitShort"] as const;
export const SIGNAL_SERIES = [
  "strength",
  "limitPrice",
  "stopPrice",
  "protectiveStop",
  "targetPrice",
  "targetExposure",
] as const;

/** An order that an `onCandle` strategy wants to have in the book. */
export interface WantedOrder {
  /** Names it from candle to candle: an order that is there already, at the same price, is left alone. Unique in the set. */
  readonly key: string;
  readonly side: "buy" | "sell";
  readonly type: "limit" | "stop";
  /** Base currency. */
  readonly quantity: number;
  readonly price: number;
}

/** What `onCandle` may return. */
export interface CandleDecision {
  readonly enterLong?: boolean;
  readonly exitLong?: boolean;
  readonly enterShort?: boolean;
  readonly exitShort?: boolean;
  readonly strength?: number;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly protectiveStop?: number;
  readonly targetPrice?: number;
  readonly reason?: string;
  /** The complete set of resting orders wanted; the engine submits and cancels the difference. */
  readonly orders?: readonly WantedOrder[];
}

/** The candle and the position as `onCandle` sees them. One object, filled anew for each call. */
export interface CandleView {
  readonly symbol: string;
  /** Close time, milliseconds UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Signed, base currency. */
  readonly positionQuantity: number;
  /** NaN without a position. */
  readonly positionEntryPrice: number;
  /** What this strategy may hold of this symbol, in settlement currency. */
  readonly capital: number;
  /** Value of an indicator that the strategy declared; NaN while it is not known. */
  value(name: string): number;
}

export type OnCandle = (view: CandleView, state: Record<string, unknown>) => CandleDecision | undefined;

/** The imperative part of a strategy. */
export interface CandleHandler {
  readonly indicators: Readonly<Record<string, Series>>;
  /** Called only on candles on which this is true; without it on every candle. */
  readonly when?: Condition;
  readonly onCandle: OnCandle;
  /** Plain data, copied for each symbol. */
  readonly initialState: () => Record<string, unknown>;
}
