/**
 * An indicator as docs, tests and sweeps see it: what it is, where it comes from, and how to build it on a market.
 * Some are one operator, some are composed of several; whoever reads the registry need not know which.
 */
import { apply, type SeriesLike } from "../expression/apply.ts";
import { type Expression, type Market, Series } from "../expression/node.ts";
import type { OperatorDefinition, OperatorOutput } from "../expression/operator.ts";
import { print } from "../expression/print.ts";
import type { Parameter, ParameterSet, ParameterValues } from "../parameters.ts";

/** Under which heading it is documented. */
export type IndicatorGroup =
  | "Averages"
  | "Trend"
  | "Momentum"
  | "Volatility"
  | "Volume"
  | "Candles"
  | "Statistics"
  | "Building blocks";

/** By output name. */
export type IndicatorSeries = Readonly<Record<string, Series>>;

export interface Indicator {
  readonly group: IndicatorGroup;
  /** As it is written: `macd`. */
  readonly name: string;
  /** For people: "Moving average convergence divergence". */
  readonly title: string;
  readonly about: string;
  /** The formula, in plain text. */
  readonly formula: string;
  /** Where the formula and its convention come from. */
  readonly source: string;
  /** Seeds, edge cases, units: what another implementation might do differently. */
  readonly convention?: string;
  /** How an author writes it: `macd(value, fast, slow, signal)`. */
  readonly usage: string;
  readonly outputs: readonly OperatorOutput[];
  readonly parameters: ParameterSet;
  /**
   * For each output, the number of candles without a value before the first one.
   * @param parameters those left out take their defaults
   */
  warmUp(parameters?: Partial<ParameterValues<ParameterSet>>): Readonly<Record<string, number>>;
  /** The warm-up is the least there can be: the first value needs an event in the data. */
  readonly warmUpDependsOnData?: boolean;
  /**
   * Its outputs on a market; what takes any series is given the close.
   * @param parameters those left out take their defaults
   */
  build(market: Market, parameters?: Partial<ParameterValues<ParameterSet>>): IndicatorSeries;
}

type Composite<Set extends ParameterSet> = Omit<Indicator, "parameters" | "warmUp" | "build"> & {
  readonly parameters: Set;
  warmUp(parameters: ParameterValues<Set>): Readonly<Record<string, number>>;
  build(market: Market, parameters: ParameterValues<Set>): IndicatorSeries;
};

function complete<Set extends ParameterSet>(
  declared: Set,
  given: Partial<ParameterValues<ParameterSet>>,
): ParameterValues<Set> {
  const defaults = Object.entries(declared).map(([name, parameter]) => [name, given[name] ?? parameter.default]);
  return Object.fromEntries(defaults) as ParameterValues<Set>;
}

/** Declares an indicator that is composed of other expressions; the parameters' types are inferred. */
export function defineIndicator<const Set extends ParameterSet>(composite: Composite<Set>): Indicator {
  return Object.freeze({
    ...composite,
    warmUp: (given = {}) => composite.warmUp(complete(composite.parameters, given)),
    build: (market, given = {}) => composite.build(market, complete(composite.parameters, given)),
  } satisfies Indicator);
}

/** Inputs that an operator is shown with: columns by their names, the close for any other series. */
function inputsOn(market: Market, definition: OperatorDefinition): readonly Expression[] {
  return definition.inputs.map((name) => market[name as keyof Market] ?? market.close);
}

/**
 * An operator as an indicator.
 * @param options.usage how it is written where that differs from `name(inputs, parameters)`
 * @param options.inputs what it is shown with, where the columns and the close do not fit
 */
export function operatorIndicator<Set extends ParameterSet>(
  group: IndicatorGroup,
  typed: OperatorDefinition<Set>,
  options: { usage?: string; inputs?: (market: Market) => readonly (Expression | SeriesLike)[] } = {},
): Indicator {
  const definition = typed as unknown as OperatorDefinition;
  const inputs = options.inputs ?? ((market: Market) => inputsOn(market, definition));
  return Object.freeze({
    group,
    name: definition.name,
    title: definition.title,
    about: definition.about,
    formula: definition.formula,
    source: definition.source,
    ...(definition.convention === undefined ? {} : { convention: definition.convention }),
    ...(definition.warmUpDependsOnData === true ? { warmUpDependsOnData: true } : {}),
    usage: options.usage ?? operatorUsage(definition),
    outputs: definition.outputs,
    parameters: definition.parameters,
    warmUp: (given = {}) => {
      const parameters = complete(definition.parameters, given);
      const differing = definition.outputWarmUps?.(parameters) ?? {};
      return Object.fromEntries(
        definition.outputs.map(({ name }) => [name, differing[name] ?? definition.warmUp(parameters)]),
      );
    },
    build: (market, given = {}) => {
      const { operation } = apply(definition, inputs(market), complete(definition.parameters, given));
      return Object.fromEntries(definition.outputs.map(({ name }, output) => [name, new Series(operation, output)]));
    },
  } satisfies Indicator);
}

function isColumn(name: string): boolean {
  return ["open", "high", "low", "close", "volume", "openTime", "closeTime"].includes(name);
}

/** `ema(value, length, { seed })`: a market in the place of candle columns, words and switches among the options. */
function operatorUsage(definition: OperatorDefinition): string {
  const inputs = definition.inputs.filter((name) => !isColumn(name));
  const market = inputs.length < definition.inputs.length ? ["market"] : [];
  const parameters = Object.entries(definition.parameters);
  const isNumber = ([, { kind }]: [string, Parameter]) => kind === "integer" || kind === "decimal";
  const numbers = parameters.filter(isNumber).map(([name]) => name);
  const options = parameters.filter((parameter) => !isNumber(parameter)).map(([name]) => name);
  const last = options.length > 0 ? [`{ ${options.join(", ")} }`] : [];
  return `${definition.name}(${[...market, ...inputs, ...numbers, ...last].join(", ")})`;
}

/**
 * The printed form of a composed indicator: `macd(close, 12, 26, 9)`. A market is left out where it is the strategy's
 * own, as an operator's columns are.
 */
export function labelOf(name: string, input: SeriesLike | Market, parameters: readonly (number | string)[]): string {
  return `${name}(${[...printInput(input), ...parameters].join(", ")})`;
}

function printInput(input: SeriesLike | Market): readonly string[] {
  if (typeof input === "number") return [String(input)];
  if (input instanceof Series) return [print(input)];
  const close = print(input.close);
  return close === "close" ? [] : [close.replace(/\.close$/, "")];
}

/** Each series with its printed form: `macd(close, 12, 26, 9).signal`. */
export function namedOutputs<const Outputs extends IndicatorSeries>(
  label: string,
  outputs: Outputs,
): Readonly<Outputs> {
  const entries = Object.entries(outputs).map(([name, series]) => [name, series.named(`${label}.${name}`)]);
  return Object.freeze(Object.fromEntries(entries)) as Readonly<Outputs>;
}

/** Whether an expression counts candles whatever they hold, so that a candle without values changes what follows. */
export function countsMissingCandles(expression: Expression): boolean {
  const { operation } = expression;
  if (operation.type === "operator") {
    return operation.definition.acceptsNaN === true || operation.inputs.some(countsMissingCandles);
  }
  if ("input" in operation) return countsMissingCandles(operation.input);
  if ("inputs" in operation) return operation.inputs.some(countsMissingCandles);
  return operation.type === "compare" && [operation.left, operation.right].some(countsMissingCandles);
}
