/**
 * The protective stop and target of every open position, one implementation for all strategies. Levels are placed when a
 * position is opened or added to, and moved at a candle's close with effect from the next candle; a stop never moves back.
 */
import type { ProtectionRules } from "../limits.ts";
import type { ExitReason } from "../result.ts";
import { breakEvenStop } from "./break-even.ts";
import { initialStop, initialTarget, movesLevels } from "./levels.ts";
import { roiAt } from "./minimal-roi.ts";
import { isTimeUp } from "./time-stop.ts";
import { trailingStop } from "./trailing-stop.ts";

export class Guards {
  /** NaN: none. */
  readonly stop: Float64Array;
  readonly target: Float64Array;
  /** The lower and the upper of stop and target: a candle outside of them touches one. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly candlesHeld: Int32Array;
  readonly stopReason: ExitReason[];
  readonly targetReason: ExitReason[];
  /** Prices that the strategy itself gave for the position; NaN: none. */
  private readonly wantedStop: Float64Array;
  private readonly wantedTarget: Float64Array;
  /** 1 where the levels of the open position can move. */
  readonly moves: Uint8Array;
  /** Number of positions whose levels can move. */
  movingCount = 0;

  constructor(sleeves: number) {
    const column = () => new Float64Array(sleeves).fill(NaN);
    this.stop = column();
    this.target = column();
    this.lower = column();
    this.upper = column();
    this.wantedStop = column();
    this.wantedTarget = column();
    this.candlesHeld = new Int32Array(sleeves);
    this.stopReason = Array.from({ length: sleeves }, () => "stop_loss");
    this.targetReason = Array.from({ length: sleeves }, () => "take_profit");
    this.moves = new Uint8Array(sleeves);
  }

  /**
   * Sets the levels of a position that was just opened or added to.
   * @param ageMs time since the position was opened
   */
  place(
    sleeve: number,
    direction: 1 | -1,
    entryPrice: number,
    isNew: boolean,
    rules: ProtectionRules,
    wantedStop: number,
    wantedTarget: number,
    ageMs: number,
  ): void {
    if (isNew) {
      this.candlesHeld[sleeve] = 0;
      this.stop[sleeve] = NaN;
      this.wantedStop[sleeve] = wantedStop;
      this.wantedTarget[sleeve] = wantedTarget;
      this.setMoves(sleeve, movesLevels(rules) ? 1 : 0);
    } else {
      if (wantedStop === wantedStop) this.wantedStop[sleeve] = wantedStop;
      if (wantedTarget === wantedTarget) this.wantedTarget[sleeve] = wantedTarget;
    }
    const stop = initialStop(entryPrice, direction, rules, this.wantedStop[sleeve]);
    // A stop that has trailed beyond the new one stays, and so does one where the new entry brings none.
    if (this.stop[sleeve] !== this.stop[sleeve] || direction * stop >= direction * this.stop[sleeve]) {
      this.stop[sleeve] = stop;
      this.stopReason[sleeve] = "stop_loss";
    }
    this.setTarget(sleeve, direction, entryPrice, ageMs, rules);
    this.setBounds(sleeve, direction);
  }

  clear(sleeve: number): void {
    this.stop[sleeve] = NaN;
    this.target[sleeve] = NaN;
    this.lower[sleeve] = NaN;
    this.upper[sleeve] = NaN;
    this.setMoves(sleeve, 0);
  }

  private setMoves(sleeve: number, moves: 0 | 1): void {
    this.movingCount += moves - this.moves[sleeve];
    this.moves[sleeve] = moves;
  }

  /**
   * Moves the levels at a candle's close.
   * @param best highest price since entry for a long, lowest for a short
   * @param ageMs time since entry at this close
   * @returns whether the position's time is up
   */
  move(
    sleeve: number,
    direction: 1 | -1,
    entryPrice: number,
    best: number,
    ageMs: number,
    rules: ProtectionRules,
  ): boolean {
    this.candlesHeld[sleeve]++;
    this.raiseStop(sleeve, direction, breakEvenStop(entryPrice, best, direction, rules), "break_even");
    this.raiseStop(sleeve, direction, trailingStop(entryPrice, best, direction, rules), "trailing_stop");
    this.setTarget(sleeve, direction, entryPrice, ageMs, rules);
    this.setBounds(sleeve, direction);
    return isTimeUp(this.candlesHeld[sleeve], rules);
  }

  /** The target of its own, or the nearer one that the position's age asks for. */
  private setTarget(
    sleeve: number,
    direction: 1 | -1,
    entryPrice: number,
    ageMs: number,
    rules: ProtectionRules,
  ): void {
    const fixed = initialTarget(entryPrice, direction, rules, this.wantedTarget[sleeve]);
    const aged = entryPrice * (1 + direction * roiAt(ageMs, rules.minimalRoi));
    const isAged = aged === aged && !(direction * fixed <= direction * aged);
    this.target[sleeve] = isAged ? aged : fixed;
    this.targetReason[sleeve] = isAged ? "minimal_roi" : "take_profit";
  }

  private raiseStop(sleeve: number, direction: 1 | -1, price: number, reason: ExitReason): void {
    if (price !== price || direction * price <= direction * this.stop[sleeve]) return;
    this.stop[sleeve] = price;
    this.stopReason[sleeve] = reason;
  }

  private setBounds(sleeve: number, direction: 1 | -1): void {
    this.lower[sleeve] = direction === 1 ? this.stop[sleeve] : this.target[sleeve];
    this.upper[sleeve] = direction === 1 ? this.target[sleeve] : this.stop[sleeve];
  }
}
