/** The two halts that follow from the equity: the day's loss and the drawdown. */
import type { RiskLimits } from "../limits.ts";
import { DAY_MS, dayStart } from "../timeframe.ts";

export class Halts {
  private readonly limits: RiskLimits;
  /** Highest equity so far. */
  peak: number;
  /** Equity at which the drawdown halt starts; follows the peak. */
  drawdownFactor: number;
  /** Equity at which the day's halt starts; -Infinity once it has. */
  dayFloor = -Infinity;
  /** First instant of the next UTC day. */
  nextDay = -Infinity;
  isHaltedForDay = false;
  isHaltedByDrawdown = false;

  constructor(limits: RiskLimits, startingCash: number) {
    this.limits = limits;
    this.peak = startingCash;
    this.drawdownFactor = limits.maxDrawdown === Infinity ? -Infinity : 1 - limits.maxDrawdown;
  }

  /**
   * Takes the equity of an instant: first the new day, whose start it is measured against, then the limits.
   * @param previousEquity equity of the instant before, with which a new day begins
   */
  update(time: number, equity: number, previousEquity: number): void {
    if (time >= this.nextDay) {
      this.nextDay = dayStart(time) + DAY_MS;
      this.isHaltedForDay = false;
      this.dayFloor =
        this.limits.maxDailyLoss === Infinity ? -Infinity : previousEquity * (1 - this.limits.maxDailyLoss);
    }
    if (equity > this.peak) this.peak = equity;
    else if (equity <= this.peak * this.drawdownFactor) {
      this.isHaltedByDrawdown = true;
      this.drawdownFactor = -Infinity;
    }
    if (equity <= this.dayFloor) {
      this.isHaltedForDay = true;
      this.dayFloor = -Infinity;
    }
  }
}
