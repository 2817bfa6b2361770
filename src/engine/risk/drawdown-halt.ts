import type { RiskRule } from "./rule.ts";

/** After a fall of `max_drawdown` from the highest equity no entry is taken for the rest of the run. */
export const drawdownHalt: RiskRule = {
  code: "drawdown_halt",
  about: "The equity fell by max_drawdown from its peak: no new risk until an operator decides.",
  binds: ({ maxDrawdown }) => maxDrawdown !== Infinity,
  allowed: (proposal, view) => (view.isHaltedByDrawdown ? 0 : proposal.quantity),
};
