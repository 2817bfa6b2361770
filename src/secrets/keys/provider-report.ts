import { createProvider, type ProviderSurroundings } from "../providers/index.ts";
import type { MasterKeySettings } from "../settings.ts";
import { errorDocument } from "./messages.ts";

/** What one provider said about its key, or why it said nothing. */
export interface ProviderReport {
  readonly provider: MasterKeySettings["provider"];
  readonly keyId: string;
  readonly detail: string;
  readonly keyVersion: string;
  readonly error?: Readonly<Record<string, string>>;
}

/** Asks every provider for the state of its key. */
export async function reportProviders(
  masterKeys: readonly MasterKeySettings[],
  surroundings: ProviderSurroundings,
): Promise<readonly ProviderReport[]> {
  return Promise.all(
    masterKeys.map(async (settings) => {
      const { provider, keyId } = settings;
      try {
        return { provider, keyId, ...(await (await createProvider(settings, surroundings)).status()) };
      } catch (error) {
        return { provider, keyId, detail: "", keyVersion: "", error: errorDocument(error) };
      }
    }),
  );
}
