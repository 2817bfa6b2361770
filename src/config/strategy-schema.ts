import { z } from "zod";
import type { AnyParameterValues, Parameter, ParameterSet } from "../engine/parameters.ts";
import { notes, schemaReference } from "./notes.ts";
import { sharedParameterFields } from "./shared-parameters.ts";
import { sizingSchema } from "./sizing-schema.ts";

/** What the settings need to know of a strategy; the strategies themselves are not known here. */
export interface StrategyDeclaration {
  readonly parameters: ParameterSet;
  /** True, or a sentence that says which parameters contradict each other. */
  readonly check?: (values: never) => true | string;
  /** Role to what it is for, where it needs a fixed number of symbols. */
  readonly symbols?: Readonly<Record<string, string>>;
}

/** Where strategies are looked up; the command layer passes it in. */
export interface StrategyCatalogue {
  /** Names of the shipped strategies. */
  readonly names: readonly string[];
  /**
   * @param strategyName a shipped name or the path of a file
   * @returns undefined for a name that is neither
   */
  find(strategyName: string): Promise<StrategyDeclaration | undefined>;
}

/** All of one entry in strategy_config.json but its parameters, which depend on the strategy. */
export const strategySchema = z.strictObject({
  ...schemaReference,
  strategy_name: z.string().min(1).register(notes, {
    about: "Which strategy trades.",
    unit: "name of a shipped strategy, or path of a file: ./my_strategy.ts",
    effect: "Decides which parameters there are.",
  }),
  name: z
    .string()
    .regex(/^[\w.-]{1,64}$/, "1 to 64 letters, digits, dots, dashes, underscores")
    .optional()
    .register(notes, {
      about: "Name of this instance, where the same strategy runs more than once.",
      effect: "Stands in reports, logs and errors. Default: strategy_name, numbered where needed.",
    }),
  parameters: z.record(z.string(), z.unknown()).default({}).register(notes, {
    about: "The strategy's own parameters, protection and adding.",
    effect: "Parameters that are left out take their defaults.",
  }),
  symbols: z
    .array(z.string().regex(/^[A-Z0-9.-]+\/[A-Z0-9.-]+$/, "BASE/QUOTE in capitals, such as BTC/USDT"))
    .min(1)
    .max(1000)
    .register(notes, {
      about: "What is traded; a strategy of several roles takes them in this order.",
      unit: 'list of BASE/QUOTE: ["BTC/USDT", "ETH/USDT"]',
      effect: "The allocation is split equally over them. All must have the same quote currency.",
    }),
  timeframe: z
    .string()
    .regex(/^[1-9]\d{0,3}[mhdw]$/, "a number and a unit: 1m, 15m, 1h, 4h, 1d, 1w")
    .register(notes, {
      about: "Length of the candles that the strategy decides on.",
      unit: "m minutes, h hours, d days, w weeks: 15m",
      effect: "Decisions fall at the close of each candle.",
    }),
  capital_allocation: z.number().positive().max(1).default(0.1).register(notes, {
    about: "Share of the equity that this strategy may hold in total.",
    unit: "fraction of equity (0.1 is 10 %)",
    effect: "Upper bound of its positions; the shares of all strategies must not exceed 1 in sum.",
  }),
  sizing: sizingSchema.default({ rule: "fraction_of_equity" }).register(notes, {
    about: "How large an entry is.",
    effect: "Default: the allocation, split equally over the symbols.",
  }),
});
export type StrategyInput = z.infer<typeof strategySchema>;

function parameterField(parameter: Parameter) {
  if (parameter.kind === "switch") return z.boolean().default(parameter.default);
  if (parameter.kind === "choice") return z.enum(parameter.options).default(parameter.default);
  const number = parameter.kind === "integer" ? z.int() : z.number();
  return number.min(parameter.min).max(parameter.max).default(parameter.default);
}

/** The strategy's own parameters alone. */
export function ownParameterSchema(declared: ParameterSet) {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(declared).map(([name, parameter]) => [
        name,
        parameterField(parameter).register(notes, { about: parameter.about }),
      ]),
    ),
  );
}

/** What may stand under `parameters` for this strategy: its own and the shared ones. */
export function parametersSchema(declared: ParameterSet) {
  return z.strictObject({ ...sharedParameterFields, ...ownParameterSchema(declared).shape });
}

/** Splits checked parameters: the strategy's own go to the strategy, the others to the shared rules. */
export function ownParameters(declared: ParameterSet, values: Readonly<Record<string, unknown>>): AnyParameterValues {
  return Object.fromEntries(Object.keys(declared).map((name) => [name, values[name]])) as AnyParameterValues;
}
