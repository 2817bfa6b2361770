/**
 * AWS KMS on loopback: JSON 1.1, Signature Version 4 verified, encryption context bound to the ciphertext, key states, throttling.
 * Stricter than the emulators that exist: those check no signature, and some decrypt with a disabled key or another key id.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { LocalService, type ServiceAnswer, type ServiceRequest } from "./service.ts";

export const awsCredentials = { id: "AKIDEXAMPLEEXAMPLE00", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const region = "eu-central-1";
const maximumSkewMs = 300_000;

export class AwsKms extends LocalService {
  readonly keyArn = `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  state: "Enabled" | "Disabled" | "PendingDeletion" = "Enabled";
  /** How many requests are refused before one is let through. */
  throttled = 0;
  /** The key id that answers name; another one stands for a service that lies. */
  answersFor = this.keyArn;
  readonly #material = randomBytes(32);

  constructor() {
    super((request) => this.#answerTo(request));
  }

  #answerTo(request: ServiceRequest): ServiceAnswer {
    const refusal = signatureRefusal(request);
    if (refusal !== undefined) return error(403, "InvalidSignatureException", refusal);
    if (request.headers["content-type"] !== "application/x-amz-json-1.1")
      return error(400, "SerializationException", "content type");
    if (this.throttled > 0) {
      this.throttled--;
      return error(400, "ThrottlingException", "Rate exceeded");
    }
    const target = request.headers["x-amz-target"];
    const body = JSON.parse(request.body.toString()) as Record<string, unknown>;
    if (body["KeyId"] !== this.keyArn) return error(400, "NotFoundException", "no such key");
    if (target === "TrentService.DescribeKey")
      return { status: 200, body: { KeyMetadata: { Arn: this.answersFor, KeyId: "1234", KeyState: this.state } } };
    if (this.state === "Disabled") return error(400, "DisabledException", "the key is disabled");
    if (this.state === "PendingDeletion") return error(400, "KMSInvalidStateException", "pending deletion");
    const context = contextBytes(body["EncryptionContext"]);
    if (context === undefined)
      return error(400, "ValidationException", "the encryption context must be names and values");
    if (target === "TrentService.Encrypt")
      return this.#encrypt(Buffer.from(String(body["Plaintext"]), "base64"), context);
    if (target === "TrentService.Decrypt")
      return this.#decrypt(Buffer.from(String(body["CiphertextBlob"]), "base64"), context);
    return error(400, "UnknownOperationException", String(target));
  }

  #encrypt(plain: Buffer, context: Buffer): ServiceAnswer {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#material, iv).setAAD(context);
    const blob = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return {
      status: 200,
      body: {
        KeyId: this.answersFor,
        CiphertextBlob: blob.toString("base64"),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      },
    };
  }

  #decrypt(blob: Buffer, context: Buffer): ServiceAnswer {
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#material, blob.subarray(0, 12)).setAAD(context);
      decipher.setAuthTag(blob.subarray(-16));
      const plain = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      return {
        status: 200,
        body: { KeyId: this.answersFor, Plaintext: plain.toString("base64"), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" },
      };
    } catch {
      return error(400, "InvalidCiphertextException", "");
    }
  }
}

function error(status: number, type: string, message: string): ServiceAnswer {
  return {
    status,
    body: { __type: type, message },
    headers: { "x-amzn-errortype": type, "content-type": "application/x-amz-json-1.1" },
  };
}

function contextBytes(context: unknown): Buffer | undefined {
  if (typeof context !== "object" || context === null) return undefined;
  const entries = Object.entries(context as Record<string, unknown>);
  if (entries.length === 0 || entries.some(([, value]) => typeof value !== "string" || value === "")) return undefined;
  return Buffer.from(JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Signature Version 4, as AWS's documentation builds it. @returns what is wrong, or undefined */
function signatureRefusal({ method, url, headers, body }: ServiceRequest): string | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/kms\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  if (match === null) return "no signature";
  const [, id, date, place, signedNames, signature] = match;
  const time = String(headers["x-amz-date"]);
  if (id !== awsCredentials.id || place !== region || !time.startsWith(date)) return "credential scope";
  const sent = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(Date.now() - sent) < maximumSkewMs)) return "the time is off";
  const names = signedNames.split(";");
  if (!["host", "x-amz-date", "x-amz-target"].every((name) => names.includes(name))) return "a header is not signed";
  const canonicalHeaders = names
    .map((name) => `${name}:${String(headers[name]).trim().replaceAll(/\s+/g, " ")}\n`)
    .join("");
  const canonical = [method, url.pathname, "", canonicalHeaders, signedNames, sha256(body)].join("\n");
  const scope = `${date}/${place}/kms/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = [place, "kms", "aws4_request"].reduce(
    (from, part) => hmac(from, part),
    hmac(`AWS4${awsCredentials.secret}`, date),
  );
  return hmac(key, toSign).toString("hex") === signature ? undefined : "the signature does not match";
}
