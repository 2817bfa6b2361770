/** Why a strategy did or did not act at an instant: its conditions with their values, and the way from signal to order. */
import { placesOf } from "../../engine/compile.ts";
import type { FunnelStep } from "../../engine/entry-sizing.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { instantTime } from "../../engine/expression/block.ts";
import { capture, type CaptureRequest } from "../../engine/expression/capture.ts";
import type { Expression } from "../../engine/expression/node.ts";
import type { Binding } from "../../engine/expression/plan-builder.ts";
import { print } from "../../engine/expression/print.ts";
import { inputsOf } from "../../engine/expression/walk.ts";
import type { Refusal } from "../../engine/result.ts";
import { type BacktestInput, Run } from "../../engine/run.ts";
import { type Stream, Timeline } from "../../engine/timeline.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import { whyErrors } from "../errors.ts";
import { expressionsOf } from "../run/assembly.ts";

/** One node of an expression with what it was at the instant. */
export interface ExplainedNode {
  readonly text: string;
  readonly kind: "series" | "condition";
  /** A condition is 1, 0 or null (unknown); null also for a series that has no value. */
  readonly value: number | null;
  /** On the candle before. */
  readonly previous: number | null;
  readonly inputs: readonly ExplainedNode[];
}

export interface ExplainedOrder {
  readonly what: string;
  readonly detail: string;
}

export interface ExplainedStrategy {
  readonly strategy: string;
  readonly timeframe: string;
  /** Close time of the strategy's candle that was explained, milliseconds UTC. */
  readonly candleClose: number;
  readonly close: number;
  readonly signals: readonly { readonly name: string; readonly tree: ExplainedNode }[];
  /** Before the decision. */
  readonly position: {
    readonly quantity: number;
    readonly entryPrice: number | null;
    readonly stop: number | null;
    readonly target: number | null;
  };
  readonly funnel: readonly FunnelStep[];
  readonly refusals: readonly Refusal[];
  readonly orders: readonly ExplainedOrder[];
}

export interface Explanation {
  readonly symbol: string;
  readonly time: number;
  readonly strategies: readonly ExplainedStrategy[];
}

type ExplainInput = Pick<BacktestInput, "strategies" | "markets" | "settings" | "planInputs" | "finer"> & {
  readonly streams: readonly Stream[];
};

interface Place {
  readonly strategy: ExplainInput["strategies"][number];
  readonly role: string;
  readonly binding: Binding;
  readonly stream: Stream;
  readonly row: number;
}

const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/**
 * @param time instant to explain; the last candle of each strategy that closed by then
 * @throws CandlewrightError WHY_NO_STRATEGY, WHY_NO_CANDLE
 */
export function explain(input: ExplainInput, symbol: string, time: number): Explanation {
  const places = askedPlaces(input, symbol, time);
  const decisions = decide(input, places);
  return {
    symbol,
    time,
    strategies: places.map((place) => ({
      strategy: place.strategy.name,
      timeframe: place.strategy.timeframe,
      candleClose: closeOf(place),
      close: place.stream.candles.close[place.row],
      signals: treesOf(place, input),
      ...(decisions.get(place) as Decision),
    })),
  };
}

const closeOf = ({ stream, row }: Place) => stream.candles.openTime[row] + timeframeMs(stream.timeframe);

function askedPlaces(input: ExplainInput, symbol: string, time: number): Place[] {
  const places: Place[] = [];
  for (const strategy of input.strategies) {
    for (const { role, symbol: own, binding } of placesOf(strategy)) {
      if (own !== symbol) continue;
      const stream = input.streams.find(
        (candidate) => candidate.symbol === symbol && candidate.timeframe === strategy.timeframe,
      ) as Stream;
      const lengthMs = timeframeMs(strategy.timeframe);
      let row = stream.candles.length - 1;
      while (row >= 0 && stream.candles.openTime[row] + lengthMs > time) row--;
      if (row < 0) throw new CandlewrightError(whyErrors.noCandle, { detail: `${symbol} ${strategy.timeframe}.` });
      places.push({ strategy, role, binding, stream, row });
    }
  }
  if (places.length === 0) {
    const there = [...new Set(input.strategies.flatMap(({ symbols }) => symbols))].join(", ");
    throw new CandlewrightError(whyErrors.noStrategy, { detail: `${symbol}; there are: ${there}.` });
  }
  return places;
}

/** Nodes inside of a higher timeframe or of other symbols have candles of their own: their result stands for them. */
function shownInputs(expression: Expression): readonly Expression[] {
  const { type } = expression.operation;
  return type === "align" || type === "across"
    ? []
    : inputsOf(expression).filter(({ operation }) => operation.type !== "constant");
}

function treesOf(place: Place, input: ExplainInput): { name: string; tree: ExplainedNode }[] {
  const roots = expressionsOf(place.strategy).filter(({ role }) => role === place.role);
  // By node, not by its text: two that are printed alike may differ.
  const requests = new Map<Expression, CaptureRequest>();
  const collect = (expression: Expression) => {
    requests.set(expression, { expression, binding: place.binding, role: place.role });
    for (const inner of shownInputs(expression)) collect(inner);
  };
  for (const { expression } of roots) collect(expression);
  const values = capture([...requests.values()], input.streams, input.planInputs);
  const columns = new Map([...requests.keys()].map((expression, n) => [expression, values[n]]));
  const build = (expression: Expression): ExplainedNode => {
    const column = columns.get(expression);
    return {
      text: print(expression),
      kind: expression.kind,
      value: orNull(column?.[place.row]),
      previous: orNull(column?.[place.row - 1]),
      inputs: shownInputs(expression).map(build),
    };
  };
  return roots.map(({ name, expression }) => ({ name, tree: build(expression) }));
}

type Decision = Pick<ExplainedStrategy, "position" | "funnel" | "refusals" | "orders">;

/** Runs the engine up to the instants and listens there. */
function decide(input: ExplainInput, places: readonly Place[]): Map<Place, Decision> {
  const run = new Run({ ...input, blockSize: 1 });
  const timeline = new Timeline(input.streams, 1);
  const { engine, sleeves } = run;
  const decisions = new Map<Place, Decision>();
  const last = Math.max(...places.map(closeOf));
  for (
    let block = timeline.nextBlock();
    block !== undefined && instantTime(block, 0) <= last;
    block = timeline.nextBlock()
  ) {
    const due = places.filter((place) => closeOf(place) === instantTime(block, 0));
    const funnel: FunnelStep[] = [];
    const orders: (ExplainedOrder & { sleeve: number })[] = [];
    const before = due.map((place) => positionOf(run, sleeveOf(place)));
    const refusals: Refusal[] = [];
    if (due.length > 0) {
      engine.sizing.trace = (step) => funnel.push(step);
      engine.refusals.listener = (refusal) => refusals.push(refusal);
      engine.desk.listener = {
        orderChanged: (order) =>
          orders.push({
            sleeve: order.sleeve,
            what: `order ${order.id} ${order.state}`,
            detail: `${order.purpose}, ${order.side === 1 ? "buy" : "sell"} ${order.type}, ${order.quantity || "sized at the fill"} (${order.reason})`,
          }),
        orderFilled: (order, quantity, price) =>
          orders.push({ sleeve: order.sleeve, what: `order ${order.id} filled`, detail: `${quantity} at ${price}` }),
      };
    }
    run.take(block);
    engine.sizing.trace = undefined;
    engine.refusals.listener = undefined;
    engine.desk.listener = undefined;
    due.forEach((place, n) => {
      const sleeve = sleeveOf(place);
      const { strategy, symbol } = sleeves[sleeve];
      decisions.set(place, {
        position: before[n],
        funnel: funnel.filter((step) => step.sleeve === sleeve),
        refusals: refusals.filter((refusal) => refusal.strategy === strategy && refusal.symbol === symbol),
        orders: orders.filter((order) => order.sleeve === sleeve).map(({ what, detail }) => ({ what, detail })),
      });
    });
  }
  function sleeveOf({ strategy, binding, role }: Place): number {
    return sleeves.findIndex((sleeve) => sleeve.strategy === strategy.name && sleeve.symbol === binding.roles[role]);
  }
  return decisions;
}

function positionOf({ engine: { portfolio, guards } }: Run, sleeve: number): ExplainedStrategy["position"] {
  return {
    quantity: portfolio.quantity[sleeve],
    entryPrice: orNull(portfolio.entryPrice[sleeve]),
    stop: orNull(guards.stop[sleeve]),
    target: orNull(guards.target[sleeve]),
  };
}
