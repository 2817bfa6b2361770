/** The risk rules, in the order in which they are asked. */
import { cooldown } from "./cooldown.ts";
import { dailyLoss } from "./daily-loss.ts";
import { drawdownHalt } from "./drawdown-halt.ts";
import { openPositions } from "./open-positions.ts";
import { orderRate } from "./order-rate.ts";
import type { RiskRule } from "./rule.ts";
import { ruin } from "./ruin.ts";
import { symbolExposure } from "./symbol-exposure.ts";
import { totalExposure } from "./total-exposure.ts";

export const RISK_RULES: readonly RiskRule[] = Object.freeze([
  ruin,
  drawdownHalt,
  dailyLoss,
  cooldown,
  openPositions,
  orderRate,
  symbolExposure,
  totalExposure,
]);
