/** What the unlocking process is told, and what goes over its pipe. The data key travels as raw bytes behind a message, never in its text. */
import { erasableBuffer } from "../envelope/erasable.ts";
import type { Socket } from "node:net";
import { CandlewrightError } from "../../engine/errors.ts";
import { SealedError } from "../envelope/errors.ts";
import { Fields } from "../envelope/fields.ts";
import { environments, exchanges, purposes, type Identity } from "../envelope/identity.ts";
import { readStrictJson, type StrictJson } from "../envelope/strict-json.ts";
import { maximumWraps, readWrap, wrapDocument } from "../envelope/wraps.ts";
import type { MasterKeySettings } from "../settings.ts";
import type { LockedAccount } from "./key-service.ts";

/** The variable that holds an unlocking process's options. */
export const optionsVariable = "CANDLEWRIGHT_UNLOCK";

/** Everything that an unlocking process is told, as JSON in a variable. Nothing in it is secret, but the wraps are for this user only. */
export interface UnlockOptions {
  /** `open`: writes the data key of `locked` to the pipe and ends. `serve`: answers requests until the pipe closes. */
  readonly mode: "open" | "serve";
  readonly masterKeys: readonly MasterKeySettings[];
  readonly locked?: object;
  /** True in `vault init`: a passphrase is being chosen, so it is asked twice. */
  readonly isNewPassphrase?: boolean;
  /** True in `vault init`: a keychain that has no entry yet gets one. */
  readonly makesKey?: boolean;
}

export const maximumMessageBytes = 65_536;
export const dataKeyBytes = 32;

export function lockedDocument({ identity, wraps }: LockedAccount): object {
  return { identity, wraps: wraps.map(wrapDocument) };
}

/** @throws SealedError */
export function readLocked(value: StrictJson): LockedAccount {
  const fields = new Fields(value, "");
  const identity = readIdentity(fields.object("identity"));
  const wraps = fields.list("wraps", maximumWraps).map((wrap, index) => readWrap(wrap, `wraps[${index}]`));
  fields.end();
  return { identity, wraps };
}

export function readIdentity(fields: Fields): Identity {
  const identity: Identity = {
    vault: fields.text("vault", /^[0-9a-f]{32}$/),
    account: fields.text("account", /^[a-z0-9-]{1,63}$/),
    exchange: fields.oneOf("exchange", exchanges),
    environment: fields.oneOf("environment", environments),
    purpose: fields.oneOf("purpose", purposes),
    uid: fields.text("uid", /^[0-9a-f]{32}$/),
  };
  fields.end();
  return identity;
}

/** An error as it crosses a pipe: its public fields, never its cause. */
export function errorDocument(error: unknown): Record<string, string> {
  const { code, what, why, fix, context, message } = error as Partial<CandlewrightError>;
  if (typeof code === "string" && typeof what === "string" && typeof why === "string" && typeof fix === "string") {
    // The signer's errors have no context: the particulars stand in the message, behind what happened.
    const detail = context === undefined ? (message ?? "").slice(what.length).trim() : (context.detail ?? "");
    return { code, what, why, fix, detail, file: context?.file ?? "" };
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : "Unknown.";
  return {
    code: "VAULT_UNFORESEEN",
    what: "Something failed that is not foreseen.",
    why: "A defect of Candlewright, or of the machine.",
    fix: "Please report it, with this text.",
    detail: detail.slice(0, 500),
    file: "",
  };
}

/** The same error on the other side. */
export function errorFrom(document: Readonly<Record<string, string>>): CandlewrightError {
  const { code, what, why, fix, detail, file } = document;
  return new CandlewrightError(
    { code, what, why, fix },
    { ...(detail === "" ? {} : { detail }), ...(file === "" ? {} : { file }), fix },
  );
}

/** Messages over a pipe: a line of JSON, and behind it the raw bytes that it announces. */
export class MessagePipe {
  readonly #socket: Socket;
  #arrived = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      const joined = Buffer.concat([this.#arrived, chunk]);
      this.#arrived.fill(0);
      chunk.fill(0);
      this.#arrived = joined;
      this.#wake();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    socket.on("end", end).on("close", end).on("error", end);
  }

  /** @param key raw bytes behind the message; stays the caller's */
  send(message: object, key?: Buffer): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(message)}\n`);
    const bytes = key === undefined ? line : Buffer.concat([line, key]);
    return new Promise((resolve) => {
      this.#socket.write(bytes, () => {
        bytes.fill(0);
        resolve();
      });
    });
  }

  /** @returns undefined when the other side has ended */
  async receive(): Promise<StrictJson | undefined> {
    const end = await this.#until(() => this.#arrived.indexOf(0x0a));
    if (end < 0) return undefined;
    const line = this.#take(end + 1);
    return readStrictJson(line.subarray(0, end), maximumMessageBytes);
  }

  /** The raw bytes behind the last message; the caller erases them. */
  async receiveKey(): Promise<Buffer> {
    const length = await this.#until(() => (this.#arrived.length >= dataKeyBytes ? dataKeyBytes : -1));
    if (length < 0)
      throw new SealedError("wrongKey", { detail: "The unlocking process ended before it gave the data key." });
    return this.#take(dataKeyBytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  async #until(found: () => number): Promise<number> {
    for (;;) {
      const at = found();
      if (at >= 0 || this.#ended) return at;
      if (this.#arrived.length > maximumMessageBytes) throw new SealedError("tooLarge");
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #take(length: number): Buffer {
    const taken = erasableBuffer(length);
    this.#arrived.copy(taken, 0, 0, length);
    const rest = Buffer.from(this.#arrived.subarray(length));
    this.#arrived.fill(0);
    this.#arrived = rest;
    return taken;
  }
}
