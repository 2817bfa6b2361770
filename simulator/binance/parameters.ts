import { parseUnits } from "../units.ts";
import { refuse } from "./errors.ts";

/** The parameters of one request, query string first, then form body; a name may come once. */
export class Parameters {
  readonly #values = new Map<string, string>();
  readonly #read = new Set<string>();

  /** @throws BinanceRefusal -1101 where a name comes twice */
  constructor(query: string, body: string) {
    for (const [name, value] of [...new URLSearchParams(query), ...new URLSearchParams(body)]) {
      if (this.#values.has(name)) throw refuse.duplicateParameter(name);
      this.#values.set(name, value);
    }
  }

  optional(name: string): string | undefined {
    this.#read.add(name);
    return this.#values.get(name);
  }

  /** @throws BinanceRefusal -1102 where it is missing or empty */
  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined || value === "") throw refuse.missing(name);
    return value;
  }

  /** An amount in units. @throws BinanceRefusal -1100 where it is no plain decimal, -1111 where it has more than eight places */
  amount(name: string): bigint | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const value = parseUnits(text);
    if (value !== undefined) return value;
    throw /^\d+\.\d{9,}$/.test(text) ? refuse.precision(name) : refuse.illegalCharacters(name);
  }

  integer(name: string): number | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,16}$/.test(text)) throw refuse.illegalCharacters(name);
    return Number(text);
  }

  /** Binance refuses a request that carries more than its route reads. */
  refuseUnread(): void {
    if (this.#read.size < this.#values.size || [...this.#values.keys()].some((name) => !this.#read.has(name))) {
      throw refuse.unread([...this.#values.keys()].filter((name) => this.#read.has(name)).length, this.#values.size);
    }
  }
}
