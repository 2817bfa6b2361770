import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { catalogue, GIVEN, load, problems, strategyWith } from "../../test/support/settings.ts";
import { loadSettings } from "./load.ts";

test("the mission's own two files work exactly as they were given", async () => {
  const { settings } = await load(GIVEN);
  assert.deepEqual(settings.strategies, [
    {
      name: "ema_crossover",
      strategyName: "ema_crossover",
      parameters: { short_window: 12, long_window: 26 },
      protection: {
        stopLoss: 0.03,
        takeProfit: 0.05,
        trailingStop: undefined,
        trailingOffset: 0,
        breakEvenAfter: undefined,
        timeStopCandles: undefined,
        minimalRoi: [],
      },
      adding: { maxEntries: 1, addStep: 0, addSizeFactor: 1 },
      sizing: { rule: "fraction_of_equity" },
      symbols: ["BTC/USDT"],
      timeframe: "15m",
      capitalAllocation: 0.1,
    },
  ]);
  assert.deepEqual(settings.exchange, { exchange: "binance", testMode: true, maxOrdersPerMinute: 10, market: "spot" });
  assert.deepEqual(settings.risk, {
    maxOpenPositions: 5,
    maxExposurePerSymbol: 0.25,
    maxTotalExposure: 1,
    maxDailyLoss: 0.05,
    maxDrawdown: 0.2,
    cooldownCandlesAfterStop: 2,
    maxOrdersPerMinute: 10,
  });
  assert.equal(settings.backtest.startingCash, 10_000);
  assert.equal(settings.backtest.fillConvention, "pessimistic");
  assert.equal(settings.mode, "dry-run");
});

test("the shipped settings files are valid", async () => {
  const { settings } = await loadSettings({
    folder: join(import.meta.dirname, "../../config"),
    environment: {},
    strategies: catalogue,
  });
  assert.equal(settings.strategies[0].strategyName, "ema_crossover");
});

test("a name that was counted up does not meet one that the user gave", async () => {
  const use = { strategy_name: "ema_crossover", symbols: ["BTC/USDT"], timeframe: "15m", capital_allocation: 0.1 };
  const three = [use, use, { ...use, name: "ema_crossover_2" }];
  const { settings } = await load({ "strategy_config.json": JSON.stringify(three) });
  assert.deepEqual(
    settings.strategies.map(({ name }) => name),
    ["ema_crossover", "ema_crossover_3", "ema_crossover_2"],
  );
});

test("several strategies stand side by side, each with its allocation and its own name", async () => {
  const two = JSON.stringify([
    { strategy_name: "ema_crossover", symbols: ["BTC/USDT"], timeframe: "15m", capital_allocation: 0.6 },
    { strategy_name: "ema_crossover", symbols: ["ETH/USDT"], timeframe: "1h", capital_allocation: 0.4 },
  ]);
  const { settings } = await load({ "strategy_config.json": two });
  assert.deepEqual(
    settings.strategies.map(({ name, capitalAllocation }) => [name, capitalAllocation]),
    [
      ["ema_crossover", 0.6],
      ["ema_crossover_2", 0.4],
    ],
  );
  assert.match(
    (await problems({ "strategy_config.json": two.replace("0.4", "0.5") }))[0],
    /CONFIG_INCONSISTENT .* \[1\]\.capital_allocation/,
  );
});

test("every shared parameter reaches the settings", async () => {
  const parameters = {
    trailing_stop_pct: 0.02,
    trailing_offset_pct: 0.01,
    break_even_after_pct: 0.015,
    time_stop_candles: 96,
    minimal_roi: { "060": 0.01, "90": 0.005, "0": 0.04 },
    max_entries: 3,
    add_step_pct: -0.02,
    add_size_factor: 1.5,
  };
  const sizing = { rule: "risk_per_trade", risk_pct: 0.01 };
  const { settings } = await load({ "strategy_config.json": strategyWith({ parameters, sizing }) });
  const [strategy] = settings.strategies;
  assert.deepEqual(strategy.protection, {
    stopLoss: undefined,
    takeProfit: undefined,
    trailingStop: 0.02,
    trailingOffset: 0.01,
    breakEvenAfter: 0.015,
    timeStopCandles: 96,
    minimalRoi: [
      { afterMs: 0, profitFraction: 0.04 },
      { afterMs: 3_600_000, profitFraction: 0.01 },
      { afterMs: 5_400_000, profitFraction: 0.005 },
    ],
  });
  assert.deepEqual(strategy.adding, { maxEntries: 3, addStep: -0.02, addSizeFactor: 1.5 });
  assert.deepEqual(strategy.sizing, { rule: "risk_per_trade", riskFraction: 0.01 });
});

test("the lower limit of orders holds; the size's moment follows the fill convention unless it is given", async () => {
  const settingsOf = async (risk: string, backtest: string) =>
    (await load({ ...GIVEN, "risk_config.json": risk, "backtest_config.json": backtest })).settings;
  const lower = await settingsOf('{ "max_orders_per_minute": 4 }', '{ "fill_convention": "backtesting.py" }');
  assert.equal(lower.risk.maxOrdersPerMinute, 4);
  assert.equal(lower.backtest.sizeAt, "fill");
  const higher = await settingsOf(
    '{ "max_orders_per_minute": 40 }',
    '{ "fill_convention": "backtesting.py", "size_at": "decision" }',
  );
  assert.equal(higher.risk.maxOrdersPerMinute, 10);
  assert.equal(higher.backtest.sizeAt, "decision");
  assert.equal((await settingsOf("{}", "{}")).backtest.sizeAt, "decision");
});

test("all problems are told at once, each with file, line, path and the nearest valid name", async () => {
  const found = await problems({
    "strategy_config.json": `{
  // comments are fine
  "strategy_name": "ema_crossover",
  "parameters": {
    "short_windw": 12,
    "stop_loss_pct": 3,
  },
  "symbols": ["BTC/USDT"],
  "timefame": "15m",
}`,
    "exchange_config.json": '{\n"test_mode": "false",\n"market": "spott" }',
    "risk_config.json": '{ "max_drawdown": 0 }',
  });
  assert.deepEqual(found, [
    'CONFIG_MISSING_KEY | strategy_config.json | 1 | timeframe | Add "timeframe"; see: candlewright config explain timeframe',
    "CONFIG_UNKNOWN_KEY | strategy_config.json | 9 | timefame | Did you mean timeframe?",
    "CONFIG_OUT_OF_RANGE | strategy_config.json | 6 | parameters.stop_loss_pct | It is a fraction of 1, not a percentage: for 3 % write 0.03.",
    "CONFIG_UNKNOWN_KEY | strategy_config.json | 5 | parameters.short_windw | Did you mean short_window?",
    "CONFIG_WRONG_TYPE | exchange_config.json | 2 | test_mode | Write it without quotes: false",
    "CONFIG_UNKNOWN_CHOICE | exchange_config.json | 3 | market | Did you mean spot?",
    "CONFIG_OUT_OF_RANGE | risk_config.json | 1 | max_drawdown | Choose a value within the range that is named.",
  ]);
});

test("stop_loss_pct of 1 or more is refused, and so is any other shared fraction", async () => {
  for (const key of ["stop_loss_pct", "take_profit_pct", "trailing_stop_pct", "break_even_after_pct"])
    for (const value of [1, 3, -0.1, 0]) {
      const [first, ...rest] = await problems({
        "strategy_config.json": strategyWith({ parameters: { [key]: value } }),
      });
      assert.match(first, /^CONFIG_OUT_OF_RANGE/);
      assert.deepEqual(rest, []);
    }
});

test("a strategy's own contradiction, and shared parameters that need each other, are refused", async () => {
  const cases: [object, RegExp][] = [
    [{ short_window: 30, long_window: 26 }, /CONFIG_INCONSISTENT/],
    [{ trailing_offset_pct: 0.1 }, /CONFIG_INCONSISTENT/],
    [{ add_step_pct: 0.1 }, /CONFIG_INCONSISTENT/],
  ];
  for (const [parameters, expected] of cases)
    assert.match((await problems({ "strategy_config.json": strategyWith({ parameters }) })).join("\n"), expected);
});

test("an unknown strategy, a second quote currency, a symbol twice and a bad symbol are refused", async () => {
  const of = async (change: object) => (await problems({ "strategy_config.json": strategyWith(change) })).join("\n");
  assert.match(
    await of({ strategy_name: "ema_crosover" }),
    /CONFIG_UNKNOWN_STRATEGY .* strategy_name \| Did you mean ema_crossover\?/,
  );
  assert.match(await of({ symbols: ["BTC/USDT", "ETH/EUR"] }), /CONFIG_INCONSISTENT .* symbols/);
  assert.match(await of({ symbols: ["BTC/USDT", "BTC/USDT"] }), /CONFIG_INCONSISTENT .* symbols/);
  assert.match(await of({ strategy_name: "pairs" }), /CONFIG_INCONSISTENT .* symbols/);
  assert.equal(await of({ strategy_name: "pairs", symbols: ["BTC/USDT", "ETH/USDT"] }), "");
  assert.match(await of({ symbols: ["btcusdt"] }), /CONFIG_WRONG_FORMAT .* symbols\[0\]/);
  assert.match(await of({ symbols: [] }), /CONFIG_OUT_OF_RANGE .* symbols/);
  assert.match(await of({ sizing: { rule: "kelly" } }), /CONFIG_UNKNOWN_CHOICE .* sizing\.rule/);
});

test("a strategy from a file has its own parameters, whatever their case", async () => {
  const text = strategyWith({ strategy_name: "./mine.ts", parameters: { bandWidth: 3, both_ways: true } });
  const { settings } = await load(
    { "strategy_config.json": text },
    { environment: { CANDLEWRIGHT_STRATEGY__PARAMETERS__SOURCE: "open" } },
  );
  assert.equal(settings.strategies[0].name, "mine");
  assert.deepEqual(settings.strategies[0].parameters, { bandWidth: 3, source: "open", both_ways: true });
  const overridden = await load(
    { "strategy_config.json": strategyWith({ strategy_name: "./mine.ts" }) },
    { environment: { CANDLEWRIGHT_STRATEGY__PARAMETERS__BANDWIDTH: "4" } },
  );
  assert.equal(overridden.settings.strategies[0].parameters["bandWidth"], 4);
});

test("a missing strategy file is told; the other files may be missing", async () => {
  assert.match((await problems({})).join("\n"), /^CONFIG_MISSING_FILE \| strategy_config\.json/);
});
