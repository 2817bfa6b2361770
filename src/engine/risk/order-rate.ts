import type { RiskRule } from "./rule.ts";

/** At most `max_orders_per_minute` entries a minute. Exits and cancels are never held back. */
export const orderRate: RiskRule = {
  code: "max_orders_per_minute",
  about: "max_orders_per_minute entries were sent within the last minute.",
  binds: ({ maxOrdersPerMinute }) => maxOrdersPerMinute !== Infinity,
  allowed: (proposal, view) =>
    view.limits.maxOrdersPerMinute !== Infinity &&
    view.ordersInLastMinute(proposal.time) >= view.limits.maxOrdersPerMinute
      ? 0
      : proposal.quantity,
};
