/**
 * The transit engine of HashiCorp Vault and OpenBao on loopback, written after OpenBao's source: derived keys with a context, versions,
 * `min_decryption_version`, tokens that run out, a seal.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { LocalService, type ServiceAnswer, type ServiceRequest } from "./service.ts";

export class VaultTransit extends LocalService {
  readonly keyId = "transit/candlewright";
  token = "hvs.EXAMPLEexampleEXAMPLEexample";
  /** When the token runs out, milliseconds. */
  tokenEndsMs = Infinity;
  isSealed = false;
  isDerived = true;
  minDecryptionVersion = 1;
  readonly #versions: Buffer[] = [randomBytes(32)];

  constructor() {
    super((request) => this.#answerTo(request));
  }

  /** Adds a key version, as `vault write -f transit/keys/candlewright/rotate`. */
  rotate(): void {
    this.#versions.push(randomBytes(32));
  }

  #answerTo({ method, url, headers, body }: ServiceRequest): ServiceAnswer {
    if (this.isSealed) return refuse(503, "Vault is sealed");
    if (headers["x-vault-token"] !== this.token || Date.now() > this.tokenEndsMs)
      return refuse(403, "permission denied");
    if (headers["x-vault-request"] !== "true") return refuse(400, "missing X-Vault-Request");
    if (method === "GET" && url.pathname === "/v1/transit/keys/candlewright") {
      return {
        status: 200,
        body: {
          data: {
            derived: this.isDerived,
            latest_version: this.#versions.length,
            min_decryption_version: this.minDecryptionVersion,
          },
        },
      };
    }
    const operation = /^\/v1\/transit\/(encrypt|decrypt)\/candlewright$/.exec(url.pathname)?.[1];
    if (method !== "POST" || operation === undefined) return refuse(404, "no handler for route");
    const fields = JSON.parse(body.toString()) as Record<string, string | undefined>;
    // As OpenBao does: a context for a key that is not derived is taken, and means nothing.
    const context = Buffer.from(this.isDerived ? (fields["context"] ?? "") : "bm9uZQ==", "base64");
    if (context.length === 0)
      return refuse(400, "missing 'context' for key derivation; the key was created using a derived key");
    return operation === "encrypt"
      ? this.#encrypt(Buffer.from(fields["plaintext"] ?? "", "base64"), context)
      : this.#decrypt(fields["ciphertext"] ?? "", context);
  }

  #encrypt(plain: Buffer, context: Buffer): ServiceAnswer {
    const version = this.#versions.length;
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", derive(this.#versions[version - 1], context), iv);
    const bytes = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return {
      status: 200,
      body: { data: { ciphertext: `vault:v${version}:${bytes.toString("base64")}`, key_version: version } },
    };
  }

  #decrypt(ciphertext: string, context: Buffer): ServiceAnswer {
    const match = /^vault:v(\d+):(.+)$/.exec(ciphertext);
    if (match === null) return refuse(400, "invalid ciphertext: no prefix");
    const version = Number(match[1]);
    if (version < this.minDecryptionVersion)
      return refuse(400, "ciphertext or signature version is disallowed by policy (too old)");
    if (version > this.#versions.length) return refuse(400, "invalid ciphertext: version is too new");
    const bytes = Buffer.from(match[2], "base64");
    try {
      const decipher = createDecipheriv(
        "aes-256-gcm",
        derive(this.#versions[version - 1], context),
        bytes.subarray(0, 12),
      );
      decipher.setAuthTag(bytes.subarray(-16));
      const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { data: { plaintext: plain.toString("base64") } } };
    } catch {
      return refuse(400, "cipher: message authentication failed");
    }
  }
}

function derive(key: Buffer, context: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), context, 32));
}

function refuse(status: number, reason: string): ServiceAnswer {
  return { status, body: { errors: [reason] } };
}
