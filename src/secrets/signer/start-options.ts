/** What the launcher tells the signer: names and places, nothing secret. It travels as one JSON argument. */
import { Fields } from "../envelope/fields.ts";
import {
  type Environment,
  environments,
  type Exchange,
  exchanges,
  type ExpectedIdentity,
  purposes,
} from "../envelope/identity.ts";
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

/** A start on unsealed keys from a `.env` file: never live. */
export interface SandboxStartOptions {
  readonly envFile: string;
  readonly exchange: Exchange;
  readonly environment: Exclude<Environment, "live">;
  /** The pairs that are configured, `BASE/QUOTE`. */
  readonly symbols: readonly string[];
  readonly socketPath: string;
  readonly simulatorPort: number;
}

const MAX_BYTES = 16_384;
const MAX_SYMBOLS = 200;
const PATH = /^[^\0]{1,4096}$/;

export function encodeStartOptions(options: StartOptions): string {
  const { identity, vaultFolder, socketPath, simulatorPort } = options;
  const { vault, account, exchange, environment, purpose } = identity;
  return JSON.stringify({ vault, account, exchange, environment, purpose, vaultFolder, socketPath, simulatorPort });
}

export function encodeSandboxOptions(options: SandboxStartOptions): string {
  const { envFile, exchange, environment, symbols, socketPath, simulatorPort } = options;
  return JSON.stringify({ envFile, exchange, environment, symbols, socketPath, simulatorPort });
}

/** @throws SignerError `badStart` */
export function decodeStartOptions(text: string | undefined): StartOptions | SandboxStartOptions {
  try {
    const document = readStrictJson(Buffer.from(text ?? ""), MAX_BYTES);
    const fields = new Fields(document, "");
    const isSandbox = typeof document === "object" && document !== null && "envFile" in document;
    const options = isSandbox ? readSandboxOptions(fields) : readStartOptions(fields);
    fields.end();
    return options;
  } catch (error) {
    throw new SignerError("badStart", (error as Error).message);
  }
}

function readSandboxOptions(fields: Fields): SandboxStartOptions {
  return {
    envFile: fields.text("envFile", PATH),
    exchange: fields.oneOf("exchange", exchanges),
    environment: fields.oneOf("environment", ["testnet", "simulator"]),
    symbols: fields.list("symbols", MAX_SYMBOLS).map(String),
    ...readPlaces(fields),
  };
}

function readStartOptions(fields: Fields): StartOptions {
  return {
    identity: {
      vault: fields.text("vault", /^[0-9a-f]{32}$/),
      account: fields.text("account", /^[a-z0-9-]{1,63}$/),
      exchange: fields.oneOf("exchange", exchanges),
      environment: fields.oneOf("environment", environments),
      purpose: fields.oneOf("purpose", purposes),
    },
    vaultFolder: fields.text("vaultFolder", PATH),
    ...readPlaces(fields),
  };
}

function readPlaces(fields: Fields): Pick<StartOptions, "socketPath" | "simulatorPort"> {
  return {
    socketPath: fields.text("socketPath", PATH),
    simulatorPort: fields.integer("simulatorPort", 0, 65_535),
  };
}
