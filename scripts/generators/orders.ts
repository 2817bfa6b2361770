import { RISK_RULES } from "../../src/engine/risk/rules.ts";
import { FILL_CONVENTIONS } from "../../src/engine/fills/convention.ts";
import { isClosed, ORDER_EVENTS, ORDER_STATES, ORDER_TRANSITIONS } from "../../src/engine/order-states.ts";
import { code, generatedNote, markdownTable } from "./markdown.ts";

/** A line of the diagram for each pair of states, with the events that lead from one to the other. */
function diagram(): string {
  const lines = ORDER_STATES.flatMap((from) => {
    const events = new Map<string, string[]>();
    for (const event of ORDER_EVENTS) {
      const to = ORDER_TRANSITIONS[from][event];
      if (to !== undefined && to !== from) events.set(to, [...(events.get(to) ?? []), event]);
    }
    return [...events].map(([to, names]) => `  ${from} --> ${to}: ${names.join(", ")}`);
  });
  return `\`\`\`mermaid\nstateDiagram-v2\n  [*] --> created\n${lines.join("\n")}\n\`\`\``;
}

/** docs/orders.md: the life of an order, the fill conventions and the risk rules, from the tables that run. */
export function ordersDocument(): string {
  const rows = ORDER_STATES.map((state) => [
    code(state),
    isClosed(state) ? "no" : "yes",
    ...ORDER_EVENTS.map((event) => ORDER_TRANSITIONS[state][event] ?? "-"),
  ]);
  const conventions = [...FILL_CONVENTIONS.values()].map((one) => [
    code(one.name),
    one.about,
    one.marketFill,
    one.limitFill,
    `${one.sizeAt}, of ${one.sizeOf}`,
    one.endOfData,
  ]);
  return `${generatedNote("src/engine/order-states.ts, src/engine/fills/convention.ts and src/engine/risk")}

# Orders, fills, risk rules

## The life of an order

One table, in \`src/engine/order-states.ts\`: the engine, the dry run and live trading move every order by it, and a pair of
state and event that is not in it is a defect, never ignored.

- \`unknown\` is a state of its own. A request whose outcome is not proven (time-out, lost connection) is neither open nor
  rejected: its exposure counts, no second order is sent for the same intent, and only evidence from the exchange ends it.
- Late evidence is always legal. A fill that arrives for an order believed cancelled, expired or rejected is a fact.

${diagram()}

| state | counts as exposure | ${ORDER_EVENTS.join(" | ")} |
| --- | --- | ${ORDER_EVENTS.map(() => "---").join(" | ")} |
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}

## Fill conventions

The rule by which simulated orders fill decides a result as much as the strategy does, so it has a name and stands on every
report. \`fill_convention\` in \`config/backtest_config.json\`, or \`--fill\`.

${markdownTable(["Name", "What it does", "Market orders fill at", "A limit fills when the price goes", "Size from", "At the end of the data"], conventions)}

The presets are tested against the other engines' own figures: every trade and the final equity of backtesting.py's cases, the
16 portable cases of freqtrade's own backtest tests, and the trades that Jesse and NautilusTrader give on the same candles.

## Risk rules

Asked in this order for every entry. A rule accepts it, shrinks it or refuses it; exits pass without being asked. Each refusal
is recorded with its code: \`candlewright why\` shows it, reports count it.

${markdownTable(
  ["Code", "Refuses or shrinks when"],
  RISK_RULES.map((rule) => [code(rule.code), rule.about]),
)}
`;
}
