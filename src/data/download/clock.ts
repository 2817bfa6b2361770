/** Time for the download: tests hurry it, so that waits of minutes take none. */
import { setTimeout as sleep } from "node:timers/promises";

export interface DownloadClock {
  nowMs(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const wallClock: DownloadClock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};
