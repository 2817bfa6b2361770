import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CandlewrightError } from "../engine/errors.ts";
import { choice, decimal, integer, onOff } from "../engine/parameters.ts";
import { type LoadOptions, loadSettings } from "./load.ts";
import type { StrategyCatalogue } from "./strategy-schema.ts";

const catalogue: StrategyCatalogue = {
  names: ["ema_crossover", "rsi_reversal"],
  find: async (name) =>
    name === "ema_crossover"
      ? {
          parameters: {
            short_window: integer(12, { min: 2, max: 400, about: "candles in the fast EMA" }),
            long_window: integer(26, { min: 3, max: 1000, about: "candles in the slow EMA" }),
          },
          check: (p: { short_window: number; long_window: number }) =>
            p.short_window < p.long_window || "short_window must be below long_window",
        }
      : name === "./mine.ts"
        ? {
            parameters: {
              bandWidth: decimal(2, { min: 0.5, max: 5, about: "width of the band" }),
              source: choice("close", { options: ["close", "open"], about: "price" }),
              both_ways: onOff(false, { about: "short too" }),
            },
          }
        : undefined,
};

/** The mission's own two files, to the letter. */
const GIVEN = {
  "strategy_config.json":
    '{"strategy_name": "ema_crossover", "parameters": {"short_window": 12, "long_window": 26, "stop_loss_pct": 0.03, "take_profit_pct": 0.05}, "symbols": ["BTC/USDT"], "timeframe": "15m", "capital_allocation": 0.1}',
  "exchange_config.json": '{"exchange": "binance", "test_mode": true, "max_orders_per_minute": 10}',
};

async function load(files: Record<string, string>, options: Partial<LoadOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "candlewright-config-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const environmentFile = join(folder, ".env");
    return await loadSettings({ folder, environment: {}, environmentFile, strategies: catalogue, ...options });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is wrong with these files, one line a problem: code, file name, line, path, fix. */
async function problems(files: Record<string, string>, options: Partial<LoadOptions> = {}): Promise<string[]> {
  try {
    await load(files, options);
    return [];
  } catch (error) {
    assert.ok(error instanceof AggregateError, String(error));
    return error.errors.map((one: unknown) => {
      assert.ok(one instanceof CandlewrightError);
      const { file, line, path } = one.context;
      return [one.code, file?.split(/[/\\]/).at(-1), line, path, one.fix]
        .filter((part) => part !== undefined)
        .join(" | ");
    });
  }
}

const strategyWith = (change: object) =>
  JSON.stringify({ strategy_name: "ema_crossover", symbols: ["BTC/USDT"], timeframe: "15m", ...change }, null, 1);

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
    minimal_roi: { "60": 0.01, "0": 0.04 },
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
    ],
  });
  assert.deepEqual(strategy.adding, { maxEntries: 3, addStep: -0.02, addSizeFactor: 1.5 });
  assert.deepEqual(strategy.sizing, { rule: "risk_per_trade", riskFraction: 0.01 });
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

test("what a strategy's own file is blamed for stands beside the other problems", async () => {
  const broken = { code: "STRATEGY_BROKEN", what: "It is broken.", why: "A typing error.", fix: "Correct it." };
  const strategies: StrategyCatalogue = {
    names: [],
    find: async () => {
      throw new AggregateError([new CandlewrightError(broken, { file: "mine.ts", line: 7 })]);
    },
  };
  const text = strategyWith({ strategy_name: "./mine.ts", timeframe: "15" });
  const found = await problems({ "strategy_config.json": text }, { strategies });
  assert.match(found.join("\n"), /^CONFIG_WRONG_FORMAT .* timeframe .*\nSTRATEGY_BROKEN \| mine\.ts \| 7/);
});

test("a missing strategy file is told; the other files may be missing", async () => {
  assert.match((await problems({})).join("\n"), /^CONFIG_MISSING_FILE \| strategy_config\.json/);
});

test("environment overrides by one rule; the real environment beats .env, an option beats both", async () => {
  const files = {
    ...GIVEN,
    ".env": "CANDLEWRIGHT_RISK__MAX_DRAWDOWN=0.1\nCANDLEWRIGHT_MODE=sandbox\nBINANCE_API_SECRET=abc\n",
  };
  const environment = {
    CANDLEWRIGHT_STRATEGY__PARAMETERS__SHORT_WINDOW: "10",
    CANDLEWRIGHT_STRATEGY__SYMBOLS: "BTC/USDT, ETH/USDT",
    CANDLEWRIGHT_RISK__MAX_DRAWDOWN: "0.15",
    CANDLEWRIGHT_STRATEGY__TIMEFRAME: "1h",
    CANDLEWRIGHT_CONFIG: "anything",
  };
  const overrides = [{ source: "--timeframe", section: "strategy", path: ["timeframe"], value: "4h" }] as const;
  const { settings, trace } = await load(files, { environment, overrides });
  assert.equal(settings.strategies[0].parameters["short_window"], 10);
  assert.deepEqual(settings.strategies[0].symbols, ["BTC/USDT", "ETH/USDT"]);
  assert.equal(settings.strategies[0].timeframe, "4h");
  assert.equal(settings.risk.maxDrawdown, 0.15);
  assert.equal(settings.mode, "sandbox");
  const originOf = (path: string) => trace.find((one) => one.path === path)?.origin;
  assert.deepEqual(originOf("timeframe"), { kind: "override", source: "--timeframe" });
  assert.deepEqual(originOf("parameters.short_window"), {
    kind: "override",
    source: "CANDLEWRIGHT_STRATEGY__PARAMETERS__SHORT_WINDOW",
  });
  assert.equal(originOf("parameters.long_window")?.kind, "file");
  assert.deepEqual(originOf("max_daily_loss"), { kind: "default" });
  assert.doesNotMatch(JSON.stringify({ settings, trace }), /abc/, "keys in .env are not for the settings");
});

test("an override that is wrong names the variable", async () => {
  const found = await problems(GIVEN, {
    environment: {
      CANDLEWRIGHT_RISK__MAX_DRAWDWON: "0.1",
      CANDLEWRIGHT_EXCHANGE__TEST_MODE: "no",
      CANDLEWRIGHT_EXCHNGE__TEST_MODE: "false",
      CANDLEWRIGHT_MOD: "live",
      CANDLEWRIGHT_EXCHANGE__API_KEY: "abc",
      CANDLEWRIGHT_MODE: "dryrun",
    },
  });
  assert.deepEqual(found.map((line) => line.split(" | ").slice(0, 2).join(" | ")).sort(), [
    "CONFIG_SECRET_IN_FILE | environment",
    "CONFIG_UNKNOWN_CHOICE | CANDLEWRIGHT_MODE",
    "CONFIG_UNKNOWN_KEY | CANDLEWRIGHT_RISK__MAX_DRAWDWON",
    "CONFIG_UNKNOWN_VARIABLE | environment",
    "CONFIG_UNKNOWN_VARIABLE | environment",
    "CONFIG_WRONG_TYPE | CANDLEWRIGHT_EXCHANGE__TEST_MODE",
  ]);
  assert.doesNotMatch(found.join("\n"), /abc/);
  assert.match(found.join("\n"), /CANDLEWRIGHT_MOD \| .*did you mean CANDLEWRIGHT_MODE\?/);
});

test("a secret is refused in any JSON file of the folder, at any depth, and never shown", async () => {
  const found = await problems({
    ...GIVEN,
    "exchange_config.json": '{ "exchange": "binance",\n "apiKey": "hunter2" }',
    "secrets_config.json": '{ "accounts": [ { "name": "a", "nested": { "Api-Secret": "hunter2" } } ] }',
    "strategy_config.json": strategyWith({ parameters: { password: "hunter2" } }),
  });
  const secrets = found.filter((line) => line.startsWith("CONFIG_SECRET_IN_FILE"));
  assert.equal(secrets.length, 3);
  assert.match(secrets.join("\n"), /exchange_config\.json \| 2 \| apiKey/);
  assert.match(secrets.join("\n"), /secrets_config\.json \| 1 \| accounts\[0\]\.nested\.Api-Secret/);
  assert.match(secrets.join("\n"), /candlewright vault set/);
  assert.doesNotMatch(found.join("\n"), /hunter2/);
});

test("contradictions across files are refused", async () => {
  const of = async (files: Record<string, string>, options = {}) =>
    (await problems({ ...GIVEN, ...files }, options)).join("\n");
  assert.match(
    await of({ "risk_config.json": '{ "max_total_exposure": 2 }' }),
    /CONFIG_INCONSISTENT .* max_total_exposure/,
  );
  assert.match(await of({}, { mode: "live" }), /CONFIG_INCONSISTENT .* test_mode/);
  assert.match(
    await of({ "exchange_config.json": '{ "test_mode": false }' }, { mode: "sandbox" }),
    /CONFIG_INCONSISTENT .* test_mode/,
  );
  assert.match(
    await of({ "backtest_config.json": '{ "from": "2024-02-01", "to": "2024-01-01" }' }),
    /CONFIG_INCONSISTENT .* to/,
  );
  assert.match(await of({ "backtest_config.json": '{ "from": "2024-13-01" }' }), /CONFIG_WRONG_FORMAT .* from/);
});
