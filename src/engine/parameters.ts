/**
 * The parameters of a strategy or an indicator: type, range, default and text.
 * From one such declaration come the check of the settings, the JSON Schema, the docs and the space of a sweep.
 */

interface Described {
  /** What it means, with its unit: "candles in the fast EMA". */
  readonly about: string;
}
export interface IntegerParameter extends Described {
  readonly kind: "integer";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface DecimalParameter extends Described {
  readonly kind: "decimal";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface ChoiceParameter<Option extends string = string> extends Described {
  readonly kind: "choice";
  readonly default: Option;
  readonly options: readonly Option[];
}
export interface SwitchParameter extends Described {
  readonly kind: "switch";
  readonly default: boolean;
}
export type Parameter = IntegerParameter | DecimalParameter | ChoiceParameter | SwitchParameter;
export type ParameterSet = Readonly<Record<string, Parameter>>;

/** The values that a declared set of parameters takes. */
export type ParameterValues<Set extends ParameterSet> = {
  readonly [Name in keyof Set]: Set[Name] extends ChoiceParameter<infer Option>
    ? Option
    : Set[Name] extends SwitchParameter
      ? boolean
      : number;
};
export type AnyParameterValues = Readonly<Record<string, number | string | boolean>>;

/** A whole number. */
export function integer(byDefault: number, options: { min: number; max: number; about: string }): IntegerParameter {
  return { kind: "integer", default: byDefault, ...options };
}
/** A real number. */
export function decimal(byDefault: number, options: { min: number; max: number; about: string }): DecimalParameter {
  return { kind: "decimal", default: byDefault, ...options };
}
/** One of a fixed list of words. */
export function choice<const Option extends string>(
  byDefault: NoInfer<Option>,
  options: { options: readonly Option[]; about: string },
): ChoiceParameter<Option> {
  return { kind: "choice", default: byDefault, ...options };
}
/** On or off. */
export function onOff(byDefault: boolean, options: { about: string }): SwitchParameter {
  return { kind: "switch", default: byDefault, ...options };
}
