import { checkEnvironment, checkFileModes, checkGit } from "./file-checks.ts";
import type { Finding } from "./finding.ts";
import { checkCoreDumps, checkHooks, checkMemory } from "./process-checks.ts";
import { checkClock, checkProviders } from "./service-checks.ts";
import type { DoctorSurroundings } from "./surroundings.ts";
import { checkVault } from "./vault-checks.ts";

export interface ExamineOptions {
  /** Asks neither key providers nor exchanges. */
  readonly isOffline: boolean;
  /** Narrows file modes that are too wide. */
  readonly mendsModes: boolean;
}

/** Everything the security half of the doctor looks at, in the order in which it is best mended. */
export async function examine(surroundings: DoctorSurroundings, options: ExamineOptions): Promise<readonly Finding[]> {
  return [
    ...checkFileModes(surroundings, options.mendsModes),
    ...checkEnvironment(surroundings),
    ...checkGit(surroundings),
    ...checkVault(surroundings.settings, Date.now()),
    ...(options.isOffline ? [] : await checkProviders(surroundings)),
    ...checkHooks(surroundings),
    ...(await checkMemory(surroundings)),
    ...checkCoreDumps(surroundings),
    ...(options.isOffline ? [] : await checkClock(surroundings)),
  ];
}
