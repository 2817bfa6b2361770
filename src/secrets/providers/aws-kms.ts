/**
 * AWS KMS. The identity goes in as the encryption context, which KMS binds to the ciphertext (and logs in CloudTrail: it is public).
 * The key is pinned by its ARN, sent with every decryption, and compared with the one that the answer names: an alias could be pointed
 * at another key.
 */
import type { KMSClient } from "@aws-sdk/client-kms";
import { CandlewrightError } from "../../engine/errors.ts";
import { SealedError } from "../envelope/errors.ts";
import { wrapContext } from "../envelope/identity.ts";
import { vaultErrors } from "../errors.ts";
import {
  loadLibrary,
  requireKeyId,
  requireSecureAddress,
  serviceTimeoutMs,
  takeDataKey,
  type KeyProvider,
  type SettingsOf,
} from "./provider.ts";

const arnPattern = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):[0-9]{12}:key\/[A-Za-z0-9-]+$/;

/** Credentials come from where AWS's own client finds them: environment, profile, container or instance role. */
export async function awsKmsProvider(
  settings: SettingsOf<"aws-kms">,
  timeoutMs = serviceTimeoutMs,
): Promise<KeyProvider> {
  const region = arnPattern.exec(settings.keyId)?.[1];
  if (region === undefined) {
    throw new CandlewrightError(vaultErrors.badSettings, {
      detail: `key_id "${settings.keyId}" is not the ARN of a key (an alias is not accepted).`,
      fix: "Find it with `aws kms describe-key --key-id alias/<name> --query KeyMetadata.Arn`.",
    });
  }
  const { endpoint } = settings.options;
  if (endpoint !== undefined) requireSecureAddress(endpoint, "endpoint");
  const library = await loadLibrary("@aws-sdk/client-kms", () => import("@aws-sdk/client-kms"));
  const client = new library.KMSClient({
    region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const { provider, keyId, role } = settings;
  return {
    wrap: async (dataKey, identity) => {
      const command = new library.EncryptCommand({
        KeyId: keyId,
        Plaintext: dataKey,
        EncryptionContext: wrapContext(identity),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      });
      const answer = await asked(() => client.send(command));
      requireKeyId(answer.KeyId, keyId);
      return { provider, keyId, role, keyVersion: "", wrapped: Buffer.from(answer.CiphertextBlob ?? []) };
    },
    unwrap: async (wrap, identity) => {
      if (wrap.provider !== "aws-kms") throw new SealedError("wrongKey");
      const command = new library.DecryptCommand({
        KeyId: keyId,
        CiphertextBlob: wrap.wrapped,
        EncryptionContext: wrapContext(identity),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      });
      const answer = await asked(() => client.send(command));
      requireKeyId(answer.KeyId, keyId);
      return takeDataKey(answer.Plaintext);
    },
    status: () => statusOf(client, library, keyId),
  };
}

async function statusOf(
  client: KMSClient,
  library: typeof import("@aws-sdk/client-kms"),
  keyId: string,
): ReturnType<KeyProvider["status"]> {
  const answer = await asked(() => client.send(new library.DescribeKeyCommand({ KeyId: keyId })));
  requireKeyId(answer.KeyMetadata?.Arn, keyId);
  const state = answer.KeyMetadata?.KeyState;
  if (state !== "Enabled") throw new CandlewrightError(vaultErrors.providerRefused, { detail: `The key is ${state}.` });
  return { detail: `KMS key ${keyId}, enabled`, keyVersion: "" };
}

/** Answers of KMS that another try may change; network errors carry no status at all. */
const passing: ReadonlySet<string> = new Set([
  "ThrottlingException",
  "KMSInternalException",
  "DependencyTimeoutException",
  "KeyUnavailableException",
]);

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    const { name, message, $metadata } = cause as Error & { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    // No credentials is ours to mend, not the network's.
    const isRefusal = name === "CredentialsProviderError" || (status !== undefined && status >= 400 && status < 500);
    const entry = isRefusal && !passing.has(name) ? vaultErrors.providerRefused : vaultErrors.providerUnreachable;
    throw new CandlewrightError(entry, { detail: `AWS KMS: ${name}: ${message.slice(0, 300)}`, cause });
  }
}
