/** Turns expressions into the nodes of a plan. */
import { CandlewrightError } from "../errors.ts";
import { timeframeMs } from "../timeframe.ts";
import type { StreamKey } from "./block.ts";
import type { Column, ConditionColumn, Grid, SeriesColumn, SeriesNode } from "./column.ts";
import { expressionErrors } from "./errors.ts";
import type { FeatureValues } from "./feature.ts";
import { And, Compare, FurtherComparison, Known, Not, Or, Rises } from "./kernels/conditions.ts";
import { AlignedCondition, AlignedSeries, HigherCandles, HigherColumn } from "./kernels/higher-timeframe.ts";
import { FurtherOutput, OperatorNode, pairOperators } from "./kernels/operator.ts";
import { type Predict, Prediction } from "./kernels/prediction.ts";
import { CloseTime, Constant, Every, FeatureColumn, StreamColumn } from "./kernels/sources.ts";
import { Across, ConditionFromInstants, ConditionToInstants, FromInstants, ToInstants } from "./kernels/symbols.ts";
import type { OperatorDefinition } from "./operator.ts";
import type { Condition, Expression, Series, SeriesOperation, SourceColumn } from "./node.ts";
import { Plan } from "./plan.ts";
import { print } from "./print.ts";

/** Which candles an expression's leaves mean. */
export interface Binding {
  /** The strategy's timeframe. */
  readonly timeframe: string;
  /** The symbol behind each role; "" is the symbol that a description without roles runs on. */
  readonly roles: Readonly<Record<string, string>>;
  /** All symbols of the strategy: what `across` compares. */
  readonly symbols: readonly string[];
}

/** With the role whose candles the clock and features stand on. */
interface Clocked extends Binding {
  readonly clock: string;
}

export interface PlanInputs {
  readonly features?: ReadonlyMap<string, FeatureValues>;
  readonly models?: ReadonlyMap<string, Predict>;
}

type StreamGrid = Extract<Grid, { type: "stream" }>;
type OperationOf<Type extends SeriesOperation["type"]> = Extract<SeriesOperation, { type: Type }>;

export class PlanBuilder {
  private readonly streams: StreamKey[];
  private readonly blockSize: number;
  private readonly inputs: PlanInputs;
  private readonly nodes: Column[] = [];
  private readonly interned = new Map<string, Column>();
  private readonly numbers = new Map<Column, number>();
  private readonly definitions = new Map<OperatorDefinition, number>();
  private readonly streamGrids: StreamGrid[];
  private readonly higherGrids = new Map<string, Grid>();

  constructor(streams: readonly StreamKey[], blockSize: number, inputs: PlanInputs = {}) {
    this.streams = [...streams];
    this.blockSize = blockSize;
    this.inputs = inputs;
    this.streamGrids = streams.map((_, stream) => Object.freeze({ type: "stream", stream }));
  }

  /** The column of a series on the candles of the binding's own symbol (role ""). */
  series(expression: Series, binding: Binding, role = ""): SeriesColumn {
    const stream = this.streamOf(binding, role);
    return this.ontoStream(this.compileSeries(expression, { ...binding, clock: role }, ""), stream) as SeriesColumn;
  }

  /** The bits of a condition on the candles of the binding's own symbol. */
  condition(expression: Condition, binding: Binding, role = ""): ConditionColumn {
    const stream = this.streamOf(binding, role);
    return this.ontoStream(
      this.compileCondition(expression, { ...binding, clock: role }, ""),
      stream,
    ) as ConditionColumn;
  }

  build(): Plan {
    pairOperators(this.nodes);
    return new Plan(this.streams, this.blockSize, this.nodes);
  }

  private streamOf(binding: Binding, role: string): number {
    const symbol = binding.roles[role];
    const stream = this.streams.findIndex((key) => key.symbol === symbol && key.timeframe === binding.timeframe);
    if (symbol === undefined || stream < 0) {
      const detail = `Role ${JSON.stringify(role)}; there are: ${Object.keys(binding.roles)
        .map((name) => JSON.stringify(name))
        .join(", ")}.`;
      throw new CandlewrightError(expressionErrors.unknownRole, { detail });
    }
    return stream;
  }

  /** Gives the node for a key, made at its first use. */
  private intern<Node extends Column>(key: string, make: () => Node): Node {
    const known = this.interned.get(key);
    if (known !== undefined) return known as Node;
    const node = make();
    this.interned.set(key, node);
    this.numbers.set(node, this.nodes.length);
    this.nodes.push(node);
    return node;
  }

  private id(node: Column): string {
    return `#${this.numbers.get(node)}`;
  }

  /** A user's operator may have the name of another one. */
  private definitionId(definition: OperatorDefinition): number {
    const known = this.definitions.get(definition);
    if (known !== undefined) return known;
    this.definitions.set(definition, this.definitions.size);
    return this.definitions.size - 1;
  }

  private capacity(grid: Grid | undefined): number {
    return grid === undefined || grid.type === "higher" ? HigherCandles.capacity(this.blockSize) : this.blockSize;
  }

  private gridOf(binding: Binding, role: string, timeframe: string): Grid {
    const stream = this.streamOf(binding, role);
    if (timeframe === "" || timeframe === binding.timeframe) return this.streamGrids[stream];
    const key = `${stream}@${timeframe}`;
    let grid = this.higherGrids.get(key);
    if (grid === undefined) {
      const [baseMs, lengthMs] = [timeframeMs(binding.timeframe), timeframeMs(timeframe)];
      if (lengthMs <= baseMs || lengthMs % baseMs !== 0) {
        throw new CandlewrightError(expressionErrors.timeframeNotHigher, {
          detail: `${timeframe} over ${binding.timeframe}.`,
        });
      }
      const candles = new HigherCandles(stream, this.blockSize, baseMs, lengthMs);
      grid = Object.freeze({ type: "higher", stream, timeframe, candles });
      this.higherGrids.set(key, grid);
    }
    return grid;
  }

  private source(grid: Grid, column: SourceColumn): SeriesNode {
    if (grid.type === "higher") {
      const place = `${grid.stream}@${grid.timeframe}`;
      const candles = grid.candles as HigherCandles;
      this.intern(`${place}.open`, () => new HigherColumn(grid, candles, "open", true));
      return this.intern(`${place}.${column}`, () => new HigherColumn(grid, candles, column, false));
    }
    const streamGrid = grid as StreamGrid;
    return this.intern(`${streamGrid.stream}.${column}`, () =>
      column === "closeTime"
        ? new CloseTime(streamGrid, this.capacity(grid), timeframeMs(this.streams[streamGrid.stream].timeframe))
        : new StreamColumn(streamGrid, column),
    );
  }

  private compile(expression: Expression, binding: Clocked, timeframe: string): Column {
    return expression.kind === "series"
      ? this.compileSeries(expression, binding, timeframe)
      : this.compileCondition(expression, binding, timeframe);
  }

  /** @param timeframe of the higher-timeframe expression around it; "" outside of one */
  private compileSeries(series: Series, binding: Clocked, timeframe: string): SeriesColumn {
    const { operation } = series;
    switch (operation.type) {
      case "source":
        return this.source(this.gridOf(binding, operation.role, operation.timeframe), operation.column);
      case "constant":
        return this.intern(
          `constant ${operation.value}`,
          () => new Constant(this.capacity(undefined), operation.value),
        );
      case "operator":
        return this.operator(operation, series.output, binding, timeframe);
      case "align":
        return this.align(operation.input, operation.timeframe, binding) as SeriesColumn;
      case "across":
        return this.across(operation, binding, timeframe);
      case "feature":
        return this.feature(operation, binding, timeframe);
      case "prediction":
        return this.prediction(operation, binding, timeframe);
    }
  }

  private compileCondition(condition: Condition, binding: Clocked, timeframe: string): ConditionColumn {
    const { operation } = condition;
    switch (operation.type) {
      case "compare": {
        const [grid, nodes] = this.onOneGrid([operation.left, operation.right], binding, timeframe);
        const [left, right] = nodes as SeriesColumn[];
        const pair = `${this.id(left)} with ${this.id(right)} on ${gridKey(grid)}`;
        const compare = this.intern(pair, () => new Compare(grid, this.capacity(grid), left, right));
        const { comparison } = operation;
        if (comparison === ">") return compare;
        const make = () => new FurtherComparison(this.capacity(grid), compare, comparison);
        return this.intern(`${comparison} of ${this.id(compare)}`, make);
      }
      case "rises": {
        const input = this.compileCondition(operation.input, binding, timeframe);
        return this.intern(`rises ${this.id(input)}`, () => new Rises(this.capacity(input.grid), input));
      }
      case "and":
      case "or": {
        const [grid, nodes] = this.onOneGrid(operation.inputs, binding, timeframe);
        const Logic = operation.type === "and" ? And : Or;
        const key = `${operation.type} ${nodes.map((node) => this.id(node)).join()}`;
        return this.intern(key, () => new Logic(grid, this.capacity(grid), nodes as ConditionColumn[]));
      }
      case "not": {
        const input = this.compileCondition(operation.input, binding, timeframe);
        return this.intern(`not ${this.id(input)}`, () => new Not(this.capacity(input.grid), input));
      }
      case "known": {
        const [, [input]] = this.onOneGrid([operation.input], binding, timeframe);
        return this.intern(
          `known ${this.id(input)}`,
          () => new Known(this.capacity(input.grid), input as SeriesColumn),
        );
      }
      case "every": {
        const closeTime = this.source(this.gridOf(binding, binding.clock, timeframe), "closeTime");
        const key = `every ${operation.timeframe} of ${this.id(closeTime)}`;
        return this.intern(key, () => new Every(closeTime, this.capacity(closeTime.grid), operation.timeframe));
      }
      case "align":
        return this.align(operation.input, operation.timeframe, binding) as ConditionColumn;
    }
  }

  private operator(
    operation: OperationOf<"operator">,
    output: number,
    binding: Clocked,
    timeframe: string,
  ): SeriesColumn {
    const { definition, parameters } = operation;
    const [grid, inputs] = this.onOneGrid(operation.inputs, binding, timeframe);
    const key = `${definition.name}${this.definitionId(definition)}(${inputs.map((input) => this.id(input)).join()};${JSON.stringify(parameters)}) on ${gridKey(grid)}`;
    const node = this.intern(
      key,
      () => new OperatorNode(grid, this.capacity(grid), definition, definition.create(parameters as never), inputs),
    );
    return output === 0 ? node : this.intern(`${key}.${output}`, () => new FurtherOutput(node, output));
  }

  private align(expression: Expression, timeframe: string, binding: Clocked): Column {
    const input = this.compile(expression, binding, timeframe);
    const { grid } = input;
    if (grid === undefined || grid.type !== "higher") return input;
    const base = this.streamGrids[grid.stream];
    return this.intern<Column>(`align ${this.id(input)}`, () =>
      input.kind === "series"
        ? new AlignedSeries(base, this.capacity(base), input, grid.candles)
        : new AlignedCondition(base, this.capacity(base), input, grid.candles),
    );
  }

  private across(operation: OperationOf<"across">, binding: Clocked, timeframe: string): SeriesColumn {
    const own = binding.roles[""];
    if (own === undefined)
      throw new CandlewrightError(expressionErrors.acrossNeedsSymbols, {
        detail: `across.${operation.compute}(${print(operation.input)})`,
      });
    const inputs = binding.symbols.map((symbol) => {
      const node = this.compileSeries(
        operation.input,
        { ...binding, roles: { ...binding.roles, "": symbol } },
        timeframe,
      );
      return this.toInstants(node) as SeriesColumn;
    });
    const self = binding.symbols.indexOf(own);
    const key = `across ${operation.compute} ${self} of ${inputs.map((input) => this.id(input)).join()}`;
    return this.intern(key, () => new Across(this.blockSize, operation.compute, inputs, self));
  }

  private feature(operation: OperationOf<"feature">, binding: Clocked, timeframe: string): SeriesColumn {
    const values = this.inputs.features?.get(operation.name);
    if (values === undefined) {
      const there = [...(this.inputs.features?.keys() ?? [])].join(", ") || "none";
      throw new CandlewrightError(expressionErrors.missingFeature, {
        detail: `${operation.name}; there are: ${there}.`,
      });
    }
    const closeTime = this.source(this.gridOf(binding, binding.clock, timeframe), "closeTime");
    const key = `feature ${operation.name} ${operation.maxAgeMs} ${this.id(closeTime)}`;
    return this.intern(
      key,
      () => new FeatureColumn(closeTime, this.capacity(closeTime.grid), values, operation.maxAgeMs),
    );
  }

  private prediction(operation: OperationOf<"prediction">, binding: Clocked, timeframe: string): SeriesColumn {
    const model = this.inputs.models?.get(operation.name);
    if (model === undefined) throw new CandlewrightError(expressionErrors.missingModel, { detail: operation.name });
    const [grid, inputs] = this.onOneGrid(operation.inputs, binding, timeframe);
    const key = `prediction ${operation.name} ${inputs.map((input) => this.id(input)).join()} on ${gridKey(grid)}`;
    return this.intern(key, () => new Prediction(grid, this.capacity(grid), inputs as SeriesColumn[], model));
  }

  /** Compiles inputs and brings them onto the grid they share; those of several symbols meet on the instants. */
  private onOneGrid(expressions: readonly Expression[], binding: Clocked, timeframe: string): [Grid, Column[]] {
    const nodes = expressions.map((expression) => this.compile(expression, binding, timeframe));
    const grids = new Set(
      nodes
        .map((node) => node.grid)
        .filter((grid) => grid !== undefined)
        .map(gridKey),
    );
    const own = nodes.find((node) => node.grid !== undefined)?.grid;
    if (own === undefined) return [this.gridOf(binding, binding.clock, timeframe), nodes];
    if (grids.size === 1) return [own, nodes];
    if (nodes.some((node) => node.grid?.type === "higher")) {
      throw new CandlewrightError(expressionErrors.mixedTimeframes, { detail: expressions.map(print).join(" with ") });
    }
    return [{ type: "instants" }, nodes.map((node) => this.toInstants(node))];
  }

  private toInstants(node: Column): Column {
    const { grid } = node;
    if (grid === undefined || grid.type === "instants") return node;
    if (grid.type === "higher") throw new CandlewrightError(expressionErrors.mixedTimeframes);
    return this.intern<Column>(`instants ${this.id(node)}`, () =>
      node.kind === "series"
        ? new ToInstants(this.blockSize, node, grid.stream)
        : new ConditionToInstants(this.blockSize, node, grid.stream),
    );
  }

  private ontoStream(node: Column, stream: number): Column {
    const { grid } = node;
    const wanted = this.streamGrids[stream];
    if (grid === undefined || (grid.type === "stream" && grid.stream === stream)) return node;
    const source = this.toInstants(node);
    return this.intern<Column>(`stream ${stream} ${this.id(source)}`, () =>
      source.kind === "series"
        ? new FromInstants(wanted, this.blockSize, source)
        : new ConditionFromInstants(wanted, this.blockSize, source),
    );
  }
}

function gridKey(grid: Grid): string {
  if (grid.type === "instants") return "instants";
  return grid.type === "stream" ? `${grid.stream}` : `${grid.stream}@${grid.timeframe}`;
}
