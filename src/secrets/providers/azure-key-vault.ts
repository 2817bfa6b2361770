/**
 * Azure Key Vault, with an RSA key. RSA-OAEP takes no context, and anybody who has the public key can wrap: so the vault also signs, with the
 * same key, which envelope's wrap this is. Only who may use the private key can make such a wrap, and it can't be moved.
 *
 * `wrapped` is the wrapped data key followed by the signature, each as long as the modulus:
 * RSA-OAEP-256(dataKey), then PS256 over SHA-256 of pieces("candlewright-envelope/v1 azure", identity, keyId, keyVersion, wrapped key).
 */
import type { TokenCredential } from "@azure/identity";
import type { CryptographyClient, CryptographyClientOptions } from "@azure/keyvault-keys";
import { createHash } from "node:crypto";
import { CandlewrightError } from "../../engine/errors.ts";
import { encodePieces } from "../envelope/authenticated-bytes.ts";
import { SealedError } from "../envelope/errors.ts";
import { wrapContextBytes, type Identity } from "../envelope/identity.ts";
import { vaultErrors } from "../errors.ts";
import {
  loadLibrary,
  serviceTimeoutMs,
  takeDataKey,
  withinTime,
  type KeyProvider,
  type SettingsOf,
} from "./provider.ts";

const keyPattern = /^(https:\/\/[a-z0-9.-]+|http:\/\/127\.0\.0\.1:\d+)\/keys\/([A-Za-z0-9-]{1,127})$/;
const versionPattern = /^[0-9a-f]{32}$/;

/** How the vault is reached; tests on loopback bring their own. */
export interface AzureConnection {
  readonly credential: TokenCredential;
  readonly options: CryptographyClientOptions;
}

/**
 * Credentials come from where Azure's own client finds them (DefaultAzureCredential).
 * @param settings `keyId` is the key's URL, without a version
 */
export async function azureKeyVaultProvider(
  settings: SettingsOf<"azure-key-vault">,
  timeoutMs = serviceTimeoutMs,
  connection?: AzureConnection,
): Promise<KeyProvider> {
  const { provider, keyId, role } = settings;
  const address = keyPattern.exec(keyId);
  if (address === null) {
    throw new CandlewrightError(vaultErrors.badSettings, {
      detail: `key_id "${keyId}" is not https://<vault>/keys/<name>.`,
    });
  }
  const names = "@azure/keyvault-keys @azure/identity";
  const library = await loadLibrary(names, () => import("@azure/keyvault-keys"));
  const { credential, options } = connection ?? (await defaultConnection(names));
  const ask = <Answer>(call: () => Promise<Answer>): Promise<Answer> => asked(() => withinTime(timeoutMs, call()));
  const keys = new library.KeyClient(address[1], credential, options);
  const newestVersion = async (): Promise<string> => {
    const key = await ask(() => keys.getKey(address[2]));
    if (key.properties.enabled === false)
      throw new CandlewrightError(vaultErrors.providerRefused, { detail: "The key is disabled." });
    return versionOf(key.id, keyId);
  };
  const clientFor = (version: string): CryptographyClient =>
    new library.CryptographyClient(`${keyId}/${version}`, credential, options);
  return {
    wrap: async (dataKey, identity) => {
      const keyVersion = await newestVersion();
      const client = clientFor(keyVersion);
      const { result: wrappedKey } = await ask(() => client.wrapKey("RSA-OAEP-256", dataKey));
      const statement = digest(identity, keyId, keyVersion, wrappedKey);
      const signed = await ask(() => client.sign("PS256", statement));
      versionOf(signed.keyID, keyId);
      return { provider, keyId, role, keyVersion, wrapped: Buffer.concat([wrappedKey, signed.result]) };
    },
    unwrap: async (wrap, identity) => {
      if (
        wrap.provider !== "azure-key-vault" ||
        !versionPattern.test(wrap.keyVersion) ||
        wrap.wrapped.length % 2 !== 0
      ) {
        throw new SealedError("wrongKey");
      }
      const half = wrap.wrapped.length / 2;
      const [wrappedKey, signature] = [wrap.wrapped.subarray(0, half), wrap.wrapped.subarray(half)];
      const client = clientFor(wrap.keyVersion);
      const statement = digest(identity, keyId, wrap.keyVersion, wrappedKey);
      const { result: isOurs } = await ask(() => client.verify("PS256", statement, signature));
      if (!isOurs) throw new SealedError("wrongKey", { detail: "The vault did not sign this wrap for this account." });
      const answer = await ask(() => client.unwrapKey("RSA-OAEP-256", wrappedKey));
      versionOf(answer.keyID, keyId);
      return takeDataKey(answer.result);
    },
    status: async () => {
      const keyVersion = await newestVersion();
      return { detail: `Key Vault key ${keyId}, version ${keyVersion}`, keyVersion };
    },
  };
}

async function defaultConnection(names: string): Promise<AzureConnection> {
  const { DefaultAzureCredential } = await loadLibrary(names, () => import("@azure/identity"));
  return { credential: new DefaultAzureCredential(), options: { retryOptions: { maxRetries: 2 } } };
}

function digest(identity: Identity, keyId: string, keyVersion: string, wrappedKey: Uint8Array): Buffer {
  const pieces = encodePieces(
    "candlewright-envelope/v1 azure",
    wrapContextBytes(identity),
    keyId,
    keyVersion,
    wrappedKey,
  );
  return createHash("sha256").update(pieces).digest();
}

/** @throws CandlewrightError `providerLied` where the answer names another key */
function versionOf(id: string | undefined, keyId: string): string {
  const version = id?.startsWith(`${keyId}/`) === true ? id.slice(keyId.length + 1) : "";
  if (versionPattern.test(version)) return version;
  throw new CandlewrightError(vaultErrors.providerLied, {
    detail: `It answered for ${id ?? "no key"}, pinned is ${keyId}.`,
  });
}

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof CandlewrightError) throw cause;
    const { statusCode, name, message } = cause as Error & { statusCode?: number };
    const isRefusal =
      name === "CredentialUnavailableError" ||
      name === "AuthenticationError" ||
      (statusCode !== undefined && statusCode >= 400 && statusCode < 500 && statusCode !== 429);
    const entry = isRefusal ? vaultErrors.providerRefused : vaultErrors.providerUnreachable;
    throw new CandlewrightError(entry, { detail: `Azure Key Vault: ${message.slice(0, 300)}`, cause });
  }
}
