/** Azure Key Vault on loopback: bearer challenge, key versions, RSA wrap, unwrap, sign and verify, disabled keys, throttling. */
import {
  constants,
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { LocalService, type ServiceAnswer, type ServiceRequest } from "./service.ts";

interface KeyVersion {
  readonly version: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };

export class AzureKeyVault extends LocalService {
  readonly token = "eyEXAMPLE";
  isEnabled = true;
  throttled = 0;
  /** The key's name in answers. */
  answersFor = "trading";
  readonly #versions: KeyVersion[] = [];

  constructor() {
    super((request) => this.#answerTo(request));
    this.rotate();
  }

  get keyId(): string {
    return `${this.address}/keys/trading`;
  }

  rotate(): void {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#versions.push({ version: randomBytes(16).toString("hex"), ...pair });
  }

  #answerTo({ method, url, headers, body }: ServiceRequest): ServiceAnswer {
    if (headers.authorization !== `Bearer ${this.token}`) {
      const challenge =
        'Bearer authorization="https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000", resource="https://vault.azure.net"';
      return { ...refuse(401, "Unauthorized", "no token"), headers: { "www-authenticate": challenge } };
    }
    if (!/^(?:7\.\d|20\d\d-\d\d-\d\d)$/.test(url.searchParams.get("api-version") ?? ""))
      return refuse(400, "BadParameter", "api-version");
    if (this.throttled > 0) {
      this.throttled--;
      return { ...refuse(429, "Throttled", "too many requests"), headers: { "retry-after-ms": "1" } };
    }
    const path = /^\/keys\/trading(?:\/([0-9a-f]{32}))?(?:\/(wrapkey|unwrapkey|sign|verify))?\/?$/i.exec(url.pathname);
    if (path === null) return refuse(404, "KeyNotFound", url.pathname);
    const key = path[1] === undefined ? this.#versions.at(-1) : this.#versions.find((one) => one.version === path[1]);
    if (key === undefined) return refuse(404, "KeyNotFound", "no such version");
    const kid = `${this.address}/keys/${this.answersFor}/${key.version}`;
    if (method === "GET") return this.#describe(kid, key);
    if (!this.isEnabled) return refuse(403, "Forbidden", "Operation is not allowed on a disabled key.");
    return this.#operate(kid, key, path[2] ?? "", JSON.parse(body.toString()) as Record<string, string>);
  }

  #describe(kid: string, { publicKey }: KeyVersion): ServiceAnswer {
    const { n, e } = publicKey.export({ format: "jwk" });
    const operations = ["wrapKey", "unwrapKey", "sign", "verify"];
    return {
      status: 200,
      body: { key: { kid, kty: "RSA", key_ops: operations, n, e }, attributes: { enabled: this.isEnabled } },
    };
  }

  #operate(
    kid: string,
    { privateKey, publicKey }: KeyVersion,
    operation: string,
    fields: Record<string, string>,
  ): ServiceAnswer {
    const bytes = (name: string): Buffer => Buffer.from(fields[name] ?? "", "base64url");
    const value = (result: Buffer): ServiceAnswer => ({
      status: 200,
      body: { kid, value: result.toString("base64url") },
    });
    const isSigning = operation === "sign" || operation === "verify";
    if (fields["alg"] !== (isSigning ? "PS256" : "RSA-OAEP-256")) return refuse(400, "BadParameter", "alg");
    try {
      if (operation === "wrapkey") return value(publicEncrypt({ key: publicKey, ...oaep }, bytes("value")));
      if (operation === "unwrapkey") return value(privateDecrypt({ key: privateKey, ...oaep }, bytes("value")));
      if (operation === "sign") return value(signDigest(bytes("value"), privateKey));
      return { status: 200, body: { value: verifyDigest(bytes("digest"), publicKey, bytes("value")) } };
    } catch {
      return refuse(400, "BadParameter", "the value can't be processed");
    }
  }
}

/**
 * PS256 over a digest that is given. Node signs messages only, so the encoding (EMSA-PSS, RFC 8017, section 9.1) is done here and the
 * raw RSA operation by Node.
 */
function signDigest(digest: Buffer, key: KeyObject): Buffer {
  const modulusBytes = 256;
  const salt = randomBytes(32);
  const hash = createHash("sha256").update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const block = Buffer.concat([Buffer.alloc(modulusBytes - 32 - 32 - 2), Buffer.from([1]), salt]);
  const mask = mgf1(hash, block.length);
  const masked = Buffer.from(block.map((byte, at) => byte ^ mask[at]));
  masked[0] &= 0x7f;
  return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.concat([masked, hash, Buffer.from([0xbc])]));
}

function verifyDigest(digest: Buffer, key: KeyObject, signature: Buffer): boolean {
  const encoded = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  if (encoded.at(-1) !== 0xbc) return false;
  const hash = encoded.subarray(-33, -1);
  const masked = encoded.subarray(0, -33);
  const mask = mgf1(hash, masked.length);
  const block = Buffer.from(masked.map((byte, at) => byte ^ mask[at]));
  block[0] &= 0x7f;
  const salt = block.subarray(-32);
  return createHash("sha256").update(Buffer.alloc(8)).update(digest).update(salt).digest().equals(hash);
}

function mgf1(seed: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(at);
    return createHash("sha256").update(seed).update(counter).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}

/** Node's own PS256, for a test that the encoding above is the standard's. */
export function isStandardSignature(message: Buffer): boolean {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const digest = createHash("sha256").update(message).digest();
  const ours = verify("sha256", message, { key: publicKey, ...pss }, signDigest(digest, privateKey));
  return ours && verifyDigest(digest, publicKey, sign("sha256", message, { key: privateKey, ...pss }));
}

function refuse(status: number, code: string, message: string): ServiceAnswer {
  return { status, body: { error: { code, message } } };
}
