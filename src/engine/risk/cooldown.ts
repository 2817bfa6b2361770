import type { RiskRule } from "./rule.ts";

/** For some candles after a stop the sleeve takes no entry. */
export const cooldown: RiskRule = {
  code: "cooldown",
  about: "A stop was hit less than cooldown_candles_after_stop candles ago.",
  binds: () => true,
  allowed: (proposal, view) => (proposal.time < view.cooldownUntil(proposal.sleeve) ? 0 : proposal.quantity),
};
