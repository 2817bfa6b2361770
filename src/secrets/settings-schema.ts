/** The JSON Schema of secrets_config.json, from the same tables that its reader goes by. */
import { environments, exchanges, purposes } from "./envelope/identity.ts";
import { maximumWraps, providerNames, roles, type ProviderName } from "./envelope/wraps.ts";
import { masterKeyOptions, type MasterKeyOption } from "./settings.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

const about: Readonly<Record<MasterKeyOption, string>> = {
  path: "The file of 32 random bytes; $CREDENTIALS_DIRECTORY/name for systemd's credentials.",
  endpoint: "Another address of the service, such as a private endpoint.",
  address: "Vault's address, https:// except on loopback.",
  token_file: "Where Vault's token lies; else VAULT_TOKEN or ~/.vault-token.",
  namespace: "Vault's namespace.",
  public_key: "The public half of the recovery key, base64 of 32 bytes.",
};
const keyIds: Readonly<Record<ProviderName, string>> = {
  passphrase: "A name of yours, shown when it is asked for.",
  "key-file": "A name of yours.",
  "os-keychain": "The keychain entry's name.",
  "aws-kms": "The ARN of the key; an alias is not accepted.",
  "gcp-kms": "projects/…/locations/…/keyRings/…/cryptoKeys/…, without a version.",
  "vault-transit": "Mount and name of a derived transit key: transit/candlewright.",
  "azure-key-vault": "https://<vault>.vault.azure.net/keys/<name>, without a version.",
  "recovery-key": "A name of yours.",
};

function masterKeySchema(provider: ProviderName): JsonSchema {
  const options = masterKeyOptions(provider);
  return object(
    {
      provider: { const: provider },
      key_id: { type: "string", description: keyIds[provider] },
      role: { enum: provider === "recovery-key" ? ["recovery"] : roles },
      ...Object.fromEntries(options.map(({ name }) => [name, { type: "string", description: about[name] }])),
    },
    ["provider", "key_id", "role", ...options.filter((option) => !option.isOptional).map((option) => option.name)],
  );
}

export function secretsJsonSchema(): JsonSchema {
  const account = { exchange: { enum: exchanges }, environment: { enum: environments }, purpose: { enum: purposes } };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "secrets_config.json",
    description:
      "Which vault, which master keys, which accounts. Nothing in it is secret. `candlewright vault init` writes it.",
    ...object({
      vault: { type: "string", pattern: "^[0-9a-f]{32}$", description: "The vault's id." },
      vault_folder: {
        type: "string",
        description: "Where the sealed files lie; relative to the folder above this file's.",
      },
      master_keys: {
        type: "array",
        minItems: 1,
        maxItems: maximumWraps,
        description: "What opens the accounts. Only these are ever used, whatever a sealed file says.",
        items: { oneOf: providerNames.map(masterKeySchema) },
      },
      accounts: {
        type: "object",
        additionalProperties: object(account),
        description: "What each sealed file must be.",
      },
    }),
  };
}

function object(properties: JsonSchema, required: readonly string[] = Object.keys(properties)): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}
