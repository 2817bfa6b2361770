import type { OperatorOutput } from "../../src/engine/expression/operator.ts";
import { buildingBlocks } from "../../src/engine/indicators/building-blocks.ts";
import type { Indicator, IndicatorGroup } from "../../src/engine/indicators/indicator.ts";
import { indicators } from "../../src/engine/indicators/registry.ts";
import type { Parameter } from "../../src/engine/parameters.ts";
import { code, generatedNote, markdownTable } from "./markdown.ts";

const INTRODUCTION = `# Indicators

An indicator is a function that takes series and gives series: \`ema(close, 12)\`, \`macd(close, 12, 26, 9).signal\`. Those over
whole candles take the market first: \`atr(market, 14)\`. Whatever takes a series takes any of them: the close, another
indicator, a number. The same code runs in a backtest, in a dry run and live.

- **Warm-up**: the number of candles without a value before the first one. A condition over a missing value is unknown and
  never fires.
- **A missing value** in gives a missing value out and leaves the indicator as it was, unless its convention says otherwise.
- **The past never changes**: a value depends on closed candles only, and later candles never alter it. Computed one candle
  at a time or over years at once, it is the same to the last bit.
- Where another implementation seeds, counts or rounds differently, the convention says so.`;

/** `1 to 100000`, `sma, first`: what the parameter takes. */
function range(parameter: Parameter): string {
  if (parameter.kind === "choice") return parameter.options.join(", ");
  if (parameter.kind === "switch") return "true, false";
  return `${parameter.min} to ${parameter.max}`;
}

function parameterTable({ parameters }: Indicator): string[] {
  const rows = Object.entries(parameters).map(([name, parameter]) => [
    code(name),
    parameter.about,
    range(parameter),
    code(parameter.default),
  ]);
  return rows.length === 0 ? [] : [markdownTable(["Parameter", "Meaning", "Takes", "Default"], rows)];
}

/** What is drawn over the candles, and what needs a scale of its own. */
const SCALES: Readonly<Record<OperatorOutput["scale"], string>> = {
  price: "that of its input",
  oscillator: "its own",
  volume: "volume",
  ratio: "ratio",
  state: "state",
};

function outputTable(indicator: Indicator): string {
  const warmUp = indicator.warmUp();
  const rows = indicator.outputs.map(({ name, scale, about }) => [
    code(name),
    about ?? "",
    SCALES[scale],
    `${indicator.warmUpDependsOnData === true ? "at least " : ""}${warmUp[name]}`,
  ]);
  return markdownTable(["Output", "Meaning", "Scale", "Warm-up with the defaults"], rows);
}

function section(indicator: Indicator): string {
  const { name, title, usage, about, formula, source, convention } = indicator;
  const facts = [
    `- Formula: ${code(formula)}`,
    ...(convention === undefined ? [] : [`- Convention: ${convention}`]),
    `- Source: ${source}`,
  ];
  return [
    `### ${name}`,
    `**${title}**: ${code(usage)}`,
    about,
    facts.join("\n"),
    ...parameterTable(indicator),
    outputTable(indicator),
  ].join("\n\n");
}

/** Link to an indicator's own section; a renderer numbers a heading whose name a group has already taken. */
function link({ name }: Indicator, groups: readonly string[]): string {
  const anchor = name.toLowerCase();
  const isTaken = groups.some((group) => group.toLowerCase() === anchor);
  return `[\`${name}\`](#${anchor}${isTaken ? "-1" : ""})`;
}

function groupSection(group: IndicatorGroup, members: readonly Indicator[], groups: readonly string[]): string {
  const overview = markdownTable(
    ["Name", "Title", "What it says"],
    members.map((indicator) => [link(indicator, groups), indicator.title, indicator.about]),
  );
  return [`## ${group}`, overview, ...members.map(section)].join("\n\n");
}

/** docs/indicators.md: every indicator with formula, convention, source, parameters, outputs and warm-up. */
export function indicatorsDocument(): string {
  const groups = Map.groupBy([...indicators, ...buildingBlocks], ({ group }) => group);
  const sections = Array.from(groups, ([group, members]) => groupSection(group, members, [...groups.keys()]));
  return `${[generatedNote("the registry of indicators"), INTRODUCTION, ...sections].join("\n\n")}\n`;
}
