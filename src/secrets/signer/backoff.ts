/** How long to wait before a process that ended is started again: twice as long each time, until it has run well for a while. */
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;
/** A process that ran this long was healthy: the next failure is a new one. */
const HEALTHY_AFTER_MS = 60_000;

export class Backoff {
  #failures = 0;

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Counts a failure.
   * @param ranMs how long the process had run; 0 where it did not even start
   * @returns the wait before the next start, milliseconds
   */
  delayAfterMs(ranMs: number): number {
    if (ranMs > HEALTHY_AFTER_MS) this.#failures = 0;
    this.#failures += 1;
    return Math.min(FIRST_DELAY_MS * 2 ** (this.#failures - 1), MAX_DELAY_MS);
  }
}
