/** Lets instants happen when their time comes: on the wall clock, or a number of times faster. */

export interface Clock {
  /** Milliseconds, from any origin; never goes back. */
  now(): number;
  /** Resolves after the time, or at once when the signal is given. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const wallClock: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      signal.addEventListener("abort", done);
    }),
};

/** Shorter waits than this cost more than they are worth: the loop is let go on. */
const SHORTEST_WAIT_MS = 2;

/** A timer that is set for longer fires at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export class Pace {
  private readonly speed: number;
  private readonly clock: Clock;
  private startedAt = NaN;
  private firstTime = NaN;

  /** @param speed how many times faster than the wall clock; Infinity: as fast as it goes */
  constructor(speed: number, clock: Clock = wallClock) {
    this.speed = speed;
    this.clock = clock;
  }

  /** @returns what resolves at the instant's turn; undefined where it has come, as the first instant's has */
  until(time: number, signal: AbortSignal): Promise<void> | undefined {
    if (this.speed === Infinity) return undefined;
    if (Number.isNaN(this.firstTime)) {
      this.firstTime = time;
      this.startedAt = this.clock.now();
    }
    const due = this.startedAt + (time - this.firstTime) / this.speed;
    return due - this.clock.now() < SHORTEST_WAIT_MS ? undefined : this.wait(due, signal);
  }

  private async wait(due: number, signal: AbortSignal): Promise<void> {
    for (let left = due - this.clock.now(); left >= SHORTEST_WAIT_MS; left = due - this.clock.now()) {
      if (signal.aborted) return;
      await this.clock.wait(Math.min(left, LONGEST_WAIT_MS), signal);
    }
  }
}
