/** An explanation as text: each condition with its values, the part that was false marked, then the way to the order. */
import { minuteText, price } from "../../monitor/report/number-format.ts";
import type { Output } from "../output.ts";
import type { ExplainedNode, ExplainedStrategy, Explanation } from "./explain.ts";

type Paint = Output["paint"];

function truth(value: number | null, paint: Paint): string {
  if (value === null) return paint("yellow", "unknown");
  return value === 1 ? paint("green", "true") : paint("red", "false");
}

function valueText(node: ExplainedNode, paint: Paint): string {
  if (node.kind === "condition") return truth(node.value, paint);
  return node.value === null ? paint("yellow", "not known yet") : price(node.value);
}

/** Marks what keeps the condition above it from being true. */
function isBlocking(node: ExplainedNode): boolean {
  return node.kind === "condition" && node.value !== 1;
}

function treeLines(node: ExplainedNode, depth: number, blocked: boolean, paint: Paint): string[] {
  const mark = blocked && isBlocking(node) ? paint("red", "  <-") : "";
  const before =
    node.kind === "series" && node.previous !== null && node.value !== null
      ? paint("dim", `  (before: ${price(node.previous)})`)
      : "";
  const line = `${"  ".repeat(depth)}${node.text}: ${valueText(node, paint)}${before}${mark}`;
  return [line, ...node.inputs.flatMap((input) => treeLines(input, depth + 1, blocked && isBlocking(node), paint))];
}

function positionText({ position }: ExplainedStrategy): string {
  if (position.quantity === 0) return "no position";
  const levels = [
    position.stop === null ? "no stop" : `stop ${price(position.stop)}`,
    position.target === null ? "no target" : `target ${price(position.target)}`,
  ].join(", ");
  return `${position.quantity > 0 ? "long" : "short"} ${Math.abs(position.quantity)} from ${price(position.entryPrice ?? NaN)}, ${levels}`;
}

function strategyLines(one: ExplainedStrategy, paint: Paint): string[] {
  const lines = [
    `${paint("bold", one.strategy)}, ${one.timeframe} candle that closed ${minuteText(one.candleClose)} UTC at ${price(one.close)}`,
    `  Position before: ${positionText(one)}`,
  ];
  for (const { name, tree } of one.signals) {
    lines.push(`  ${paint("bold", name)}: ${valueText(tree, paint)}`);
    lines.push(...treeLines(tree, 2, true, paint));
  }
  if (one.funnel.length > 0) lines.push("  From signal to order:");
  for (const { step, quantity, detail } of one.funnel) {
    lines.push(
      `    ${step}: ${quantity === 0 ? paint("red", "refused") : quantity}${detail === "" ? "" : ` (${detail})`}`,
    );
  }
  for (const refusal of one.refusals) lines.push(`  ${paint("red", "Refused")}: ${refusal.code}. ${refusal.detail}`);
  for (const order of one.orders) lines.push(`  ${paint("green", order.what)}: ${order.detail}`);
  if (one.refusals.length === 0 && one.orders.length === 0)
    lines.push("  Nothing was ordered: no signal asked for a change.");
  return lines;
}

export function explanationText(explanation: Explanation, output: Pick<Output, "paint">): string {
  const { symbol, strategies } = explanation;
  return [output.paint("bold", symbol), ...strategies.flatMap((one) => strategyLines(one, output.paint))].join("\n");
}
