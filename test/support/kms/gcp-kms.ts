/** Google Cloud KMS on loopback: the REST protocol, bearer token, additional authenticated data, CRC-32C both ways, key versions. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { crc32c } from "../../../src/secrets/providers/crc32c.ts";
import { LocalService, type ServiceAnswer, type ServiceRequest } from "./service.ts";

export class GcpKms extends LocalService {
  readonly keyName = "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/trading";
  readonly token = "ya29.EXAMPLE";
  isEnabled = true;
  /** The key that answers name. */
  answersFor = this.keyName;
  /** A sum in the answers is wrong, or the service says that it did not check ours. */
  sums: "right" | "wrong" | "unchecked" = "right";
  readonly #versions = [randomBytes(32)];

  constructor() {
    super((request) => this.#answerTo(request));
  }

  rotate(): void {
    this.#versions.push(randomBytes(32));
  }

  #answerTo({ method, url, headers, body }: ServiceRequest): ServiceAnswer {
    if (headers.authorization !== `Bearer ${this.token}`) return refuse(401, "UNAUTHENTICATED", "no token");
    const version = `${this.answersFor}/cryptoKeyVersions/${this.#versions.length}`;
    if (method === "GET" && url.pathname === `/v1/${this.keyName}`) {
      return {
        status: 200,
        body: { name: this.answersFor, primary: { name: version, state: this.isEnabled ? "ENABLED" : "DISABLED" } },
      };
    }
    const operation = /^\/v1\/(.+):(encrypt|decrypt)$/.exec(url.pathname);
    if (method !== "POST" || operation === null || operation[1] !== this.keyName)
      return refuse(404, "NOT_FOUND", "no such key");
    if (!this.isEnabled) return refuse(400, "FAILED_PRECONDITION", `${version} is not enabled`);
    const fields = JSON.parse(body.toString()) as Record<string, string | undefined>;
    const bytes = (name: string): Buffer => Buffer.from(fields[name] ?? "", "base64");
    const sumFits = (name: string): boolean => fields[`${name}Crc32c`] === String(crc32c(bytes(name)));
    const input = operation[2] === "encrypt" ? "plaintext" : "ciphertext";
    if (!sumFits(input) || !sumFits("additionalAuthenticatedData"))
      return refuse(400, "INVALID_ARGUMENT", "a CRC32C sum is missing or wrong");
    const associated = bytes("additionalAuthenticatedData");
    return operation[2] === "encrypt"
      ? this.#encrypt(bytes(input), associated, version)
      : this.#decrypt(bytes(input), associated);
  }

  #encrypt(plain: Buffer, associated: Buffer, name: string): ServiceAnswer {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#versions.at(-1) ?? Buffer.alloc(0), iv).setAAD(associated);
    const ciphertext = Buffer.concat([
      Buffer.from([this.#versions.length]),
      iv,
      cipher.update(plain),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    const isChecked = this.sums !== "unchecked";
    return {
      status: 200,
      body: {
        name,
        ciphertext: ciphertext.toString("base64"),
        ciphertextCrc32c: this.#sum(ciphertext),
        verifiedPlaintextCrc32c: isChecked,
        verifiedAdditionalAuthenticatedDataCrc32c: isChecked,
      },
    };
  }

  #decrypt(bytes: Buffer, associated: Buffer): ServiceAnswer {
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#versions[bytes[0] - 1], bytes.subarray(1, 13)).setAAD(
        associated,
      );
      decipher.setAuthTag(bytes.subarray(-16));
      const plain = Buffer.concat([decipher.update(bytes.subarray(13, -16)), decipher.final()]);
      return {
        status: 200,
        body: {
          plaintext: plain.toString("base64"),
          plaintextCrc32c: this.#sum(plain),
          usedPrimary: bytes[0] === this.#versions.length,
        },
      };
    } catch {
      return refuse(400, "INVALID_ARGUMENT", "Decryption failed: the ciphertext is invalid.");
    }
  }

  #sum(bytes: Buffer): string {
    return String(crc32c(bytes) + (this.sums === "wrong" ? 1 : 0));
  }
}

function refuse(status: number, name: string, message: string): ServiceAnswer {
  return { status, body: { error: { code: status, status: name, message } } };
}
