/** What the launcher tells the signer: names and places, nothing secret. It travels as one JSON argument. */
import { Fields } from "../envelope/fields.ts";
import { environments, exchanges, type ExpectedIdentity, purposes } from "../envelope/identity.ts";
import { readStrictJson } from "../envelope/strict-json.ts";
import { SignerError } from "./errors.ts";

export interface StartOptions {
  readonly identity: ExpectedIdentity;
  readonly vaultFolder: string;
  /** Of the unix socket, or the named pipe on Windows. */
  readonly socketPath: string;
  /** 0 where there is no simulator. */
  readonly simulatorPort: number;
}

const MAX_BYTES = 16_384;
const PATH = /^[^\0]{1,4096}$/;

export function encodeStartOptions(options: StartOptions): string {
  const { identity, vaultFolder, socketPath, simulatorPort } = options;
  const { vault, account, exchange, environment, purpose } = identity;
  return JSON.stringify({ vault, account, exchange, environment, purpose, vaultFolder, socketPath, simulatorPort });
}

/** @throws SignerError `badStart` */
export function decodeStartOptions(text: string | undefined): StartOptions {
  try {
    const fields = new Fields(readStrictJson(Buffer.from(text ?? ""), MAX_BYTES), "");
    const options: StartOptions = {
      identity: {
        vault: fields.text("vault", /^[0-9a-f]{32}$/),
        account: fields.text("account", /^[a-z0-9-]{1,63}$/),
        exchange: fields.oneOf("exchange", exchanges),
        environment: fields.oneOf("environment", environments),
        purpose: fields.oneOf("purpose", purposes),
      },
      vaultFolder: fields.text("vaultFolder", PATH),
      socketPath: fields.text("socketPath", PATH),
      simulatorPort: fields.integer("simulatorPort", 0, 65_535),
    };
    fields.end();
    return options;
  } catch (error) {
    throw new SignerError("badStart", (error as Error).message);
  }
}
