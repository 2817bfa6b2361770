/** Reading the fields of a strict document: each is taken exactly once, has one type, and none may be left over. */
import { SealedError } from "./errors.ts";
import type { StrictJson, StrictObject } from "./strict-json.ts";

/**
 * Takes the fields of one object one after the other.
 * @throws SealedError `missingField`, `badField`; `unknownField` from `end()`
 */
export class Fields {
  readonly #object: StrictObject;
  readonly #place: string;
  readonly #left: Set<string>;

  constructor(value: StrictJson, place: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new SealedError("badField", { detail: `${place === "" ? "The document" : place} must be an object.` });
    }
    this.#object = value as StrictObject;
    this.#place = place;
    this.#left = new Set(Object.keys(value));
  }

  /** True where an optional field is there. */
  has(name: string): boolean {
    return this.#left.has(name);
  }

  text(name: string, pattern: RegExp): string {
    const value = this.#take(name);
    if (typeof value !== "string" || !pattern.test(value)) this.#bad(name);
    return value;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value {
    const value = this.#take(name);
    const found = values.find((allowed) => allowed === value);
    if (found === undefined) this.#bad(name, `it must be one of ${values.join(", ")}`);
    return found;
  }

  integer(name: string, minimum: number, maximum: number): number {
    const value = this.#take(name);
    if (typeof value !== "number" || value < minimum || value > maximum) {
      this.#bad(name, `it must be a whole number from ${minimum} to ${maximum}`);
    }
    return value;
  }

  flag(name: string): boolean {
    const value = this.#take(name);
    if (typeof value !== "boolean") this.#bad(name, "it must be true or false");
    return value;
  }

  /** Base64 with padding, in its only spelling. */
  bytes(name: string, minimumBytes: number, maximumBytes = minimumBytes): Buffer {
    const value = this.#take(name);
    if (typeof value !== "string" || value.length > 4 * Math.ceil(maximumBytes / 3)) this.#bad(name);
    const bytes = Buffer.from(value, "base64");
    if (bytes.toString("base64") !== value || bytes.length < minimumBytes || bytes.length > maximumBytes) {
      this.#bad(
        name,
        `it must be base64 of ${minimumBytes}${minimumBytes === maximumBytes ? "" : ` to ${maximumBytes}`} bytes`,
      );
    }
    return bytes;
  }

  list(name: string, maximumLength: number): readonly StrictJson[] {
    const value = this.#take(name);
    if (!Array.isArray(value) || value.length > maximumLength) this.#bad(name, `a list of at most ${maximumLength}`);
    return value as readonly StrictJson[];
  }

  /** Whatever the field holds, for a reader of its own. */
  value(name: string): StrictJson {
    return this.#take(name);
  }

  object(name: string): Fields {
    return new Fields(this.#take(name), this.#path(name));
  }

  /** Refuses whatever was not taken. */
  end(): void {
    for (const name of this.#left) {
      throw new SealedError("unknownField", { detail: `The field is ${JSON.stringify(this.#path(name))}.` });
    }
  }

  #take(name: string): StrictJson {
    if (!this.#left.delete(name))
      throw new SealedError("missingField", { detail: `The field is ${this.#path(name)}.` });
    return this.#object[name];
  }

  #path(name: string): string {
    return this.#place === "" ? name : `${this.#place}.${name}`;
  }

  #bad(name: string, reason?: string): never {
    throw new SealedError("badField", { detail: `${this.#path(name)}${reason === undefined ? "" : `: ${reason}`}.` });
  }
}
