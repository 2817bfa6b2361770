import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GIVEN, load, problems, strategyWith } from "../../test/support/settings.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { readEnvironmentFile } from "./files.ts";
import type { StrategyCatalogue } from "./strategy-schema.ts";

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
  const { settings, trace, modeOrigin } = await load(files, { environment, overrides });
  assert.equal(settings.strategies[0].parameters["short_window"], 10);
  assert.deepEqual(settings.strategies[0].symbols, ["BTC/USDT", "ETH/USDT"]);
  assert.equal(settings.strategies[0].timeframe, "4h");
  assert.equal(settings.risk.maxDrawdown, 0.15);
  assert.equal(settings.mode, "sandbox");
  assert.match(JSON.stringify(modeOrigin), /CANDLEWRIGHT_MODE in .*\.env/);
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

test("what else stands in .env is not even read: it may be a key", async () => {
  const folder = await mkdtemp(join(tmpdir(), "candlewright-env-"));
  await writeFile(join(folder, ".env"), "BINANCE_API_SECRET=abc\nCANDLEWRIGHT_MODE=sandbox\n");
  assert.deepEqual(await readEnvironmentFile(join(folder, ".env")), { CANDLEWRIGHT_MODE: "sandbox" });
  assert.deepEqual(await readEnvironmentFile(join(folder, "missing")), {});
  await rm(folder, { recursive: true });
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
