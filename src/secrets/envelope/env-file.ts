/** Finding the keys in a `.env` file, as bytes: a parser of text would leave them in memory as strings. */
import { copyOf } from "./contents.ts";
import type { Exchange } from "./identity.ts";

export interface FoundCredential {
  readonly apiKey: Buffer;
  readonly secret: Buffer;
}

/** The names that hold an API key and its secret, as they stand in `.env` for local work. */
export const environmentNames: Readonly<Record<Exchange, { readonly apiKey: string; readonly secret: string }>> = {
  binance: { apiKey: "BINANCE_API_KEY", secret: "BINANCE_API_SECRET" },
  coinbase: { apiKey: "COINBASE_API_KEY", secret: "COINBASE_API_SECRET" },
};

/**
 * @param file the file's bytes; erased by the caller
 * @returns copies, which the caller erases; undefined where one of the two is not there
 */
export function findCredential(file: Buffer, exchange: Exchange): FoundCredential | undefined {
  const names = environmentNames[exchange];
  const apiKey = valueOf(file, names.apiKey);
  const secret = valueOf(file, names.secret);
  if (apiKey !== undefined && secret !== undefined) return { apiKey, secret };
  apiKey?.fill(0);
  secret?.fill(0);
  return undefined;
}

/** The value of `NAME=value` or `export NAME="value"`; the last one counts, as in a shell. Quotes may hold line feeds. */
function valueOf(file: Buffer, name: string): Buffer | undefined {
  let found: Buffer | undefined;
  for (let start = 0; start < file.length; start = lineEnd(file, start) + 1) {
    const line = file.subarray(start, lineEnd(file, start));
    const assigned = /^\s*(?:export\s+)?$/.test(line.subarray(0, Math.max(0, line.indexOf(name))).toString("latin1"));
    const at = line.indexOf(name);
    if (at < 0 || !assigned) continue;
    const rest = line.subarray(at + name.length);
    const equals = rest.findIndex((byte) => byte !== 0x20);
    if (equals < 0 || rest[equals] !== 0x3d) continue;
    found?.fill(0);
    found = unquoted(file, start + at + name.length + equals + 1);
  }
  return found;
}

function unquoted(file: Buffer, start: number): Buffer {
  let from = start;
  while (file[from] === 0x20) from++;
  const quote = file[from];
  if (quote === 0x22 || quote === 0x27) {
    const end = file.indexOf(quote, from + 1);
    return copyOf(file.subarray(from + 1, end < 0 ? file.length : end));
  }
  let end = lineEnd(file, from);
  while (end > from && file[end - 1] <= 0x20) end--;
  return copyOf(file.subarray(from, end));
}

function lineEnd(file: Buffer, start: number): number {
  const end = file.indexOf(0x0a, start);
  return end < 0 ? file.length : end;
}
