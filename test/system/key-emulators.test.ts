import { test } from "node:test";
import { azureKeyVaultProvider } from "../../src/secrets/providers/azure-key-vault.ts";
import { awsKmsProvider } from "../../src/secrets/providers/aws-kms.ts";
import { gcpKmsProvider } from "../../src/secrets/providers/gcp-kms.ts";
import { vaultTransitProvider } from "../../src/secrets/providers/vault-transit.ts";
import { testProviderContract, type ProviderUnderTest } from "../support/provider-contract.ts";

/**
 * The same contract against emulators or the real services, where the environment names them. Their own credentials come as their own
 * clients want them (AWS_ACCESS_KEY_ID, GOOGLE_APPLICATION_CREDENTIALS, VAULT_TOKEN, AZURE_TENANT_ID and so on).
 *
 *   KMS_E2E_AWS_KEY (an ARN), KMS_E2E_AWS_ENDPOINT        moto, local-kms, LocalStack, or AWS itself without the endpoint
 *   KMS_E2E_GCP_KEY (a resource name)
 *   KMS_E2E_VAULT_KEY (transit/name), KMS_E2E_VAULT_ADDRESS
 *   KMS_E2E_AZURE_KEY (https://….vault.azure.net/keys/name)
 */
const { env } = process;
const primary = { role: "primary" } as const;
const optional = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };

function register(name: string, variable: string, prepare: (keyId: string) => ProviderUnderTest["make"]): void {
  const keyId = env[variable];
  if (keyId === undefined) test(`${name} against a real service`, { skip: `${variable} is not set` });
  else testProviderContract(name, async () => ({ name, keyId, make: prepare(keyId) }));
}

register(
  "aws-kms",
  "KMS_E2E_AWS_KEY",
  (keyId) => () =>
    awsKmsProvider({
      ...primary,
      provider: "aws-kms",
      keyId,
      options: optional("endpoint", env["KMS_E2E_AWS_ENDPOINT"]),
    }),
);
register(
  "gcp-kms",
  "KMS_E2E_GCP_KEY",
  (keyId) => () => gcpKmsProvider({ ...primary, provider: "gcp-kms", keyId, options: {} }),
);
register(
  "vault-transit",
  "KMS_E2E_VAULT_KEY",
  (keyId) => async () =>
    vaultTransitProvider(
      { ...primary, provider: "vault-transit", keyId, options: optional("address", env["KMS_E2E_VAULT_ADDRESS"]) },
      env,
    ),
);
register(
  "azure-key-vault",
  "KMS_E2E_AZURE_KEY",
  (keyId) => () => azureKeyVaultProvider({ ...primary, provider: "azure-key-vault", keyId, options: {} }),
);
