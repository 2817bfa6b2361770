import type { RiskRule } from "./rule.ts";

/** At most `max_open_positions` positions; adding to one that is open is not a new one. */
export const openPositions: RiskRule = {
  code: "max_open_positions",
  about: "As many positions as max_open_positions are open or on their way.",
  binds: ({ maxOpenPositions }) => maxOpenPositions !== Infinity,
  allowed: (proposal, view) =>
    view.openPositions() >= view.limits.maxOpenPositions && !view.isOpen(proposal.sleeve) ? 0 : proposal.quantity,
};
