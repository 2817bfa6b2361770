import type { RiskRule } from "./rule.ts";

/** Shrinks an entry so that the symbol's notional stays within `max_exposure_per_symbol` of the equity. */
export const symbolExposure: RiskRule = {
  code: "max_exposure_per_symbol",
  about: "The symbol already holds max_exposure_per_symbol of the equity.",
  binds: ({ maxExposurePerSymbol }) => maxExposurePerSymbol !== Infinity,
  allowed: (proposal, view) => {
    if (view.limits.maxExposurePerSymbol === Infinity) return proposal.quantity;
    const room = view.limits.maxExposurePerSymbol * view.equity - view.symbolExposure(proposal.symbol);
    return Math.max(0, Math.min(proposal.quantity, room / proposal.price));
  },
};
