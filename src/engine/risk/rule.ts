/** The contract of a risk rule: it may accept an entry, shrink it, or refuse it. Exits never pass through here. */
import type { RiskLimits } from "../limits.ts";

/** One object, filled anew for each entry; a rule only reads it. */
export interface EntryProposal {
  sleeve: number;
  symbol: string;
  side: 1 | -1;
  time: number;
  price: number;
  /** What the rules before have left of it. */
  quantity: number;
}

/** What the rules look at. All money in settlement currency, at the proposal's instant. */
export interface RiskView {
  readonly limits: RiskLimits;
  readonly equity: number;
  /** Open positions and entries on their way, counted by sleeve. */
  openPositions(): number;
  /** Whether the sleeve has a position or an entry on its way. */
  isOpen(sleeve: number): boolean;
  /** Notional of positions and of entries on their way, absolute. */
  symbolExposure(symbol: string): number;
  totalExposure(): number;
  /** Entries submitted in the last minute. */
  ordersInLastMinute(time: number): number;
  readonly isRuined: boolean;
  readonly isHaltedForDay: boolean;
  readonly isHaltedByDrawdown: boolean;
  /** Instant until which the sleeve takes no entry. */
  cooldownUntil(sleeve: number): number;
}

export interface RiskRule {
  /** Stable; refusals carry it. */
  readonly code: string;
  readonly about: string;
  /** Whether it can ever say anything but yes under these limits; one that can't is not asked. */
  binds(limits: RiskLimits): boolean;
  /** The quantity that is allowed: the proposal's own, a smaller one, or 0 to refuse. */
  allowed(proposal: Readonly<EntryProposal>, view: RiskView): number;
}
