/** Settings files for tests, written to a folder of their own and loaded from there. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadedSettings, type LoadOptions, loadSettings } from "../../src/config/load.ts";
import type { StrategyCatalogue } from "../../src/config/strategy-schema.ts";
import { CandlewrightError } from "../../src/engine/errors.ts";
import { choice, decimal, integer, onOff } from "../../src/engine/parameters.ts";

/** Strategies as the settings see them: one shipped, one of roles, one from a file. */
export const catalogue: StrategyCatalogue = {
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
        : name === "pairs"
          ? {
              parameters: {},
              symbols: { a: "one leg", b: "the other" },
            }
          : undefined,
};

/** The mission's own two files, to the letter. */
export const GIVEN = {
  "strategy_config.json":
    '{"strategy_name": "ema_crossover", "parameters": {"short_window": 12, "long_window": 26, "stop_loss_pct": 0.03, "take_profit_pct": 0.05}, "symbols": ["BTC/USDT"], "timeframe": "15m", "capital_allocation": 0.1}',
  "exchange_config.json": '{"exchange": "binance", "test_mode": true, "max_orders_per_minute": 10}',
};

/** Loads these files from a folder of their own. */
export async function load(files: Record<string, string>, options: Partial<LoadOptions> = {}): Promise<LoadedSettings> {
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
export async function problems(files: Record<string, string>, options: Partial<LoadOptions> = {}): Promise<string[]> {
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

/** A strategy file with these changes. */
export const strategyWith = (change: object) =>
  JSON.stringify({ strategy_name: "ema_crossover", symbols: ["BTC/USDT"], timeframe: "15m", ...change }, null, 1);
