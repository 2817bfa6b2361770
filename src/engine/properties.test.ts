/** What must hold for every strategy on every market. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { convention, settings } from "../../test/support/engine.ts";
import { FRAME_MS, type RandomRun, randomRun } from "../../test/support/random-runs.ts";
import { sliceCandles } from "./candles.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { instantTime } from "./expression/block.ts";
import { FILL_CONVENTIONS } from "./fills/convention.ts";
import type { Order } from "./order.ts";
import type { RunResult } from "./result.ts";
import { defaultBlockSize, Run, runBacktest } from "./run.ts";
import { Timeline } from "./timeline.ts";

/** The same runs each time; with PROPERTY_RUNS other ones, and as many as it says. */
const RUNS =
  process.env["PROPERTY_RUNS"] === undefined
    ? { numRuns: 60, seed: 7 }
    : { numRuns: Number(process.env["PROPERTY_RUNS"]) };

function settingsOf(run: RandomRun, overrides: Partial<EngineSettings> = {}): EngineSettings {
  return settings({ limits: run.limits, slippageRate: run.slippageRate, cashBuffer: 0.005, ...overrides });
}

function backtest(
  run: RandomRun,
  options: { blockSize?: number; skips?: boolean; settings?: EngineSettings } = {},
): RunResult {
  return runBacktest({
    strategies: run.strategies,
    streams: run.streams,
    markets: run.markets,
    settings: options.settings ?? settingsOf(run),
    blockSize: options.blockSize ?? defaultBlockSize(run.streams.length),
    skipsQuietInstants: options.skips ?? true,
  });
}

/** Everything that a run says, for comparison bit for bit. */
function facts(result: RunResult) {
  const { curve, ...rest } = result;
  return { ...rest, time: [...curve.time], equity: [...curve.equity], exposure: [...curve.exposure] };
}

test("runs trade at all: the properties below are not tested on nothing", () => {
  const runs = fc.sample(randomRun, { numRuns: 60, seed: 1 });
  const trades = runs.map((run) => backtest(run).trades.length);
  assert.ok(trades.filter((count) => count > 5).length > 30, `trades a run: ${trades.join(", ")}`);
});

test("block sizes 1, 7 and 256 give the same run, and so does stepping through every instant", () => {
  fc.assert(
    fc.property(randomRun, (run) => {
      const wanted = facts(backtest(run));
      assert.deepEqual(facts(backtest(run, { blockSize: 1 })), wanted);
      assert.deepEqual(facts(backtest(run, { blockSize: 7 })), wanted);
      assert.deepEqual(facts(backtest(run, { skips: false })), wanted);
    }),
    RUNS,
  );
});

test("adding candles never changes the past", () => {
  fc.assert(
    fc.property(randomRun, fc.integer({ min: 20, max: 100 }), (run, percent) => {
      const start = run.streams[0].candles.openTime[0];
      const cut = start + Math.floor((120 * percent) / 100) * FRAME_MS["1h"];
      const shorter = {
        ...run,
        streams: run.streams.map((stream) => {
          let rows = 0;
          while (rows < stream.candles.length && stream.candles.openTime[rows] + FRAME_MS[stream.timeframe] <= cut)
            rows++;
          return { ...stream, candles: sliceCandles(stream.candles, 0, rows) };
        }),
      };
      const [whole, part] = [backtest(run), backtest(shorter)];
      const instants = part.curve.equity.length;
      assert.deepEqual([...whole.curve.equity.subarray(0, instants)], [...part.curve.equity]);
      assert.deepEqual(whole.trades.slice(0, part.trades.length), part.trades);
    }),
    RUNS,
  );
});

test("scaling prices, cash and grid by a power of two scales the equity bit for bit", () => {
  fc.assert(
    fc.property(randomRun, fc.constantFrom(-3, 1, 5), (run, exponent) => {
      const factor = 2 ** exponent;
      const scaled: RandomRun = {
        ...run,
        strategies: run.strategies.map((one) =>
          one.sizing.rule === "fixed_amount"
            ? { ...one, sizing: { ...one.sizing, amount: one.sizing.amount * factor } }
            : one,
        ),
        streams: run.streams.map((stream) => {
          const { candles } = stream;
          const by = (column: Float64Array) => column.map((value) => value * factor);
          return {
            ...stream,
            candles: {
              ...candles,
              open: by(candles.open),
              high: by(candles.high),
              low: by(candles.low),
              close: by(candles.close),
            },
          };
        }),
        markets: new Map(
          [...run.markets].map(([symbol, rules]) => [
            symbol,
            { ...rules, tickSize: rules.tickSize * factor, minNotional: rules.minNotional * factor },
          ]),
        ),
      };
      const plain = backtest(run);
      const larger = backtest(scaled, { settings: settingsOf(run, { startingCash: 10_000 * factor }) });
      assert.deepEqual(
        [...larger.curve.equity],
        [...plain.curve.equity].map((value) => value * factor),
      );
      assert.equal(larger.trades.length, plain.trades.length);
    }),
    RUNS,
  );
});

test("equity is cash plus marked positions at every instant, rebuilt from the fills alone", () => {
  fc.assert(
    fc.property(randomRun, (run) => {
      const live = new Run({ ...run, settings: settingsOf(run), blockSize: 1 });
      const held = live.sleeves.map(() => 0);
      const closes = live.sleeves.map(() => 0);
      let cash = 10_000;
      let now = -Infinity;
      let later: (() => void)[] = [];
      live.engine.desk.listener = {
        orderChanged: () => undefined,
        orderFilled: (order: Order, quantity: number, price: number, fee: number, time: number) => {
          const book = () => {
            cash -= order.side * quantity * price + fee;
            held[order.sleeve] += order.side * quantity;
            // The newest price that is known, until a candle closes.
            closes[order.sleeve] = price;
          };
          // A fill at the open that follows this close belongs to the next instant's equity.
          if (time === now) later.push(book);
          else book();
        },
      };
      const timeline = new Timeline(run.streams, 1);
      for (let block = timeline.nextBlock(); block !== undefined; block = timeline.nextBlock()) {
        now = instantTime(block, 0);
        const instant = live.engine.curve.length;
        live.take(block);
        for (const sleeve of live.sleeves) {
          const stream = block.streams[sleeve.execution];
          if (stream.count === 1) closes[sleeve.index] = stream.candles.close[stream.from];
        }
        const sum = cash + held.reduce((total, quantity, s) => total + quantity * closes[s], 0);
        const equity = live.engine.curve.equity[instant];
        assert.ok(Math.abs(sum - equity) <= 1e-9 * equity, `${sum} at ${now}, the curve says ${equity}`);
        for (const book of later) book();
        later = [];
      }
    }),
    RUNS,
  );
});

test("no fill lies outside its candle's range before slippage, and none before the signal's close", () => {
  fc.assert(
    fc.property(randomRun, fc.constantFrom("pessimistic", "signal-close"), (run, name) => {
      const live = new Run({
        ...run,
        settings: settingsOf(run, { convention: convention(name), slippageRate: 0 }),
        history: run.streams,
      });
      const problems: string[] = [];
      live.engine.desk.listener = {
        orderChanged: () => undefined,
        orderFilled: (order, _quantity, price, _fee, time) => {
          const sleeve = live.sleeves[order.sleeve];
          const { candles, timeframe } = run.streams[sleeve.execution];
          if (time < order.createdAt && order.reason !== order.exitReason)
            problems.push(`order of ${order.createdAt} filled at ${time}`);
          const isWithin = (row: number) => row >= 0 && price >= candles.low[row] && price <= candles.high[row];
          // A fill at a signal's close lies in the last candle that closed by then.
          const lengthMs = FRAME_MS[timeframe];
          const closed = candles.openTime.findLastIndex((openTime) => openTime + lengthMs <= time);
          const isInside = isWithin(candles.openTime.indexOf(time)) || (name === "signal-close" && isWithin(closed));
          if (!isInside) problems.push(`price ${price} at ${time} is not in a candle`);
        },
      };
      const timeline = new Timeline(run.streams, defaultBlockSize(run.streams.length));
      for (let block = timeline.nextBlock(); block !== undefined; block = timeline.nextBlock()) live.take(block);
      assert.deepEqual(problems, []);
    }),
    RUNS,
  );
});

test("higher fees never raise the profit of the same trades", () => {
  fc.assert(
    fc.property(randomRun, (run) => {
      // Small fixed amounts and no limits: the trades are the same whatever they cost.
      const ofFixedSize = run.strategies.filter(
        ({ handler, signals }) => handler === undefined && signals[""].targetExposure === undefined,
      );
      fc.pre(ofFixedSize.length > 0);
      const free: RandomRun = {
        ...run,
        strategies: ofFixedSize.map((one) => ({
          ...one,
          capitalAllocation: 0.3,
          sizing: { rule: "fixed_amount" as const, amount: 10 },
        })),
      };
      const withFee = (feeRate: number) => {
        const markets = new Map(
          [...run.markets].map(([symbol, rules]) => [
            symbol,
            { ...rules, minNotional: 0, makerFeeRate: feeRate, takerFeeRate: feeRate },
          ]),
        );
        return backtest({ ...free, markets }, { settings: settings({ startingCash: 1_000_000 }) });
      };
      const [cheap, dear] = [withFee(0.0005), withFee(0.002)];
      assert.equal(cheap.trades.length, dear.trades.length);
      cheap.trades.forEach((trade, n) => {
        assert.equal(trade.entryTime, dear.trades[n].entryTime);
        assert.ok(
          dear.trades[n].profit <= trade.profit,
          `trade ${n}: ${dear.trades[n].profit} with the higher fee, ${trade.profit} with the lower`,
        );
      });
    }),
    RUNS,
  );
});

test("every convention runs every strategy to its end, and to the same end twice", () => {
  fc.assert(
    fc.property(randomRun, fc.constantFrom(...FILL_CONVENTIONS.keys()), (run, name) => {
      const once = () => facts(backtest(run, { settings: settingsOf(run, { convention: convention(name) }) }));
      assert.deepEqual(once(), once());
    }),
    RUNS,
  );
});

test("nothing is spent that is not there: cash on spot, equity on margin, and no more than the limits allow", () => {
  fc.assert(
    fc.property(randomRun, (run) => {
      const live = new Run({ ...run, settings: settingsOf(run), blockSize: 1 });
      const { portfolio, sizing } = live.engine;
      const isSpot = live.sleeves[0].market.kind === "spot";
      const timeline = new Timeline(run.streams, 1);
      for (let block = timeline.nextBlock(); block !== undefined; block = timeline.nextBlock()) {
        const before = live.sleeves.map(({ index }) => portfolio.quantity[index] !== 0);
        live.take(block);
        const at = `at ${instantTime(block, 0)}`;
        if (isSpot) {
          assert.ok(portfolio.cash >= -1e-9, `cash ${portfolio.cash} ${at}`);
          assert.ok(portfolio.cash - portfolio.reservedCash >= -1e-9, `reserved ${portfolio.reservedCash} ${at}`);
          assert.ok(portfolio.quantity.every((quantity) => quantity >= 0));
        }
        const opened = live.sleeves.some(({ index }) => portfolio.quantity[index] !== 0 && !before[index]);
        if (opened && sizing.openPositions() > run.limits.maxOpenPositions)
          assert.fail(`${sizing.openPositions()} positions ${at}`);
        assert.ok(portfolio.reservedCash >= 0);
        const open = live.sleeves.filter(({ index }) => portfolio.quantity[index] !== 0).length;
        assert.equal(open, portfolio.openCount);
        for (const { index } of live.sleeves)
          assert.ok(live.engine.desk.pendingRisk[index] >= live.engine.desk.pendingEntries[index]);
        if (live.engine.desk.atOpen.length + live.engine.desk.resting.length === 0)
          assert.equal(portfolio.reservedCash, 0);
      }
    }),
    RUNS,
  );
});
