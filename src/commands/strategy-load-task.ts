/** In a worker: loads a user's strategy, so that the main thread never enters a file that does not come back. */
import { importStrategyFile } from "./strategy-file.ts";
import type { Heartbeat } from "./watch/heartbeat.ts";

/** @throws CandlewrightError as `importStrategyFile` */
export async function loadStrategyTask(file: string, heartbeat: Heartbeat): Promise<void> {
  heartbeat.enter(0);
  await importStrategyFile(file);
}
