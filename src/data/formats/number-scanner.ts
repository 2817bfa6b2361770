/**
 * Reads decimal numbers straight from bytes. Exact: a mantissa of at most 2^53 and a power of ten of at most 10^22 are
 * both exact in float64, so their one division rounds correctly (Clinger's fast path); anything else goes to `Number`.
 */

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
const LARGEST_EXACT = 2 ** 53;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A cursor over the bytes of a delimited text. The last byte must be a newline: every scan stops there. */
export class NumberScanner {
  position = 0;
  readonly bytes: Uint8Array;
  readonly delimiter: number;

  constructor(bytes: Uint8Array, delimiter: number) {
    this.bytes = bytes;
    this.delimiter = delimiter;
  }

  /** The number of the field at the cursor, which then stands on the field's end; NaN where the field is no number. */
  number(): number {
    const bytes = this.bytes;
    const start = this.position;
    let position = start;
    let mantissa = 0;
    let decimals = 0;
    let digit = bytes[position] - ZERO;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++position] - ZERO;
    }
    const wholeDigits = position - start;
    if (digit === POINT - ZERO) {
      digit = bytes[++position] - ZERO;
      const fraction = position;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++position] - ZERO;
      }
      decimals = position - fraction;
    }
    const next = digit + ZERO;
    const ends = next === this.delimiter || next === NEWLINE || next === RETURN;
    if (!ends || wholeDigits === 0 || mantissa > LARGEST_EXACT || decimals > 22) return this.#slowNumber();
    this.position = position;
    return decimals === 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals];
  }

  /** Text of the field at the cursor, without quotes and outer blanks; the cursor then stands on its end. */
  text(): string {
    const start = this.position;
    this.skip();
    const text = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, this.position - start).toString("utf8");
    const trimmed = text.trim();
    return trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).trim() : trimmed;
  }

  /** Moves the cursor to the end of the field. */
  skip(): void {
    const { bytes, delimiter } = this;
    let position = this.position;
    let quoted = bytes[position] === QUOTE;
    if (quoted) position++;
    for (;;) {
      const byte = bytes[position];
      if (byte === NEWLINE) break;
      if (byte === QUOTE) quoted = false;
      else if (byte === delimiter && !quoted) break;
      position++;
    }
    if (bytes[position] === NEWLINE && position > this.position && bytes[position - 1] === RETURN) position--;
    this.position = position;
  }

  #slowNumber(): number {
    const text = this.text();
    return DECIMAL.test(text) ? Number(text) : Number.NaN;
  }
}
