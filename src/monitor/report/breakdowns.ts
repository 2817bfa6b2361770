/** Trades grouped by what might explain them. */
import type { Trade } from "../../engine/result.ts";
import { addProfit, profitFactor, winRate } from "../metrics/trade-statistics.ts";
import type { Value } from "../metrics/metric.ts";
import { REGIME_CONVENTION, UNKNOWN_REGIME } from "./regimes.ts";
import type { Breakdown, BreakdownRow } from "./report.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONDAY_FIRST = [...WEEKDAYS.slice(1), WEEKDAYS[0]];

interface Grouping {
  readonly id: Breakdown["id"];
  readonly title: string;
  readonly convention: string;
  readonly keyOf: (trade: Trade) => string;
  /** Order of the keys; without it the largest profit stands first. */
  readonly order?: (left: string, right: string) => number;
}

const alphabetical = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * @param regimeAt the regime at an instant; undefined without a benchmark, which leaves that breakdown out
 * @param wanted the breakdowns to make, each where it can be made; all without it
 */
export function breakdownsOf(
  trades: readonly Trade[],
  regimeAt: ((time: number) => string) | undefined,
  wanted?: readonly Breakdown["id"][],
): Breakdown[] {
  const groupings: Grouping[] = [
    { id: "symbol", title: "Symbol", convention: "closed trades of each symbol", keyOf: (trade) => trade.symbol },
    {
      id: "strategy",
      title: "Strategy",
      convention: "closed trades of each strategy instance",
      keyOf: (trade) => trade.strategy,
    },
    {
      id: "exit_reason",
      title: "Exit reason",
      convention: "what closed the position, or the part of it",
      keyOf: (trade) => trade.exitReason,
    },
    {
      id: "direction",
      title: "Direction",
      convention: "long: profits from rising prices, short: from falling ones",
      keyOf: (trade) => trade.direction,
    },
    {
      id: "hour",
      title: "Hour of entry",
      convention: "UTC hour of the fill that opened the position",
      keyOf: (trade) => `${String(new Date(trade.entryTime).getUTCHours()).padStart(2, "0")}:00`,
      order: alphabetical,
    },
    {
      id: "weekday",
      title: "Weekday of entry",
      convention: "UTC day of the fill that opened the position",
      keyOf: (trade) => WEEKDAYS[new Date(trade.entryTime).getUTCDay()],
      order: (left, right) => MONDAY_FIRST.indexOf(left as never) - MONDAY_FIRST.indexOf(right as never),
    },
    {
      id: "month",
      title: "Month of exit",
      convention: "UTC month of the fill that closed it; closed trades only, unlike the monthly returns",
      keyOf: (trade) => new Date(trade.exitTime).toISOString().slice(0, 7),
      order: alphabetical,
    },
  ];
  if (regimeAt !== undefined)
    groupings.push({
      id: "regime",
      title: "Market regime at entry",
      convention: REGIME_CONVENTION,
      keyOf: (trade) => regimeAt(trade.entryTime),
      order: (left, right) =>
        Number(left === UNKNOWN_REGIME) - Number(right === UNKNOWN_REGIME) || alphabetical(right, left),
    });
  const made = wanted === undefined ? groupings : groupings.filter(({ id }) => wanted.includes(id));
  return made.map(({ id, title, convention, keyOf, order }) => {
    const rows = [...grouped(trades, keyOf)].map(([key, group]) => rowOf(key, group));
    rows.sort((left, right) =>
      order === undefined
        ? right.profit - left.profit || alphabetical(left.key, right.key)
        : order(left.key, right.key),
    );
    return { id, title, convention, rows };
  });
}

/** The sums of one group, as its trades come. */
class Group {
  trades = 0;
  wins = 0;
  losses = 0;
  breakEven = 0;
  grossProfit = 0;
  grossLoss = 0;
  profitFractions = 0;
  fees = 0;
}

function grouped(trades: readonly Trade[], keyOf: Grouping["keyOf"]): Map<string, Group> {
  const groups = new Map<string, Group>();
  let group = new Group();
  let lastKey: string | undefined;
  for (let index = 0; index < trades.length; index++) {
    const trade = trades[index];
    const key = keyOf(trade);
    // Trades of one group often follow one another.
    if (key !== lastKey) {
      group = groups.get(key) ?? new Group();
      groups.set(key, group);
      lastKey = key;
    }
    addProfit(group, trade.profit);
    group.trades++;
    group.profitFractions += trade.profitFraction;
    group.fees += trade.fees;
  }
  return groups;
}

function rowOf(key: string, group: Group): BreakdownRow {
  return {
    key,
    trades: group.trades,
    wins: group.wins,
    losses: group.losses,
    winRate: valueOrNull(winRate(group)),
    profitFactor: valueOrNull(profitFactor(group)),
    profit: group.grossProfit - group.grossLoss,
    averageProfitFraction: group.profitFractions / group.trades,
    fees: group.fees,
  };
}

function valueOrNull(value: Value): number | null {
  return typeof value === "number" ? value : null;
}
