/**
 * What each indicator operator costs in its block form, beside the same indicators of the npm package trading-signals in
 * the same run. The block form must equal `next` called candle by candle, bit for bit, and the peer's last value ours to
 * 1e-9, or there is no result.
 */
import { ATR, EMA, RSI, SMA } from "trading-signals";
import { type CandleColumns, VALUE_COLUMNS, type ValueColumn } from "../../src/engine/candles.ts";
import type { Block } from "../../src/engine/expression/block.ts";
import { OperatorNode } from "../../src/engine/expression/kernels/operator.ts";
import { StreamColumn } from "../../src/engine/expression/kernels/sources.ts";
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
  readonly inputs: readonly ValueColumn[];
}

/** The column that stands for an input: its own where it has the name of one, else the close. */
function columnFor(name: string): ValueColumn {
  return VALUE_COLUMNS.find((column) => column === name) ?? "close";
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

/** The operator as a node of a plan, over blocks of the candles. */
class Node {
  readonly results: readonly Float64Array[];
  private readonly sources: readonly StreamColumn[];
  private readonly node: OperatorNode;
  private readonly block: Block = {
    count: BLOCK,
    instants: { times: candles.openTime, from: 0, shiftMs: 0, isLasting: true },
    streams: [{ candles, from: 0, count: BLOCK, rowAt: undefined, instantOf: undefined }],
  };

  constructor({ definition, create, inputs }: Subject) {
    const grid = { type: "stream", stream: 0 } as const;
    this.sources = inputs.map((column) => new StreamColumn(grid, column));
    this.node = new OperatorNode(grid, BLOCK, definition, create(), this.sources);
    this.results = definition.outputs.map((_, n) => this.node.output(n));
  }

  /** Runs the candles from this row on; the results hold what came of them. */
  run(from: number): void {
    this.block.streams[0].from = from;
    for (const source of this.sources) source.run(this.block);
    this.node.run(this.block);
  }
}

/** Stops the run where the block form says anything else than `next`. */
function checkEquality(subject: Subject): void {
  const node = new Node(subject);
  const operator = subject.create();
  for (let from = 0; from < 4096; from += BLOCK) {
    node.run(from);
    for (let i = 0; i < BLOCK; i++) {
      const first = operator.next(...subject.inputs.map((column) => candles[column][from + i]));
      if (!Object.is(node.results[0][i], first))
        throw new Error(`${subject.definition.name}: block and candle differ at ${from + i}`);
    }
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

function operatorNs(subject: Subject): number {
  const node = new Node(subject);
  return shortestNs(() => {
    for (let from = 0; from < CANDLES; from += BLOCK) node.run(from);
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
  const node = new Node(subject);
  for (let from = 0; from < CANDLES; from += BLOCK) node.run(from);
  const ours = node.results[0][BLOCK - 1];
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
