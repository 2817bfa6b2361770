/** A self-signed certificate for 127.0.0.1, made on the spot (X.509 v3, RFC 5280): tests need one that no authority vouches for. */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const DAY_MS = 86_400_000;

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(header), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, "hex");
const time = (timeMs: number) =>
  der(0x17, Buffer.from(`${new Date(timeMs).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`));

/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(der(0x06, hex("2a8648ce3d040302")));
/** 2.5.4.3 */
const COMMON_NAME = der(0x06, hex("550403"));
/** 2.5.29.17 with the address 127.0.0.1 */
const SUBJECT_ALTERNATIVE_NAME = sequence(
  der(0x06, hex("551d11")),
  der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))),
);

export function selfSigned(): { readonly certificate: string; readonly privateKey: string } {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from("not the exchange")))));
  const now = Date.now();
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(now - DAY_MS), time(now + DAY_MS)),
    name,
    pair.publicKey.export({ format: "der", type: "spki" }),
    der(0xa3, sequence(SUBJECT_ALTERNATIVE_NAME)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toBeSigned, pair.privateKey));
  const body = sequence(toBeSigned, ECDSA_WITH_SHA256, signature).toString("base64");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${body.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`,
    privateKey: pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}
