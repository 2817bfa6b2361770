/**
 * A JSON reader (RFC 8259) that refuses what `JSON.parse` lets through: duplicate names, deep nesting, invalid UTF-8, lone surrogates.
 * Objects come back without a prototype, so that a field named `__proto__` is a field like any other. Numbers are safe integers
 * only: no format of ours has another, and floats have more than one spelling.
 */
import { SealedError } from "./errors.ts";

export type StrictJson = string | number | boolean | null | readonly StrictJson[] | StrictObject;
export interface StrictObject {
  readonly [name: string]: StrictJson;
}

const maximumDepth = 8;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads one JSON document.
 * @param bytes the whole document, UTF-8
 * @param maximumBytes larger input is refused before it is looked at
 * @throws SealedError `tooLarge`, `syntax`, `duplicateField`
 */
export function readStrictJson(bytes: Uint8Array, maximumBytes: number): StrictJson {
  if (bytes.byteLength > maximumBytes) {
    throw new SealedError("tooLarge", { detail: `${bytes.byteLength} bytes, at most ${maximumBytes} are allowed.` });
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new SealedError("syntax", { detail: "It is not valid UTF-8." });
  }
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): StrictJson {
    if (depth > maximumDepth) this.#fail("nested too deep");
    this.#space();
    const first = this.#text[this.#at];
    if (first === "{") return this.#object(depth);
    if (first === "[") return this.#array(depth);
    if (first === '"') return this.#string();
    for (const [word, meaning] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return meaning;
      }
    }
    return this.#integer();
  }

  end(): void {
    this.#space();
    if (this.#at !== this.#text.length) this.#fail("something follows the document");
  }

  #object(depth: number): StrictObject {
    const object: Record<string, StrictJson> = Object.create(null);
    this.#at++;
    this.#space();
    if (this.#take("}")) return object;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail("a field name was expected");
      const name = this.#string();
      if (name in object) throw new SealedError("duplicateField", { detail: `The field is ${JSON.stringify(name)}.` });
      this.#space();
      if (!this.#take(":")) this.#fail("':' was expected");
      object[name] = this.value(depth + 1);
      this.#space();
      if (this.#take("}")) return object;
      if (!this.#take(",")) this.#fail("',' or '}' was expected");
    }
  }

  #array(depth: number): readonly StrictJson[] {
    const array: StrictJson[] = [];
    this.#at++;
    this.#space();
    if (this.#take("]")) return array;
    for (;;) {
      array.push(this.value(depth + 1));
      this.#space();
      if (this.#take("]")) return array;
      if (!this.#take(",")) this.#fail("',' or ']' was expected");
    }
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character < " ") this.#fail("a string has no end, or holds a control character");
      this.#at++;
      if (character === '"') break;
      if (character === "\\") this.#at++;
    }
    let value: unknown;
    try {
      // One string token only: the escapes are JSON.parse's business, and there are no names in it to be doubled.
      value = JSON.parse(this.#text.slice(start, this.#at));
    } catch {
      this.#fail("a string has an invalid escape");
    }
    if (typeof value !== "string" || !value.isWellFormed()) this.#fail("a string is not valid Unicode");
    return value;
  }

  #integer(): number {
    const pattern = /-?(?:0|[1-9][0-9]*)/y;
    pattern.lastIndex = this.#at;
    const digits = pattern.exec(this.#text)?.[0];
    if (digits === undefined) this.#fail("a value was expected");
    this.#at += digits.length;
    if (/[.eE0-9]/.test(this.#text[this.#at] ?? "")) this.#fail("only whole numbers are allowed");
    const value = Number(digits);
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) this.#fail("a number is out of range");
    return value;
  }

  #space(): void {
    while (" \t\n\r".includes(this.#text[this.#at] ?? "x")) this.#at++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #fail(reason: string): never {
    throw new SealedError("syntax", { detail: `At character ${this.#at + 1}: ${reason}.` });
  }
}
