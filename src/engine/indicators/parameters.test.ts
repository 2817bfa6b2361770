/** The contract at parameters drawn from the whole of their ranges, the smallest ones first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { candles, everyIndicator, market, options } from "../../../test/support/expression-subjects.ts";
import { randomNumbers, withFreakTail } from "../../../test/support/random-candles.ts";
import { evaluate } from "../expression/evaluate.ts";
import { print } from "../expression/print.ts";
import type { Parameter, ParameterSet } from "../parameters.ts";

const SETS = 4;
/** Longer windows would not fill on the candles of the test. */
const LONGEST = 40;
const FREAK_FROM = 400;

function draw(parameter: Parameter, random: () => number): number | string | boolean {
  if (parameter.kind === "choice") return parameter.options[Math.floor(random() * parameter.options.length)];
  if (parameter.kind === "switch") return random() < 0.5;
  if (parameter.kind === "decimal") return parameter.min + random() * (3 * parameter.default - parameter.min);
  return Math.min(parameter.max, parameter.min + Math.floor(random() * LONGEST));
}

function drawAll(declared: ParameterSet, isSmallest: boolean, random: () => number) {
  const values = Object.entries(declared).map(([name, parameter]) => {
    const drawn = draw(parameter, random);
    if (!("max" in parameter)) return [name, drawn];
    return [name, isSmallest ? parameter.min : Math.min(parameter.max, drawn as number)];
  });
  return Object.fromEntries(values) as Record<string, number>;
}

test("at any parameters: no infinity, warm-up as declared, past and blocks without influence", () => {
  const random = randomNumbers(20);
  const freak = withFreakTail(candles, FREAK_FROM);
  for (const indicator of everyIndicator) {
    for (let set = 0; set < SETS; set++) {
      const parameters = drawAll(indicator.parameters, set === 0, random);
      // Averages of the same length cancel out: nothing is left to measure.
      if ("fast" in parameters && parameters.fast === parameters.slow) continue;
      const outputs = indicator.build(market, parameters);
      const series = Object.values(outputs);
      const declared = indicator.warmUp(parameters);
      const ordinary = evaluate(series, candles, options);
      const whole = evaluate(series, freak, options);
      const single = evaluate(series, freak, { ...options, blockSize: 1 });
      Object.keys(outputs).forEach((name, n) => {
        const what = `${print(series[n])} at ${JSON.stringify(parameters)}`;
        assert.ok(!ordinary[n].some((value) => Math.abs(value) === Infinity), `${what} is endless`);
        const first = ordinary[n].findIndex((value) => !Number.isNaN(value));
        if (indicator.warmUpDependsOnData !== true) assert.equal(first, declared[name], what);
        else assert.ok(first === -1 || first >= declared[name], what);
        assert.deepEqual(single[n], whole[n], what);
        assert.deepEqual(whole[n].subarray(0, FREAK_FROM), ordinary[n].subarray(0, FREAK_FROM), what);
      });
    }
  }
});
