import type { RiskRule } from "./rule.ts";

/** Shrinks an entry so that all notionals together stay within `max_total_exposure` of the equity. */
export const totalExposure: RiskRule = {
  code: "max_total_exposure",
  about: "All positions together already hold max_total_exposure of the equity.",
  binds: ({ maxTotalExposure }) => maxTotalExposure !== Infinity,
  allowed: (proposal, view) => {
    if (view.limits.maxTotalExposure === Infinity) return proposal.quantity;
    const room = view.limits.maxTotalExposure * view.equity - view.totalExposure();
    return Math.max(0, Math.min(proposal.quantity, room / proposal.price));
  },
};
