/**
 * Taking a secret from the terminal without showing it, or from a pipe, one a line. It goes into one buffer, which the caller erases:
 * no string of it is ever made.
 *
 * From a pipe it is read byte by byte, so that not one byte more than the line is taken: the rest belongs to the next question, which
 * another process may ask.
 */
import { erasableBuffer } from "./envelope/erasable.ts";
import { readSync } from "node:fs";
import { isatty } from "node:tty";
import { CandlewrightError } from "../engine/errors.ts";
import { vaultErrors } from "./errors.ts";

/** Asks one question. The caller erases the answer. */
export type AskSecret = (question: string) => Promise<Buffer>;

const maximumBytes = 8192;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const INTERRUPT = 0x03;
const END_OF_INPUT = 0x04;
const BACKSPACE: ReadonlySet<number> = new Set([0x08, 0x7f]);
const ERASE_LINE = 0x15;

/**
 * Asks on the standard input: hidden at a terminal, a line from a pipe.
 * @throws CandlewrightError `noInput`
 */
export const askSecret: AskSecret = async (question) => {
  if (!isatty(0)) return lineFrom(0);
  process.stderr.write(`${question}: `);
  try {
    return await hiddenLine();
  } finally {
    process.stderr.write("\n");
  }
};

/**
 * Reads one line from an open descriptor, waiting for it.
 * @throws CandlewrightError `noInput`
 */
export function lineFrom(descriptor: number): Buffer {
  const line = new SecretLine();
  const byte = Buffer.alloc(1);
  while (readOne(descriptor, byte)) {
    if (byte[0] === LINE_FEED) return line.take();
    line.add(byte[0]);
  }
  byte[0] = 0;
  if (line.length > 0) return line.take();
  throw new CandlewrightError(vaultErrors.noInput);
}

function readOne(descriptor: number, byte: Buffer): boolean {
  for (;;) {
    try {
      return readSync(descriptor, byte, 0, 1, null) === 1;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return false;
      if (code !== "EAGAIN") throw error;
      // Another Node made the pipe non-blocking.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function hiddenLine(): Promise<Buffer> {
  const { stdin } = process;
  const line = new SecretLine();
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
      end();
    };
    const onData = (chunk: Buffer): void => {
      for (const byte of chunk) {
        if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
          chunk.fill(0);
          return finish(() => resolve(line.take()));
        }
        if (byte === INTERRUPT || byte === END_OF_INPUT) {
          line.erase();
          return finish(() => reject(new CandlewrightError(vaultErrors.noInput)));
        }
        if (BACKSPACE.has(byte)) line.dropCharacter();
        else if (byte === ERASE_LINE) line.erase();
        else line.add(byte);
      }
      chunk.fill(0);
    };
    stdin.setRawMode(true);
    stdin.on("data", onData);
    stdin.resume();
  });
}

class SecretLine {
  readonly #bytes = erasableBuffer(maximumBytes);
  length = 0;

  add(byte: number): void {
    if (this.length === maximumBytes) {
      this.erase();
      throw new CandlewrightError(vaultErrors.noInput, { detail: `The line is longer than ${maximumBytes} bytes.` });
    }
    this.#bytes[this.length++] = byte;
  }

  /** Drops the last character, which in UTF-8 may be several bytes. */
  dropCharacter(): void {
    while (this.length > 0) {
      const byte = this.#bytes[--this.length];
      this.#bytes[this.length] = 0;
      if ((byte & 0xc0) !== 0x80) return;
    }
  }

  erase(): void {
    this.#bytes.fill(0);
    this.length = 0;
  }

  /** A copy of the line without a final carriage return; the buffer here is erased. */
  take(): Buffer {
    const end = this.#bytes[this.length - 1] === CARRIAGE_RETURN ? this.length - 1 : this.length;
    const line = erasableBuffer(Math.max(0, end));
    this.#bytes.copy(line, 0, 0, end);
    this.erase();
    return line;
  }
}
