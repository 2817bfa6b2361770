/** What a run leaves behind: the facts from which every report and metric is computed. */

export type Direction = "long" | "short";

/** Why a position, or a part of it, was closed. */
export type ExitReason =
  | "signal"
  | "stop_loss"
  | "trailing_stop"
  | "break_even"
  | "take_profit"
  | "minimal_roi"
  | "time_stop"
  | "rebalance"
  | "order"
  | "halt"
  | "end_of_data";

/** A closed position, or the closed part of one. Times are milliseconds UTC, money is in the settlement currency. */
export interface Trade {
  /** Name of the strategy instance. */
  readonly strategy: string;
  readonly symbol: string;
  readonly direction: Direction;
  /** Time of the fill that opened the position. */
  readonly entryTime: number;
  /** Average entry price of the position when this part was closed. */
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  /** In base currency, positive. */
  readonly quantity: number;
  /** Entry and exit fees that belong to this quantity. */
  readonly fees: number;
  /** What slippage and spread cost against the undisturbed price, entry and exit. */
  readonly slippageCost: number;
  /** Net of fees. */
  readonly profit: number;
  /** `profit` over the entry notional (`entryPrice * quantity`). */
  readonly profitFraction: number;
  readonly entryReason: string;
  readonly exitReason: ExitReason;
  /** Stop price when the position was opened; NaN without one. The initial risk is its distance from `entryPrice`. */
  readonly initialStopPrice: number;
  /** Worst unrealised excursion from the entry price while open, as a fraction of it, <= 0 (candle highs and lows). */
  readonly maxAdverseExcursion: number;
  /** Best unrealised excursion, as a fraction, >= 0. */
  readonly maxFavourableExcursion: number;
  /** Number of fills that built the position. */
  readonly entries: number;
}

/** A position still open when the data ended, marked at its last close. */
export interface OpenPosition {
  readonly strategy: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly quantity: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly markPrice: number;
  /** Net of the entry fee; the exit is not paid yet. */
  readonly unrealisedProfit: number;
}

/** A signal that did not become an order. */
export interface Refusal {
  /** Instant of the decision, milliseconds UTC. */
  readonly time: number;
  readonly strategy: string;
  readonly symbol: string;
  /** Stable code: `max_positions`, `insufficient_cash`, ... */
  readonly code: string;
  readonly detail: string;
}

export interface RefusalCount {
  readonly strategy: string;
  readonly symbol: string;
  readonly code: string;
  readonly count: number;
}

/** One point an instant, ascending in time. */
export interface EquityCurve {
  /** Milliseconds UTC. */
  readonly time: Float64Array;
  /** Cash plus marked positions, in the settlement currency. */
  readonly equity: Float64Array;
  /** Sum of |quantity * close| over the open positions. */
  readonly exposure: Float64Array;
}

/** Totals over all fills. */
export interface RunTotals {
  readonly fees: number;
  readonly slippageCost: number;
  /** Sum of |quantity * price| over all fills. */
  readonly tradedNotional: number;
  readonly fills: number;
  readonly orders: number;
}

export interface RunResult {
  /** Settlement currency: "USDT". */
  readonly currency: string;
  readonly startingCash: number;
  readonly finalEquity: number;
  /** Name of the fill convention, printed on every report. */
  readonly fillConvention: string;
  readonly makerFeeRate: number;
  readonly takerFeeRate: number;
  readonly slippageRate: number;
  readonly spreadRate: number;
  /** First and last instant. */
  readonly startTime: number;
  readonly endTime: number;
  readonly curve: EquityCurve;
  /** Made when they are first asked for; a backtest then reads its candles once more, which must be as they were. */
  readonly trades: readonly Trade[];
  readonly openPositions: readonly OpenPosition[];
  /** The first ones in detail; `refusalCounts` counts them all. */
  readonly refusals: readonly Refusal[];
  readonly refusalCounts: readonly RefusalCount[];
  readonly totals: RunTotals;
}
