/** Makes the provider that a master key's settings name; a vendor's library is loaded here and only then. */
import type { Argon2Cost } from "../envelope/wraps.ts";
import type { AskSecret } from "../prompt.ts";
import type { MasterKeySettings } from "../settings.ts";
import type { KeyProvider, SettingsOf } from "./provider.ts";

export interface ProviderSurroundings {
  readonly ask: AskSecret;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What a new passphrase wrap costs; the default is right outside of tests. */
  readonly passphraseCost?: Argon2Cost;
}

export async function createProvider(
  settings: MasterKeySettings,
  surroundings: ProviderSurroundings,
): Promise<KeyProvider> {
  const { ask, environment, passphraseCost } = surroundings;
  const is = (name: MasterKeySettings["provider"]): boolean => settings.provider === name;
  if (is("aws-kms")) return (await import("./aws-kms.ts")).awsKmsProvider(settings as SettingsOf<"aws-kms">);
  if (is("gcp-kms")) return (await import("./gcp-kms.ts")).gcpKmsProvider(settings as SettingsOf<"gcp-kms">);
  if (is("azure-key-vault")) {
    return (await import("./azure-key-vault.ts")).azureKeyVaultProvider(settings as SettingsOf<"azure-key-vault">);
  }
  if (is("vault-transit")) {
    const { vaultTransitProvider } = await import("./vault-transit.ts");
    return vaultTransitProvider(settings as SettingsOf<"vault-transit">, environment);
  }
  if (is("os-keychain"))
    return (await import("./os-keychain.ts")).osKeychainProvider(settings as SettingsOf<"os-keychain">);
  const local = await import("./local-providers.ts");
  if (is("passphrase")) return local.passphraseProvider(settings as SettingsOf<"passphrase">, ask, passphraseCost);
  if (is("key-file")) return local.keyFileProvider(settings as SettingsOf<"key-file">, environment);
  return local.recoveryKeyProvider(settings as SettingsOf<"recovery-key">, ask);
}
