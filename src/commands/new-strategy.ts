/** Makes a strategy that works as it stands, and a test that shows how one is tested. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CandlewrightError } from "../engine/errors.ts";
import { strategyFileErrors, usageErrors } from "./errors.ts";
import type { Output } from "./output.ts";

const strategyText = (
  name: string,
) => `import { crossesAbove, crossesBelow, defineStrategy, ema, integer } from "candlewright";

export default defineStrategy({
  name: "${name}",
  about: "Holds while the price is above its average.",
  parameters: {
    length: integer(50, { min: 2, max: 1000, about: "candles in the average" }),
  },
  signals: ({ close }, p) => {
    const average = ema(close, p.length);
    return {
      enterLong: crossesAbove(close, average),
      exitLong: crossesBelow(close, average),
    };
  },
});
`;

const testText = (name: string) => `import assert from "node:assert/strict";
import { test } from "node:test";
import { backtest, candlesFromCloses, firesAt } from "candlewright";
import strategy from "./${name}.ts";

// Candles are counted from 0. The average of 3 stands at 10 on candle 2; the close passes it on candle 3.
const candles = candlesFromCloses([10, 10, 10, 12, 13, 9, 8]);
const parameters = { length: 3 };

test("it enters where the price rises above its average and leaves where it falls below", () => {
  assert.deepEqual(firesAt(strategy, candles, { parameters }), { enterLong: [3], exitLong: [5] });
});

test("what it signals is traded at the next open", () => {
  const { trades } = backtest(strategy, { "BTC/USDT": candles }, { parameters });
  assert.deepEqual(
    trades.map(({ entryPrice, exitPrice }) => [entryPrice, exitPrice]),
    [[12, 9]],
  );
});
`;

/**
 * @param folder made where it is not there
 * @throws CandlewrightError USAGE_BAD_VALUE, STRATEGY_FILE_EXISTS
 */
export function newStrategy(output: Output, name: string, folder: string): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    const plain = name
      .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
      .replace(/\W+/g, "_")
      .toLowerCase();
    throw new CandlewrightError(usageErrors.badValue, {
      path: "<name>",
      detail: `Got ${JSON.stringify(name)}; a strategy's name is lower case with underscores.`,
      ...(/^[a-z]\w*$/.test(plain) ? { fix: `Did you mean ${plain}?` } : {}),
    });
  }
  const files = { strategy: join(folder, `${name}.ts`), test: join(folder, `${name}.test.ts`) };
  for (const file of Object.values(files))
    if (existsSync(file)) throw new CandlewrightError(strategyFileErrors.exists, { file });
  mkdirSync(folder, { recursive: true });
  // "wx": whoever made one of them in the meantime keeps it.
  writeFileSync(files.strategy, strategyText(name), { flag: "wx" });
  writeFileSync(files.test, testText(name), { flag: "wx" });
  output.result(files, () => `${files.strategy}\n${files.test}`);
  output.note(`
What to try next:
  candlewright test ${files.test}
  candlewright backtest --strategy ${relativePath(files.strategy)}
Then change signals and the test with it; docs/strategies.md shows what a strategy can say.`);
}

/** A path that no one takes for the name of a shipped strategy. */
function relativePath(file: string): string {
  return /^(?:\.|\/|[A-Za-z]:)/.test(file) ? file : `./${file}`;
}
