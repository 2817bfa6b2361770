/** The rights that a key provider must give, as text to paste: as few as there can be, bound to this vault where the service can. */
import type { MasterKeySettings } from "../settings.ts";

/** @returns undefined for providers that know no rights */
export function accessPolicy({ provider, keyId }: MasterKeySettings): string | undefined {
  switch (provider) {
    case "aws-kms":
      return JSON.stringify(awsPolicy(keyId), null, 2);
    case "gcp-kms":
      return [
        `gcloud kms keys add-iam-policy-binding ${keyId} \\`,
        "  --member=serviceAccount:<the account that trades> --role=roles/cloudkms.cryptoKeyEncrypterDecrypter",
        `gcloud kms keys add-iam-policy-binding ${keyId} \\`,
        "  --member=serviceAccount:<the account that trades> --role=roles/cloudkms.viewer",
      ].join("\n");
    case "vault-transit": {
      const at = keyId.lastIndexOf("/");
      const [mount, name] = [keyId.slice(0, at), keyId.slice(at + 1)];
      return [
        `path "${mount}/encrypt/${name}" { capabilities = ["update"] }`,
        `path "${mount}/decrypt/${name}" { capabilities = ["update"] }`,
        `path "${mount}/keys/${name}"    { capabilities = ["read"] }`,
      ].join("\n");
    }
    case "azure-key-vault":
      return "Key permissions on this one key: Get, Wrap Key, Unwrap Key, Sign, Verify (role: Key Vault Crypto User).";
    case "passphrase":
    case "key-file":
    case "os-keychain":
    case "recovery-key":
      return undefined;
  }
  return provider satisfies never;
}

function awsPolicy(keyId: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "CandlewrightSealAndOpen",
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt"],
        Resource: keyId,
        Condition: { StringEquals: { "kms:EncryptionContext:candlewright:format": "candlewright-envelope/v1" } },
      },
      { Sid: "CandlewrightDoctor", Effect: "Allow", Action: "kms:DescribeKey", Resource: keyId },
    ],
  };
}
