/** The engine against figures that Jesse and NautilusTrader gave on the same candles, and against next-open fills. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { convention, market, settings, strategy, stream } from "../../../test/support/engine.ts";
import { readSharedJson, readSharedNpy, withoutSharedData } from "../../../test/support/shared-data.ts";
import { crossesAbove, crossesBelow } from "../expression/condition.ts";
import { marketOf } from "../expression/sources.ts";
import { ema } from "../indicators/ema.ts";
import { NO_PROTECTION } from "../limits.ts";
import { runBacktest } from "../run.ts";

interface OracleTrade {
  readonly entry_time: number;
  readonly entry_price: number;
  readonly quantity: number;
  readonly exit_time: number;
  readonly exit_price: number;
  readonly exit_reason: string;
}
interface OracleCase {
  readonly fill: "next_open" | "signal_close";
  readonly bracket: string;
  readonly stop_loss: number;
  readonly take_profit: number;
  readonly trade_count: number;
  readonly final_equity: number;
  readonly trades: readonly OracleTrade[];
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${what}: ${actual}, expected ${expected}`);
}

test("every case of ema_bracket_20k: all trades, final equity", { skip: withoutSharedData }, () => {
  const candles = readSharedNpy("oracles", "ema_bracket_20k.npy");
  const { cases } = readSharedJson("oracles", "ema_bracket_20k.json") as { cases: OracleCase[] };
  const { close } = marketOf();
  const fast = ema(close, 12, { seed: "first" });
  const slow = ema(close, 26, { seed: "first" });
  assert.equal(cases.length, 4);
  for (const oracle of cases) {
    const base = convention("signal-close");
    const nextOpen = { ...convention("pessimistic"), sizeAt: "fill", sizeOf: "free-cash", limitFill: "touch" } as const;
    const result = runBacktest({
      strategies: [
        strategy({
          capitalAllocation: 0.1,
          signals: { "": { enterLong: crossesAbove(fast, slow), exitLong: crossesBelow(fast, slow) } },
          protection: { ...NO_PROTECTION, stopLoss: oracle.stop_loss, takeProfit: oracle.take_profit },
        }),
      ],
      streams: [stream(candles)],
      markets: new Map([["A/USDT", market({ takerFeeRate: 0.001, makerFeeRate: 0.001 })]]),
      settings: settings({ convention: oracle.fill === "signal_close" ? base : nextOpen }),
    });
    const name = `${oracle.fill}/${oracle.bracket}`;
    assert.equal(result.trades.length, oracle.trade_count, name);
    oracle.trades.forEach((expected, n) => {
      const trade = result.trades[n];
      assert.equal(trade.entryTime, expected.entry_time, `${name} trade ${n} entry time`);
      assert.equal(trade.exitTime, expected.exit_time, `${name} trade ${n} exit time`);
      assert.equal(trade.exitReason, expected.exit_reason, `${name} trade ${n}`);
      near(trade.entryPrice, expected.entry_price, `${name} trade ${n} entry price`);
      near(trade.exitPrice, expected.exit_price, `${name} trade ${n} exit price`);
      near(trade.quantity, expected.quantity, `${name} trade ${n} quantity`);
    });
    near(result.finalEquity, oracle.final_equity, name);
  }
});
