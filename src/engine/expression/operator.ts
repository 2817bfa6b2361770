/**
 * An operator turns candle values into new values, one candle at a time, and remembers what it needs.
 *
 * It has ONE definition: the class's `next`. The block form that backtests run is derived from it (`block-form.ts`),
 * so live and history cannot differ. The rules that make this possible:
 *
 * - All state is in own fields, set in the constructor: numbers, booleans, typed arrays, other operators, or arrays of
 *   these. No `#private` fields: the block form and snapshots read the fields by name.
 * - `next` allocates nothing and gives NaN until it is warm.
 * - A NaN input never reaches `next`: the caller gives NaN out and leaves the state as it was. An operator that must
 *   count candles whatever they hold (a lag, say) declares `acceptsNaN`.
 * - A field that will hold fractions starts at a fraction (0.5) or NaN, not at 0: V8 keeps it unboxed from the start.
 */
import type { ParameterSet, ParameterValues } from "../parameters.ts";

export abstract class Operator {
  /**
   * Takes the inputs of one candle, in the order that the definition names them, and gives the first output.
   * Further outputs are left in public fields that carry the outputs' names.
   */
  abstract next(...inputs: number[]): number;
}

/** How an output is to be drawn and scaled. */
export type OutputScale = "price" | "oscillator" | "volume" | "ratio" | "state";

export interface OperatorOutput {
  readonly name: string;
  readonly scale: OutputScale;
  readonly about?: string;
}

export interface OperatorDefinition<Set extends ParameterSet = ParameterSet> {
  /** As it is written and printed: `ema`. */
  readonly name: string;
  /** For people: "Exponential moving average". */
  readonly title: string;
  readonly about: string;
  /** The formula, in plain text. */
  readonly formula: string;
  /** Where the formula and its convention come from. */
  readonly source: string;
  /** Seeds, edge cases, units: what another implementation might do differently. */
  readonly convention?: string;
  /** Input names in order. Names of candle columns (`high`, `low`, ...) are left out when it is printed. */
  readonly inputs: readonly string[];
  readonly outputs: readonly OperatorOutput[];
  readonly parameters: Set;
  /** Number of candles with a NaN output before the first value, on inputs without NaN. */
  warmUp(parameters: ParameterValues<Set>): number;
  /** By output name, where the warm-up of a further output differs from the first's. */
  outputWarmUps?(parameters: ParameterValues<Set>): Readonly<Record<string, number>>;
  /** The warm-up is the least there can be: the first value needs an event in the data. */
  readonly warmUpDependsOnData?: boolean;
  /** NaN inputs are passed on to `next`. */
  readonly acceptsNaN?: boolean;
  create(parameters: ParameterValues<Set>): Operator;
}

/** Declares an operator; the parameters' types are inferred. */
export function defineOperator<const Set extends ParameterSet>(
  definition: OperatorDefinition<Set>,
): OperatorDefinition<Set> {
  return Object.freeze(definition);
}
