/**
 * What each indicator operator costs in its block form, beside the same indicators of the npm package trading-signals in
 * the same run. The block form must equal `next` called candle by candle, bit for bit, and the peer's last value ours to
 * 1e-9, or there is no result.
 */
import { ATR, EMA, RSI, SMA } from "trading-signals";
import type { CandleColumns } from "../../src/engine/candles.ts";
import { blockForm } from "../../src/engine/expression/block-form.ts";
import type { Expression } from "../../src/engine/expression/node.ts";
import type { Operator, OperatorDefinition } from "../../src/engine/expression/operator.ts";
import { marketOf } from "../../src/engine/expression/sources.ts";
import { buildingBlocks } from "../../src/engine/indicators/building-blocks.ts";
import { indicators } from "../../src/engine/indicators/registry.ts";
import { ordinaryCandles } from "../../test/support/random-candles.ts";
import { type Benchmark, type Figure, rounded } from "../support/benchmark.ts";

const CANDLES = 65_536;
const BLOCK = 256;
const ROUNDS = 40;
const MEAN_LIMIT_NS = 15;
const EMA_LIMIT_NS = 5;

const candles = ordinaryCandles(CANDLES);

interface Subject {
  readonly definition: OperatorDefinition;
  readonly create: () => Operator;
  readonly inputs: readonly Float64Array[];
}

/** The column that stands for an input: its own where it has the name of one, else the close. */
function columnFor(name: string): Float64Array {
  return (candles as unknown as Record<string, Float64Array>)[name] ?? candles.close;
}

function operatorsIn({ operation }: Expression): readonly Extract<typeof operation, { type: "operator" }>[] {
  const inner = "inputs" in operation ? operation.inputs.flatMap(operatorsIn) : [];
  return operation.type === "operator" ? [operation, ...inner] : inner;
}

/** Every operator that the indicators are made of, once, with the parameters that it is first met with. */
function subjects(): ReadonlyMap<string, Subject> {
  const plain = new Set(buildingBlocks.map(({ name }) => name));
  const found = new Map<string, Subject>();
  for (const { definition, parameters } of indicators
    .flatMap((indicator) => Object.values(indicator.build(marketOf())))
    .flatMap(operatorsIn)) {
    if (plain.has(definition.name) || found.has(definition.name)) continue;
    const create = () => definition.create(parameters as never);
    found.set(definition.name, { definition, create, inputs: definition.inputs.map(columnFor) });
  }
  return found;
}

function blocksOf({ definition, create, inputs }: Subject, count: number): Float64Array[] {
  const operator = create();
  const run = blockForm(
    operator,
    definition,
    inputs.map(() => "series"),
  );
  const outputs = definition.outputs.map(() => new Float64Array(BLOCK));
  const results = definition.outputs.map(() => new Float64Array(count));
  for (let from = 0; from < count; from += BLOCK) {
    run(operator, BLOCK, ...inputs.flatMap((column) => [column, from]), ...outputs);
    outputs.forEach((output, n) => results[n].set(output, from));
  }
  return results;
}

/** Stops the run where the block form says anything else than `next`. */
function checkEquality(subject: Subject): void {
  const count = 4096;
  const blocks = blocksOf(subject, count);
  const operator = subject.create();
  for (let i = 0; i < count; i++) {
    const first = operator.next(...subject.inputs.map((column) => column[i]));
    if (!Object.is(blocks[0][i], first)) throw new Error(`${subject.definition.name}: block and candle differ at ${i}`);
  }
}

/** Shortest of the rounds: the machine may be busy, the code is not faster than it is. */
function shortestNs(round: () => void): number {
  let shortest = Infinity;
  for (let n = 0; n < ROUNDS; n++) {
    const started = process.hrtime.bigint();
    round();
    shortest = Math.min(shortest, Number(process.hrtime.bigint() - started));
  }
  return rounded(shortest / CANDLES);
}

function operatorNs({ definition, create, inputs }: Subject): number {
  const operator = create();
  const kinds = inputs.map(() => "series" as const);
  const outputs = definition.outputs.map(() => new Float64Array(BLOCK));
  const calls = Array.from({ length: CANDLES / BLOCK }, (_, n) => [
    operator,
    BLOCK,
    ...inputs.flatMap((column) => [column, n * BLOCK]),
    ...outputs,
  ]);
  const run = blockForm(operator, definition, kinds);
  return shortestNs(() => {
    for (const call of calls) Reflect.apply(run, undefined, call);
  });
}

interface Peer {
  readonly make: () => (i: number) => number;
}

/** The same indicators of the peer; its moving averages start elsewhere, which 65,536 candles make equal. */
function peers({ high, low, close }: CandleColumns): Readonly<Record<string, Peer>> {
  const overClose = (indicator: { update(value: number, replace: boolean): number | null }) => (i: number) =>
    indicator.update(close[i], false) ?? NaN;
  return {
    ema: { make: () => overClose(new EMA(20)) },
    sma: { make: () => overClose(new SMA(20)) },
    rsi: { make: () => overClose(new RSI(14)) },
    atr: {
      make: () => {
        const indicator = new ATR(14);
        return (i) => indicator.update({ high: high[i], low: low[i], close: close[i] }, false) ?? NaN;
      },
    },
  };
}

function peerNs(name: string, { make }: Peer, subject: Subject): number {
  const ours = blocksOf(subject, CANDLES)[0][CANDLES - 1];
  const update = make();
  let theirs = NaN;
  for (let i = 0; i < CANDLES; i++) theirs = update(i);
  if (!(Math.abs(theirs - ours) <= 1e-9 * Math.abs(ours))) throw new Error(`${name}: ${ours}, the peer ${theirs}`);
  return shortestNs(() => {
    const next = make();
    for (let i = 0; i < CANDLES; i++) next(i);
  });
}

/** After any timing: `next` called through the object shows V8 a second kind of object and slows the block form down. */
function check(): void {
  for (const subject of subjects().values()) checkEquality(subject);
}

function measure(): Figure[] {
  const all = subjects();
  const operators: Record<string, number> = {};
  for (const [name, subject] of all) operators[name] = operatorNs(subject);
  const figures = Object.values(operators);
  const meanNs = figures.reduce((sum, ns) => sum + ns, 0) / figures.length;
  const peerFigures = Object.entries(peers(candles)).map(([name, peer]) => {
    const theirs = peerNs(name, peer, all.get(name) as Subject);
    return {
      what: `${name}, over that of trading-signals`,
      value: rounded(operators[name] / theirs),
      unit: "x",
      limit: 1,
      from: { ourNs: operators[name], theirNs: theirs },
    };
  });
  check();
  return [
    {
      what: "mean over all operators",
      value: rounded(meanNs),
      unit: "ns/candle",
      limit: MEAN_LIMIT_NS,
      from: operators,
    },
    { what: "ema", value: operators["ema"], unit: "ns/candle", limit: EMA_LIMIT_NS, from: { candles: CANDLES } },
    ...peerFigures,
  ];
}

export const benchmark: Benchmark = {
  name: "operators",
  about: "every indicator operator over blocks of 256 candles",
  check,
  measure,
};
