/** The halts that follow from the equity: the day's loss, the drawdown, and ruin. */
import type { RiskLimits } from "../limits.ts";
import { DAY_MS, dayStart } from "../timeframe.ts";

export class Halts {
  private readonly limits: RiskLimits;
  /** Highest equity so far. */
  peak = 0.5;
  /** Equity at which the drawdown halt starts; follows the peak. */
  drawdownFactor = 0.5;
  /** Equity at which the next of these happens: the day's halt, then ruin; -Infinity after both. */
  dayFloor = -Infinity;
  /** First instant of the next UTC day. */
  nextDay = -Infinity;
  isHaltedForDay = false;
  isHaltedByDrawdown = false;
  /** Nothing is left: shorts on margin can lose more than there is. */
  isRuined = false;
  private dayLimit = -Infinity;

  constructor(limits: RiskLimits, startingCash: number) {
    this.limits = limits;
    this.peak = startingCash;
    this.drawdownFactor = limits.maxDrawdown === Infinity ? -Infinity : 1 - limits.maxDrawdown;
  }

  /** Equity at which the next halt begins while the highest so far is `peak`; a halt of the day lies below any peak. */
  floorBelow(peak: number): number {
    const drop = peak * this.drawdownFactor;
    return drop > this.dayFloor ? drop : this.dayFloor;
  }

  /**
   * Takes the equity of an instant: first the new day, whose start it is measured against, then the limits.
   * @param previousEquity equity of the instant before, with which a new day begins
   * @returns whether a halt begins here
   */
  update(time: number, equity: number, previousEquity: number): boolean {
    if (time >= this.nextDay) {
      this.nextDay = dayStart(time) + DAY_MS;
      this.isHaltedForDay = false;
      this.dayLimit =
        this.limits.maxDailyLoss === Infinity ? -Infinity : previousEquity * (1 - this.limits.maxDailyLoss);
    }
    let begins = false;
    if (equity > this.peak) this.peak = equity;
    else if (equity <= this.peak * this.drawdownFactor) {
      begins = true;
      this.isHaltedByDrawdown = true;
      this.drawdownFactor = -Infinity;
    }
    if (equity <= this.dayLimit && !this.isHaltedForDay) {
      begins = true;
      this.isHaltedForDay = true;
    }
    if (equity <= 0 && !this.isRuined) {
      begins = true;
      this.isRuined = true;
    }
    const ruin = this.isRuined ? -Infinity : 0;
    this.dayFloor = this.isHaltedForDay ? ruin : Math.max(ruin, this.dayLimit);
    return begins;
  }
}
