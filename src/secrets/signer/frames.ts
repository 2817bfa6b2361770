/** Messages on the signer's socket: four bytes of length, big endian, then that many bytes of JSON in UTF-8. */
import { SignerError } from "./errors.ts";

const HEADER_BYTES = 4;

/** @returns header and message in one piece */
export function encodeFrame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, HEADER_BYTES);
  return frame;
}

/** Cuts a stream of bytes into messages. A length above the cap is refused at its header, before any of the message is kept. */
export class FrameReader {
  readonly #maxBytes: number;
  #pending: Buffer = Buffer.alloc(0);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * @returns the messages that are now whole
   * @throws SignerError `frameTooLarge`; the stream can't be read any further then
   */
  push(chunk: Buffer): Buffer[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const messages: Buffer[] = [];
    while (this.#pending.length >= HEADER_BYTES) {
      const length = this.#pending.readUInt32BE(0);
      if (length > this.#maxBytes)
        throw new SignerError("frameTooLarge", `${length} bytes, at most ${this.#maxBytes}.`);
      const end = HEADER_BYTES + length;
      if (this.#pending.length < end) break;
      messages.push(this.#pending.subarray(HEADER_BYTES, end));
      this.#pending = this.#pending.subarray(end);
    }
    return messages;
  }
}
