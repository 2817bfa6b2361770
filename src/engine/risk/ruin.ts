import type { RiskRule } from "./rule.ts";

/** An account without equity trades no more: its positions are closed at the next open. */
export const ruin: RiskRule = {
  code: "ruined",
  about: "The equity is gone: every position is closed, and nothing is opened any more.",
  binds: () => true,
  allowed: (proposal, view) => (view.isRuined ? 0 : proposal.quantity),
};
