/** The report of a run as text for a terminal: aligned, as wide as the terminal allows, readable without colours. */
import {
  dateText,
  decimals,
  durationText,
  minuteText,
  money,
  percent,
  price,
  valueText,
} from "../monitor/report/number-format.ts";
import type { ReportParts } from "../monitor/report/build.ts";
import { type BreakdownRow, metricOf, type Report } from "../monitor/report/report.ts";
import type { Output } from "./output.ts";
import { sparkline } from "./sparkline.ts";
import type { Column } from "./table.ts";

/** The part of an `Output` that is needed: how to colour, lay out a table, and how wide the terminal is. */
export type TextTarget = Pick<Output, "paint" | "table" | "width">;

/** The summary in words rests on some of them too. */
const KEY_METRICS = [
  "total_return",
  "cagr",
  "volatility",
  "sharpe",
  "sortino",
  "calmar",
  "max_drawdown",
  "drawdown_to_expect",
  "longest_drawdown",
  "value_at_risk_95",
  "trade_count",
  "win_rate",
  "profit_factor",
  "expectancy",
  "system_quality",
  "time_in_market",
  "turnover",
  "fees",
  "slippage_cost",
  "cost_of_turnover",
  "break_even_cost",
  "benchmark_return",
  "alpha",
  "beta",
  "probabilistic_sharpe_2025",
  "minimum_track_record_2025",
] as const;

const SHOWN_BREAKDOWNS = ["symbol", "strategy", "exit_reason", "direction", "regime"] as const;

const LAST_TRADES = 5;
const MAXIMUM_WIDTH = 120;

/** What the text shows: nothing else of these needs to be computed for it. One trade more says whether there are more. */
export const TEXT_PARTS = {
  metrics: KEY_METRICS,
  breakdowns: SHOWN_BREAKDOWNS,
  lastTrades: LAST_TRADES + 1,
  charts: false,
} satisfies ReportParts;

/** The whole report; sections that would be empty are left out. */
export function reportText(report: Report, target: TextTarget): string {
  const sections = [
    heading(report, target),
    report.summary.map((sentence) => wrap(sentence, textWidth(target))).join("\n"),
    equityLines(report, target),
    metricsSection(report, target),
    ...SHOWN_BREAKDOWNS.map((id) => breakdownSection(report, id, target)),
    drawdownSection(report, target),
    refusalSection(report, target),
    tradeSection(report, target),
    conventionSection(report, target),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

const textWidth = ({ width }: TextTarget): number => Math.min(width, MAXIMUM_WIDTH);

/** Breaks a text at blanks; later lines are indented. */
function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

function heading(report: Report, target: TextTarget): string {
  const { run } = report;
  const title = report.synthetic
    ? target.paint(["bold", "yellow"], report.heading)
    : target.paint("bold", report.heading);
  const what = `${run.strategies.map(({ name }) => name).join(", ")} · ${run.symbols.join(", ")} · ${run.timeframes.join(", ")}`;
  const period = `${minuteText(run.startTime)} to ${minuteText(run.endTime)} UTC (${decimals(run.days, run.days < 10 ? 1 : 0)} days)`;
  return [title, what, period].join("\n");
}

function equityLines(report: Report, target: TextTarget): string {
  const { curve, run } = report;
  const width = Math.max(20, textWidth(target) - 46);
  const label = (text: string): string => text.padEnd(12);
  const line = (name: string, values: readonly number[]): string =>
    `${label(name)}${sparkline(values, width)}  ${decimals(values[0])} to ${money(values[values.length - 1], run.currency)}`;
  const lines = [line("Equity", curve.equity)];
  if (curve.benchmark !== null) lines.push(target.paint("dim", line("Buy & hold", curve.benchmark)));
  return lines.join("\n");
}

function section(target: TextTarget, title: string, body: string): string {
  return `${target.paint("bold", title)}\n${body}`;
}

/** Green and red, with the sign as the information: colour is only an aid. */
function signed(target: TextTarget, value: number, text: string): string {
  if (value === 0) return text;
  return target.paint(value > 0 ? "green" : "red", value > 0 ? `+${text}` : text);
}

function metricsSection(report: Report, target: TextTarget): string {
  const reasons: string[] = [];
  const rows = KEY_METRICS.map((id) => {
    const metric = metricOf(report, id);
    const { value, unit, interval } = metric;
    const currency = report.run.currency;
    if (value === null) {
      reasons.push(`${metric.name}: ${metric.why}`);
      return [metric.name, target.paint("dim", "n/a"), ""];
    }
    const range =
      interval === undefined
        ? ""
        : `${valueText(interval.low, unit, currency)} to ${valueText(interval.high, unit, currency)}`;
    return [metric.name, valueText(value, unit, currency), range === "" ? "" : target.paint("dim", range)];
  });
  const columns: Column[] = [
    { title: "Metric" },
    { title: "Value", align: "right" },
    { title: "95 % interval", align: "right" },
  ];
  const notes = reasons.map((reason) => target.paint("dim", wrap(`n/a  ${reason}`, textWidth(target), "     ")));
  return [target.table(columns, rows), ...notes].join("\n");
}

function breakdownSection(report: Report, id: (typeof SHOWN_BREAKDOWNS)[number], target: TextTarget): string {
  const breakdown = report.breakdowns.find((candidate) => candidate.id === id);
  // One group says nothing that the totals do not.
  if (breakdown === undefined || breakdown.rows.length < (id === "exit_reason" ? 1 : 2)) return "";
  const columns: Column[] = [
    { title: breakdown.title },
    { title: "Trades", align: "right" },
    { title: "Won", align: "right" },
    { title: "Average", align: "right" },
    { title: `Profit ${report.run.currency}`, align: "right" },
  ];
  return target.table(
    columns,
    breakdown.rows.map((row) => breakdownCells(row, target)),
  );
}

function breakdownCells(row: BreakdownRow, target: TextTarget): string[] {
  return [
    row.key,
    String(row.trades),
    row.winRate === null ? "n/a" : percent(row.winRate, 0),
    signed(target, row.averageProfitFraction, percent(row.averageProfitFraction)),
    signed(target, row.profit, decimals(row.profit)),
  ];
}

function drawdownSection(report: Report, target: TextTarget): string {
  if (report.drawdowns.length === 0) return "";
  const columns: Column[] = [
    { title: "Deepest drawdowns", align: "right" },
    { title: "Peak" },
    { title: "Trough" },
    { title: "Recovered" },
    { title: "Lasted", align: "right" },
  ];
  return target.table(
    columns,
    report.drawdowns.map(({ depth, peakTime, troughTime, recoveryTime, durationMs }) => [
      percent(depth),
      dateText(peakTime),
      dateText(troughTime),
      recoveryTime === null ? "not yet" : dateText(recoveryTime),
      durationText(durationMs),
    ]),
  );
}

function refusalSection(report: Report, target: TextTarget): string {
  const { byReason } = report.refusals;
  if (byReason.length === 0) return "";
  const title = "Refused signals";
  const room = textWidth(target) - Math.max(title.length, ...byReason.map(({ code }) => code.length)) - 12;
  return target.table(
    [{ title }, { title: "Count", align: "right" }, { title: "Example" }],
    byReason.map(({ code, count, exampleTime, exampleDetail }) => [
      code,
      decimals(count, 0),
      exampleTime === null ? "" : cut(`${minuteText(exampleTime)} ${exampleDetail}`, room),
    ]),
  );
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function tradeSection(report: Report, target: TextTarget): string {
  const trades = report.trades.slice(-LAST_TRADES);
  if (trades.length === 0) return "";
  const columns: Column[] = [
    { title: report.trades.length > LAST_TRADES ? `Last ${LAST_TRADES} trades` : "Trades" },
    { title: "Symbol" },
    { title: "Side" },
    { title: "Entry", align: "right" },
    { title: "Exit", align: "right" },
    { title: "Reason" },
    { title: "Held", align: "right" },
    { title: "Profit", align: "right" },
  ];
  return target.table(
    columns,
    trades.map((trade) => [
      minuteText(trade.entryTime),
      trade.symbol,
      trade.direction,
      price(trade.entryPrice),
      price(trade.exitPrice),
      trade.exitReason,
      durationText(trade.exitTime - trade.entryTime),
      signed(target, trade.profitFraction, percent(trade.profitFraction)),
    ]),
  );
}

function conventionSection(report: Report, target: TextTarget): string {
  const lines = report.conventions.map(({ label, text }) =>
    wrap(`${label.padEnd(14)}${text}`, textWidth(target), " ".repeat(14)),
  );
  return section(target, "What these numbers mean", target.paint("dim", lines.join("\n")));
}
