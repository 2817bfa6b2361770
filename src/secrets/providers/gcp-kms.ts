/**
 * Google Cloud KMS. The identity goes in as additional authenticated data. Every request carries CRC-32C sums, and an answer counts only
 * if the service says that it checked them and its own sums fit: Google's documented defence against bits that flip on the way.
 */
import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { CandlewrightError } from "../../engine/errors.ts";
import { SealedError } from "../envelope/errors.ts";
import { wrapContextBytes } from "../envelope/identity.ts";
import { vaultErrors } from "../errors.ts";
import { crc32c } from "./crc32c.ts";
import {
  loadLibrary,
  serviceTimeoutMs,
  takeDataKey,
  withinTime,
  type KeyProvider,
  type SettingsOf,
} from "./provider.ts";

const keyPattern = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
const versionPart = "/cryptoKeyVersions/";

export type GcpClientOptions = ConstructorParameters<typeof KeyManagementServiceClient>[0];

/**
 * Credentials come from where Google's own client finds them (application default credentials).
 * @param settings `keyId` is the key's resource name, without a version
 * @param connection further options of Google's client
 */
export async function gcpKmsProvider(
  settings: SettingsOf<"gcp-kms">,
  timeoutMs = serviceTimeoutMs,
  connection: GcpClientOptions = {},
): Promise<KeyProvider> {
  const { provider, keyId, role, options } = settings;
  if (!keyPattern.test(keyId)) {
    throw new CandlewrightError(vaultErrors.badSettings, {
      detail: `key_id "${keyId}" is not projects/…/locations/…/keyRings/…/cryptoKeys/….`,
    });
  }
  const library = await loadLibrary("@google-cloud/kms", () => import("@google-cloud/kms"));
  const endpoint = options.endpoint === undefined ? {} : { apiEndpoint: options.endpoint.replace(/^https:\/\//, "") };
  // REST rather than gRPC: two plain requests a start need no channel.
  const client = new library.KeyManagementServiceClient({ fallback: true, ...endpoint, ...connection });
  const ask = <Answer>(call: () => Promise<[Answer, ...unknown[]]>): Promise<Answer> =>
    asked(() => withinTime(timeoutMs, call()).then(([answer]) => answer));
  const callOptions = { timeout: timeoutMs, retry: null } as const;
  return {
    wrap: async (dataKey, identity) => {
      const associated = wrapContextBytes(identity);
      const request = {
        name: keyId,
        plaintext: dataKey,
        plaintextCrc32c: { value: crc32c(dataKey) },
        additionalAuthenticatedData: associated,
        additionalAuthenticatedDataCrc32c: { value: crc32c(associated) },
      };
      const answer = await ask(() => client.encrypt(request, callOptions));
      requireChecked(
        answer.verifiedPlaintextCrc32c === true && answer.verifiedAdditionalAuthenticatedDataCrc32c === true,
      );
      const wrapped = Buffer.from(answer.ciphertext as Uint8Array);
      requireChecked(Number(answer.ciphertextCrc32c?.value) === crc32c(wrapped));
      return { provider, keyId, role, keyVersion: versionOf(answer.name, keyId), wrapped };
    },
    unwrap: async (wrap, identity) => {
      if (wrap.provider !== "gcp-kms") throw new SealedError("wrongKey");
      const associated = wrapContextBytes(identity);
      const request = {
        name: keyId,
        ciphertext: wrap.wrapped,
        ciphertextCrc32c: { value: crc32c(wrap.wrapped) },
        additionalAuthenticatedData: associated,
        additionalAuthenticatedDataCrc32c: { value: crc32c(associated) },
      };
      const answer = await ask(() => client.decrypt(request, callOptions));
      const plain = answer.plaintext as Uint8Array;
      requireChecked(Number(answer.plaintextCrc32c?.value) === crc32c(plain));
      return takeDataKey(plain);
    },
    status: async () => {
      const { primary } = await ask(() => client.getCryptoKey({ name: keyId }, callOptions));
      const keyVersion = versionOf(primary?.name, keyId);
      // REST answers with the name, gRPC with the number.
      if (!["ENABLED", "1"].includes(String(primary?.state))) {
        throw new CandlewrightError(vaultErrors.providerRefused, {
          detail: `Version ${keyVersion} is ${String(primary?.state)}.`,
        });
      }
      return { detail: `Cloud KMS key ${keyId}, version ${keyVersion} enabled`, keyVersion };
    },
  };
}

/** @throws CandlewrightError `providerLied` where the answer names a version of another key */
function versionOf(name: string | null | undefined, keyId: string): string {
  const prefix = `${keyId}${versionPart}`;
  if (name?.startsWith(prefix) === true) return name.slice(prefix.length);
  throw new CandlewrightError(vaultErrors.providerLied, {
    detail: `It answered for ${name ?? "no key"}, pinned is ${keyId}.`,
  });
}

function requireChecked(isRight: boolean): void {
  if (!isRight)
    throw new CandlewrightError(vaultErrors.providerLied, { detail: "A CRC-32C sum of the answer does not fit." });
}

/** gRPC codes that another try may change: deadline, exhausted, aborted, internal, unavailable, data loss, unknown. */
const passing: ReadonlySet<unknown> = new Set([2, 4, 8, 10, 13, 14, 15]);

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof CandlewrightError) throw cause;
    const { code, message } = cause as { code?: unknown; message: string };
    const isRefusal = typeof code === "number" && code > 0 && code < 17 && !passing.has(code);
    const entry = isRefusal ? vaultErrors.providerRefused : vaultErrors.providerUnreachable;
    throw new CandlewrightError(entry, { detail: `Cloud KMS: ${message.slice(0, 300)}`, cause });
  }
}
