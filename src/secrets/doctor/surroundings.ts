import type { SecretsSettings } from "../settings.ts";

/** What the checks look at. Tests bring their own. */
export interface DoctorSurroundings {
  readonly settings: SecretsSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `.env` and the repository are looked for. */
  readonly workingFolder: string;
  readonly platform: NodeJS.Platform;
  /** undefined where the platform has no user ids. */
  readonly userId: number | undefined;
  /** 0 where there is no exchange in a box. */
  readonly simulatorPort: number;
}
