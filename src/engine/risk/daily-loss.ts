import type { RiskRule } from "./rule.ts";

/** After a loss of `max_daily_loss` since 00:00 UTC no entry is taken until the next day. */
export const dailyLoss: RiskRule = {
  code: "daily_loss",
  about: "The day's loss reached max_daily_loss: no new risk until 00:00 UTC.",
  binds: ({ maxDailyLoss }) => maxDailyLoss !== Infinity,
  allowed: (proposal, view) => (view.isHaltedForDay ? 0 : proposal.quantity),
};
