/**
 * The obvious engine: objects, one instant at a time, nothing computed ahead. Slow, and written from the rules of a step
 * (docs/engine.md), not from the engine: it is what the engine is compared with.
 */

export interface NaiveCandle {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface NaiveSleeve {
  readonly strategy: string;
  readonly symbol: string;
  readonly frameMs: number;
  /** Candles of the strategy's timeframe, and of the symbol's shortest. */
  readonly candles: readonly NaiveCandle[];
  readonly execution: readonly NaiveCandle[];
  readonly executionMs: number;
  /** Share of the equity. */
  readonly share: number;
  /** By row of `candles`. */
  readonly enters: readonly boolean[];
  readonly exits: readonly boolean[];
  readonly stopLoss: number;
  readonly takeProfit: number;
  /** NaN: none. */
  readonly trailing: number;
}

export interface NaiveTrade {
  readonly strategy: string;
  readonly symbol: string;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  readonly quantity: number;
  readonly exitReason: string;
}

interface Position {
  quantity: number;
  entryPrice: number;
  entryTime: number;
  stop: number;
  target: number;
  highest: number;
  isTrailing: boolean;
}

interface Settings {
  readonly cash: number;
  readonly feeRate: number;
  readonly cashBuffer: number;
}

/** Smallest notional, so that the dust of a sum is not an order. */
export const SMALLEST = 0.01;

/** Runs long-only strategies under the pessimistic convention, sized at the decision. */
export function naiveRun(sleeves: readonly NaiveSleeve[], settings: Settings) {
  let cash = settings.cash;
  const { feeRate, cashBuffer } = settings;
  const positions = new Map<NaiveSleeve, Position>();
  const marks = new Map<NaiveSleeve, number>();
  let entries: { sleeve: NaiveSleeve; quantity: number; time: number; reserved: number }[] = [];
  const exits = new Map<NaiveSleeve, number>();
  const trades: NaiveTrade[] = [];
  const equityCurve: [number, number][] = [];

  const equity = () => {
    let sum = cash;
    for (const sleeve of sleeves) {
      const position = positions.get(sleeve);
      if (position !== undefined) sum += position.quantity * (marks.get(sleeve) as number);
    }
    return sum;
  };
  const close = (sleeve: NaiveSleeve, price: number, time: number, exitReason: string) => {
    const position = positions.get(sleeve) as Position;
    cash += position.quantity * price - position.quantity * price * feeRate;
    positions.delete(sleeve);
    const { strategy, symbol } = sleeve;
    const { entryTime, entryPrice, quantity } = position;
    trades.push({ strategy, symbol, entryTime, entryPrice, exitTime: time, exitPrice: price, quantity, exitReason });
  };

  const times = new Set<number>();
  for (const sleeve of sleeves) {
    for (const candle of sleeve.candles) times.add(candle.openTime + sleeve.frameMs);
    for (const candle of sleeve.execution) {
      times.add(candle.openTime);
      times.add(candle.openTime + sleeve.executionMs);
    }
  }

  for (const now of [...times].sort((a, b) => a - b)) {
    let somethingCloses = false;
    // Inside the candles that close now.
    for (const sleeve of sleeves) {
      const candle = sleeve.execution.find((one) => one.openTime + sleeve.executionMs === now);
      if (sleeve.candles.some((one) => one.openTime + sleeve.frameMs === now)) somethingCloses = true;
      if (candle === undefined) continue;
      somethingCloses = true;
      const position = positions.get(sleeve);
      if (position !== undefined) {
        const stopReason = position.isTrailing ? "trailing_stop" : "stop_loss";
        let closed = true;
        if (candle.open <= position.stop) close(sleeve, candle.open, candle.openTime, stopReason);
        else if (candle.open >= position.target) close(sleeve, candle.open, candle.openTime, "take_profit");
        else if (candle.low <= position.stop) close(sleeve, position.stop, candle.openTime, stopReason);
        else if (candle.high > position.target) close(sleeve, position.target, candle.openTime, "take_profit");
        else closed = false;
        if (closed) entries = entries.filter((entry) => entry.sleeve !== sleeve);
        else position.highest = Math.max(position.highest, candle.high);
      }
      marks.set(sleeve, candle.close);
    }
    const worth = equity();
    // Protection moves at the close of the strategy's own candle.
    for (const sleeve of sleeves) {
      const position = positions.get(sleeve);
      if (position === undefined || !(sleeve.trailing > 0)) continue;
      if (!sleeve.candles.some((one) => one.openTime + sleeve.frameMs === now)) continue;
      const stop = position.highest * (1 - sleeve.trailing);
      if (!(stop <= position.stop)) {
        position.stop = stop;
        position.isTrailing = true;
      }
    }
    // Decisions: exits, then entries by strategy and symbol.
    const wanting: NaiveSleeve[] = [];
    for (const sleeve of sleeves) {
      const row = sleeve.candles.findIndex((one) => one.openTime + sleeve.frameMs === now);
      if (row < 0) continue;
      const position = positions.get(sleeve);
      if (position !== undefined && sleeve.exits[row] && !exits.has(sleeve)) exits.set(sleeve, now);
      const isFree = position === undefined && !entries.some((entry) => entry.sleeve === sleeve);
      if (sleeve.enters[row] && !sleeve.exits[row] && isFree) wanting.push(sleeve);
    }
    const order = [...new Set(sleeves.map((sleeve) => sleeve.strategy))];
    wanting.sort((a, b) => order.indexOf(a.strategy) - order.indexOf(b.strategy) || (a.symbol < b.symbol ? -1 : 1));
    for (const sleeve of wanting) {
      const price = marks.get(sleeve) as number;
      const free = cash - entries.reduce((sum, entry) => sum + entry.reserved, 0);
      const wanted = (worth * sleeve.share) / price;
      const quantity = Math.min(wanted, Math.max(0, free / (price * (1 + feeRate) * (1 + cashBuffer))));
      if (quantity * price >= SMALLEST)
        entries.push({ sleeve, quantity, time: now, reserved: quantity * price * (1 + feeRate) * (1 + cashBuffer) });
    }
    if (somethingCloses) equityCurve.push([now, worth]);
    // Candles that open now: exits, stops that the gap has passed, entries.
    const opening = (sleeve: NaiveSleeve) => sleeve.execution.find((one) => one.openTime === now);
    for (const sleeve of exits.keys()) {
      const candle = opening(sleeve);
      if (candle === undefined) continue;
      if (positions.has(sleeve)) close(sleeve, candle.open, now, "signal");
      exits.delete(sleeve);
    }
    const due = entries.filter((entry) => opening(entry.sleeve) !== undefined);
    if (due.length > 0) {
      for (const sleeve of sleeves) {
        const candle = opening(sleeve);
        const position = positions.get(sleeve);
        if (
          candle === undefined ||
          position === undefined ||
          candle.open > position.stop ||
          !(position.stop === position.stop)
        )
          continue;
        close(sleeve, candle.open, now, position.isTrailing ? "trailing_stop" : "stop_loss");
      }
    }
    for (const entry of due) {
      const price = (opening(entry.sleeve) as NaiveCandle).open;
      entries = entries.filter((one) => one !== entry);
      if (entry.time < now) continue;
      const free = cash - entries.reduce((sum, one) => sum + one.reserved, 0);
      const quantity =
        entry.quantity * price * (1 + feeRate) > free ? Math.max(0, free / (price * (1 + feeRate))) : entry.quantity;
      if (quantity * price < SMALLEST) continue;
      cash -= quantity * price + quantity * price * feeRate;
      const { stopLoss, takeProfit } = entry.sleeve;
      const stop = stopLoss > 0 ? price * (1 - stopLoss) : NaN;
      const target = takeProfit > 0 ? price * (1 + takeProfit) : NaN;
      positions.set(entry.sleeve, {
        quantity,
        entryPrice: price,
        entryTime: now,
        stop,
        target,
        highest: price,
        isTrailing: false,
      });
      marks.set(entry.sleeve, price);
    }
  }
  return { trades, equityCurve, finalEquity: equity() };
}
