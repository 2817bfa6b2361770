/** Random strategies on random candles: what the engine's properties are tested on. */
import fc from "fast-check";
import { type CandleColumns, emptyCandles } from "../../src/engine/candles.ts";
import type { StrategyInstance } from "../../src/engine/compile.ts";
import {
  above,
  and,
  becomesTrue,
  below,
  crossesAbove,
  crossesBelow,
  not,
  or,
} from "../../src/engine/expression/condition.ts";
import { divide, multiply, subtract } from "../../src/engine/expression/arithmetic.ts";
import { lag } from "../../src/engine/expression/history.ts";
import type { Condition, Series } from "../../src/engine/expression/node.ts";
import { every, higherTimeframe, marketOf } from "../../src/engine/expression/sources.ts";
import { ema } from "../../src/engine/indicators/ema.ts";
import { sma } from "../../src/engine/indicators/sma.ts";
import {
  type AddingRules,
  NO_ADDING,
  NO_PROTECTION,
  type ProtectionRules,
  type RiskLimits,
  type SizingRule,
  UNLIMITED,
} from "../../src/engine/limits.ts";
import type { MarketRules } from "../../src/engine/market.ts";
import type { CandleHandler, Signals } from "../../src/engine/strategy.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/engine/timeframe.ts";
import { market, strategy } from "./engine.ts";
import { randomNumbers } from "./random-candles.ts";

/** A seeded walk with jumps and, where asked for, missing candles. */
export function walk(seed: number, count: number, frameMs: number, gapShare = 0): CandleColumns {
  const random = randomNumbers(seed);
  const rows: number[][] = [];
  let price = 50 + 100 * random();
  for (let i = 0; i < count; i++) {
    const jump = random() < 0.03 ? (random() - 0.5) * 0.06 : 0;
    const open = price * (1 + jump);
    const close = open * (1 + (random() - 0.5) * 0.02);
    const high = Math.max(open, close) * (1 + random() * 0.006);
    const low = Math.min(open, close) * (1 - random() * 0.006);
    price = close;
    if (i > 0 && random() < gapShare) continue;
    rows.push([Date.UTC(2024, 0, 1) + i * frameMs, open, high, low, close, 1 + random() * 100]);
  }
  return candlesOf(rows);
}

/** The walk's candles in a longer timeframe: a bucket has whatever candles it has. */
export function aggregated(base: CandleColumns, frameMs: number): CandleColumns {
  const rows: number[][] = [];
  for (let i = 0; i < base.length; i++) {
    const start = Math.floor(base.openTime[i] / frameMs) * frameMs;
    const last = rows.at(-1);
    if (last === undefined || last[0] !== start)
      rows.push([start, base.open[i], base.high[i], base.low[i], base.close[i], base.volume[i]]);
    else {
      last[2] = Math.max(last[2], base.high[i]);
      last[3] = Math.min(last[3], base.low[i]);
      last[4] = base.close[i];
      last[5] += base.volume[i];
    }
  }
  return candlesOf(rows);
}

function candlesOf(rows: readonly number[][]): CandleColumns {
  const candles = emptyCandles(rows.length);
  rows.forEach((row, i) => {
    [candles.openTime[i], candles.open[i], candles.high[i], candles.low[i], candles.close[i], candles.volume[i]] = row;
  });
  return candles;
}

export const FRAME_MS = { "15m": 15 * MINUTE_MS, "1h": HOUR_MS } as const;
export type Frame = keyof typeof FRAME_MS;

const { close, high, low } = marketOf();

const series: fc.Arbitrary<Series> = fc.letrec<{ series: Series }>((tie) => ({
  series: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(close, high, low),
    fc.record({ of: tie("series"), length: fc.integer({ min: 2, max: 20 }) }).map(({ of, length }) => ema(of, length)),
    fc.record({ of: tie("series"), length: fc.integer({ min: 2, max: 20 }) }).map(({ of, length }) => sma(of, length)),
    fc
      .record({ of: tie("series"), candles: fc.integer({ min: 1, max: 5 }) })
      .map(({ of, candles }) => lag(of, candles)),
    fc.integer({ min: 2, max: 6 }).map((length) => higherTimeframe("4h", (m) => sma(m.close, length))),
  ),
})).series;

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(series, series).map(([a, b]) => crossesAbove(a, b)),
    fc.tuple(series, series).map(([a, b]) => crossesBelow(a, b)),
    fc.tuple(series, series).map(([a, b]) => becomesTrue(above(a, b))),
    fc.tuple(tie("condition"), tie("condition")).map(([a, b]) => or(a, b)),
    fc.tuple(tie("condition"), series, series).map(([a, x, y]) => and(a, not(below(x, y)))),
    fc.constant(every("1d")),
  ),
})).condition;

const fraction = (max: number) =>
  fc.option(
    fc.integer({ min: 5, max: max * 1000 }).map((n) => n / 1000),
    { nil: undefined },
  );

/** Levels that stay where they are: only with these does a run skip instants while positions are open. */
const fixedProtection: fc.Arbitrary<ProtectionRules> = fc
  .record({ stopLoss: fraction(0.05), takeProfit: fraction(0.08) })
  .map((levels) => ({ ...NO_PROTECTION, ...levels }));

const anyProtection: fc.Arbitrary<ProtectionRules> = fc.record({
  stopLoss: fraction(0.05),
  takeProfit: fraction(0.08),
  trailingStop: fraction(0.05),
  trailingOffset: fc.constantFrom(0, 0.01),
  breakEvenAfter: fraction(0.03),
  timeStopCandles: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  minimalRoi: fc.constantFrom(
    [],
    [
      { afterMs: 0, profitFraction: 0.05 },
      { afterMs: 6 * HOUR_MS, profitFraction: 0.01 },
    ],
  ),
});

const protection = fc.oneof({ weight: 2, arbitrary: fixedProtection }, { weight: 1, arbitrary: anyProtection });

const sizing: fc.Arbitrary<SizingRule> = fc.constantFrom<SizingRule>(
  { rule: "fraction_of_equity" },
  { rule: "fixed_amount", amount: 500 },
  { rule: "risk_per_trade", riskFraction: 0.01 },
  { rule: "volatility_target", annualVolatility: 0.5, lookbackCandles: 20 },
);

const adding: fc.Arbitrary<AddingRules> = fc.constantFrom<AddingRules>(
  NO_ADDING,
  NO_ADDING,
  NO_ADDING,
  NO_ADDING,
  { maxEntries: 3, addStep: 0.01, addSizeFactor: 0.5 },
  { maxEntries: 3, addStep: -0.01, addSizeFactor: 2 },
  { maxEntries: 2, addStep: 0, addSizeFactor: 1 },
);

/** A share that follows the place of the close in the last candles' range. */
const exposure: Signals = {
  targetExposure: subtract(multiply(divide(subtract(close, sma(close, 12)), sma(close, 12)), 40), 0.1),
  rebalanceThreshold: 0.2,
};

/** Bids below and offers above the close, and now and then an entry or an exit at market. */
const ladder: CandleHandler = {
  indicators: { average: sma(close, 6) },
  initialState: () => ({ count: 0 }),
  onCandle: (view, state) => {
    const count = (state["count"] as number) + 1;
    state["count"] = count;
    const at = view.value("average");
    if (!(at > 0)) return undefined;
    const quantity = view.capital / (4 * at);
    const order = (key: string, side: "buy" | "sell", type: "limit" | "stop", factor: number) => ({
      key,
      side,
      type,
      quantity,
      price: at * factor,
    });
    return {
      enterLong: count % 11 === 0,
      exitLong: count % 17 === 0,
      orders:
        count % 3 === 0
          ? [order("far bid", "buy", "limit", 0.98)]
          : [
              order("bid", "buy", "limit", 0.995),
              order("offer", "sell", "limit", 1.005),
              order("breakout", "buy", "stop", 1.01),
              order("breakdown", "sell", "stop", 0.985),
            ],
    };
  },
};

function signalsOf(one: {
  enterLong: Condition;
  exitLong: Condition;
  enterShort: Condition | undefined;
  exitShort: Condition;
  prices: Partial<Signals>;
}): Signals {
  const { enterLong, exitLong, enterShort, exitShort, prices } = one;
  return { enterLong, exitLong, exitShort, ...(enterShort === undefined ? {} : { enterShort }), ...prices };
}

export interface RandomRun {
  readonly strategies: readonly StrategyInstance[];
  readonly streams: readonly { symbol: string; timeframe: Frame; candles: CandleColumns }[];
  readonly markets: ReadonlyMap<string, MarketRules>;
  readonly limits: RiskLimits;
  readonly slippageRate: number;
}

const SYMBOLS = ["A/USDT", "B/USDT", "C/USDT"];

/** Any run of up to three strategies on up to three symbols, in two timeframes, with gaps, sharing cash. */
export const randomRun: fc.Arbitrary<RandomRun> = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    symbolCount: fc.integer({ min: 1, max: 3 }),
    gapShare: fc.constantFrom(0, 0, 0.05),
    /** Only the first symbol has the shorter candles. */
    isUneven: fc.boolean(),
    kind: fc.constantFrom("spot" as const, "margin" as const),
    feeRate: fc.constantFrom(0, 0.001),
    slippageRate: fc.constantFrom(0, 0.0005),
    grid: fc.boolean(),
    limits: fc.constantFrom<RiskLimits>(UNLIMITED, {
      maxOpenPositions: 2,
      maxExposurePerSymbol: 0.4,
      maxTotalExposure: 0.7,
      maxDailyLoss: 0.02,
      maxDrawdown: 0.2,
      cooldownCandlesAfterStop: 3,
      maxOrdersPerMinute: 2,
    }),
    strategies: fc.array(
      fc.record({
        timeframe: fc.constantFrom<Frame>("15m", "1h"),
        enterLong: condition,
        exitLong: condition,
        enterShort: fc.option(condition, { nil: undefined }),
        exitShort: condition,
        kind: fc.constantFrom("signals" as const, "signals" as const, "exposure" as const, "ladder" as const),
        prices: fc.constantFrom<Partial<Signals>>(
          {},
          {},
          { limitPrice: low },
          { stopPrice: high },
          { stopPrice: high, limitPrice: multiply(high, 1.002) },
          { protectiveStop: multiply(low, 0.99), targetPrice: multiply(high, 1.02) },
        ),
        protection,
        sizing,
        adding,
        allocation: fc.constantFrom(0.1, 0.33, 0.9),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map((drawn) => {
    const symbols = SYMBOLS.slice(0, drawn.symbolCount);
    const symbolsOf = (timeframe: Frame) => (drawn.isUneven && timeframe === "15m" ? symbols.slice(0, 1) : symbols);
    const frames = [...new Set(drawn.strategies.map((one) => one.timeframe))];
    const streams = symbols.flatMap((symbol, s) => {
      const base = walk(drawn.seed + s * 7, 480, FRAME_MS["15m"], drawn.gapShare);
      const own = frames.filter((timeframe) => symbolsOf(timeframe).includes(symbol));
      return own.map((timeframe) => ({
        symbol,
        timeframe,
        candles: timeframe === "15m" ? base : aggregated(base, FRAME_MS[timeframe]),
      }));
    });
    const rules = market({
      kind: drawn.kind,
      makerFeeRate: drawn.feeRate,
      takerFeeRate: drawn.feeRate,
      ...(drawn.grid ? { lotSize: 2 ** -10, tickSize: 2 ** -7, minNotional: 8 } : {}),
    });
    return {
      strategies: drawn.strategies.map((one, n) =>
        strategy({
          name: `s${n}`,
          timeframe: one.timeframe,
          symbols: symbolsOf(one.timeframe),
          capitalAllocation: one.allocation,
          protection: one.protection,
          adding: one.adding,
          sizing: one.sizing,
          signals: one.kind === "ladder" ? {} : { "": one.kind === "exposure" ? exposure : signalsOf(one) },
          handler: one.kind === "ladder" ? ladder : undefined,
        }),
      ),
      streams,
      markets: new Map(symbols.map((symbol) => [symbol, rules])),
      limits: drawn.limits,
      slippageRate: drawn.slippageRate,
    };
  });
