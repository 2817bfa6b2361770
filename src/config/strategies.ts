/** Checks the strategy section: each strategy for itself, its parameters against its own declaration, and all together. */
import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import type { AnyParameterValues } from "../engine/parameters.ts";
import { pathText, type SettingPath } from "./document.ts";
import { configErrors } from "./errors.ts";
import { type Checked, check } from "./problems.ts";
import type { SectionValues } from "./section-values.ts";
import { addingSettings, protectionSettings, sizingSettings } from "./settle.ts";
import type { StrategySettings } from "./settings.ts";
import { type SharedParameters } from "./shared-parameters.ts";
import {
  ownParameters,
  parametersSchema,
  type StrategyCatalogue,
  type StrategyDeclaration,
  type StrategyInput,
  strategySchema,
} from "./strategy-schema.ts";

export interface CheckedStrategies {
  readonly settled: readonly StrategySettings[];
  /** The same as the file would say it, with all defaults; one entry a strategy. */
  readonly inputs: readonly { readonly path: SettingPath; readonly value: Readonly<Record<string, unknown>> }[];
}

/** Checks the whole section. */
export async function checkStrategies(
  section: SectionValues,
  catalogue: StrategyCatalogue,
): Promise<Checked<CheckedStrategies>> {
  const list: unknown[] = Array.isArray(section.value) ? section.value : [section.value];
  const prefixes: SettingPath[] = list.map((_, index) => (Array.isArray(section.value) ? [index] : []));
  const results = await Promise.all(
    list.map((value, index) => checkStrategy(value, prefixes[index], section, catalogue)),
  );
  const problems = results.flatMap((result) => result.problems);
  const checked = results.flatMap((result) => result.value ?? []);
  const settled = withUniqueNames(checked.map((one) => one.settled));
  if (list.length === 0)
    problems.push(
      new CandlewrightError(configErrors.missingKey, { ...section.placeOf([]), detail: "The list holds no strategy." }),
    );
  else if (problems.length === 0) problems.push(...contradictionsBetween(settled, prefixes, section));
  if (problems.length > 0) return { value: undefined, problems };
  const inputs = checked.map(({ input }, index) => ({ path: prefixes[index], value: input }));
  return { value: { settled, inputs }, problems: [] };
}

interface CheckedStrategy {
  readonly settled: StrategySettings;
  readonly input: Readonly<Record<string, unknown>>;
}

async function checkStrategy(
  value: unknown,
  prefix: SettingPath,
  section: SectionValues,
  catalogue: StrategyCatalogue,
): Promise<Checked<CheckedStrategy>> {
  const general = check(strategySchema, value, prefix, section.placeOf);
  // The parameters are looked at even where the rest has problems, so that all are told at once.
  const { strategy_name: strategyName, parameters = {} } = (value ?? {}) as Partial<StrategyInput>;
  if (typeof strategyName !== "string" || strategyName === "") return { value: undefined, problems: general.problems };
  const found = await find(strategyName, prefix, section, catalogue);
  if (isList(found)) return { value: undefined, problems: [...general.problems, ...found] };
  const path = [...prefix, "parameters"];
  const schema = parametersSchema(found.parameters);
  const checked = check(schema, namedAsDeclared(parameters, found), path, section.placeOf);
  if (checked.value === undefined) return { value: undefined, problems: [...general.problems, ...checked.problems] };
  const own = ownParameters(found.parameters, checked.value);
  const shared: SharedParameters = checked.value;
  const place = { ...section.placeOf(path), path: pathText(path) };
  const contradictions = contradictionsWithin(own, shared, found).map(
    (detail) => new CandlewrightError(configErrors.inconsistent, { ...place, detail }),
  );
  if (general.value !== undefined) contradictions.push(...wrongSymbolCount(general.value, found, prefix, section));
  if (general.value === undefined || contradictions.length > 0)
    return { value: undefined, problems: [...general.problems, ...contradictions] };
  return {
    value: {
      settled: settledStrategy(general.value, own, shared),
      input: { ...general.value, parameters: checked.value },
    },
    problems: [],
  };
}

function settledStrategy(
  input: StrategyInput,
  parameters: AnyParameterValues,
  shared: SharedParameters,
): StrategySettings {
  return {
    name: input.name ?? plainName(input.strategy_name),
    strategyName: input.strategy_name,
    parameters,
    protection: protectionSettings(shared),
    adding: addingSettings(shared),
    sizing: sizingSettings(input.sizing),
    symbols: input.symbols,
    timeframe: input.timeframe,
    capitalAllocation: input.capital_allocation,
  };
}

/** `./strategies/my_strategy.ts` → `my_strategy`. */
const plainName = (strategyName: string) =>
  (strategyName.split(/[/\\]/).at(-1) ?? strategyName).replace(/\.[cm]?[jt]s$/, "");

/** `Array.isArray` does not know read-only lists. */
const isList = (value: unknown): value is readonly CandlewrightError[] => Array.isArray(value);

async function find(
  strategyName: string,
  prefix: SettingPath,
  section: SectionValues,
  catalogue: StrategyCatalogue,
): Promise<StrategyDeclaration | readonly CandlewrightError[]> {
  const path = [...prefix, "strategy_name"];
  try {
    const found = await catalogue.find(strategyName);
    if (found !== undefined) return found;
  } catch (error) {
    // A file of the user's own that can't be used: its own errors say more than ours could.
    if (error instanceof CandlewrightError) return [error];
    if (error instanceof AggregateError && error.errors.every((one) => one instanceof CandlewrightError))
      return error.errors;
    throw error;
  }
  const suggestion = nearest(strategyName, catalogue.names);
  const problem = new CandlewrightError(configErrors.unknownStrategy, {
    ...section.placeOf(path),
    path: pathText(path),
    detail: `Got ${JSON.stringify(strategyName)}; shipped are ${catalogue.names.join(", ")}.`,
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  });
  return [problem];
}

/** Environment variables know no small letters: `SHORTWINDOW` finds a parameter declared as `shortWindow`. */
function namedAsDeclared(parameters: unknown, { parameters: declared }: StrategyDeclaration): unknown {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) return parameters;
  const byLowerCase = new Map(Object.keys(declared).map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      Object.hasOwn(declared, key) ? key : (byLowerCase.get(key) ?? key),
      value,
    ]),
  );
}

function contradictionsWithin(
  own: AnyParameterValues,
  shared: SharedParameters,
  declaration: StrategyDeclaration,
): string[] {
  const verdict = declaration.check?.(own as never) ?? true;
  return [
    ...(verdict === true ? [] : [`${verdict}.`.replace(/\.\.$/, ".")]),
    ...(shared.trailing_offset_pct !== undefined && shared.trailing_stop_pct === undefined
      ? ["trailing_offset_pct has no meaning without trailing_stop_pct."]
      : []),
    ...((shared.max_entries ?? 1) === 1 && (shared.add_step_pct !== undefined || shared.add_size_factor !== undefined)
      ? ["add_step_pct and add_size_factor have no meaning unless max_entries is above 1."]
      : []),
  ];
}

/** A strategy of several roles takes one symbol for each. */
function wrongSymbolCount(
  { symbols }: StrategyInput,
  declaration: StrategyDeclaration,
  prefix: SettingPath,
  section: SectionValues,
): CandlewrightError[] {
  const roles = Object.keys(declaration.symbols ?? {});
  if (roles.length === 0 || roles.length === symbols.length) return [];
  const path = [...prefix, "symbols"];
  const detail = `This strategy takes ${roles.length} symbols (${roles.join(", ")}); got ${symbols.length}.`;
  return [new CandlewrightError(configErrors.inconsistent, { ...section.placeOf(path), path: pathText(path), detail })];
}

/** The same strategy twice: `ema_crossover`, `ema_crossover_2`. */
function withUniqueNames(strategies: readonly StrategySettings[]): readonly StrategySettings[] {
  const taken = new Set(strategies.map(({ name }) => name));
  const used = new Set<string>();
  return strategies.map((strategy) => {
    let { name } = strategy;
    for (let count = 2; used.has(name) || (name !== strategy.name && taken.has(name)); count++)
      name = `${strategy.name}_${count}`;
    used.add(name);
    return name === strategy.name ? strategy : { ...strategy, name };
  });
}

function contradictionsBetween(
  strategies: readonly StrategySettings[],
  prefixes: readonly SettingPath[],
  section: SectionValues,
): CandlewrightError[] {
  const at = (index: number, key: string, detail: string) => {
    const path = [...prefixes[index], key];
    return new CandlewrightError(configErrors.inconsistent, { ...section.placeOf(path), path: pathText(path), detail });
  };
  const problems: CandlewrightError[] = [];
  const total = strategies.reduce((sum, strategy) => sum + strategy.capitalAllocation, 0);
  // Ten tenths are one, whatever binary fractions make of it.
  if (total > 1 + 1e-9)
    problems.push(
      at(
        strategies.length - 1,
        "capital_allocation",
        `All allocations add up to ${Number(total.toFixed(6))}, more than 1.`,
      ),
    );
  const quoteOf = (symbol: string) => symbol.split("/")[1];
  const settlement = quoteOf(strategies[0].symbols[0]);
  strategies.forEach(({ symbols }, index) => {
    const other = symbols.find((symbol) => quoteOf(symbol) !== settlement);
    if (other !== undefined)
      problems.push(
        at(index, "symbols", `${other} is not quoted in ${settlement}, the currency of all accounts here.`),
      );
    if (new Set(symbols).size < symbols.length) problems.push(at(index, "symbols", "A symbol stands twice."));
  });
  return problems;
}
