/** Reference data that lies beside the repository and is never part of it. Tests that need it are skipped where it is absent. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** For `test(name, { skip: withoutSharedData }, ...)`: false where the data is there, else what to say. */
export const withoutSharedData: string | false = existsSync(root) ? false : "skipped: ../shared/data is not here";

export function sharedPath(...parts: readonly string[]): string {
  return join(root, ...parts);
}

export function readSharedJson(...parts: readonly string[]): unknown {
  return JSON.parse(readFileSync(sharedPath(...parts), "utf8"));
}

/** Reads a (6, n) float64 array of NumPy's format as candle columns. */
export function readSharedNpy(...parts: readonly string[]) {
  const bytes = readFileSync(sharedPath(...parts));
  const headerLength = bytes.readUInt16LE(8);
  const start = 10 + headerLength;
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
  const length = all.length / 6;
  const column = (n: number) => all.subarray(n * length, (n + 1) * length);
  return {
    length,
    openTime: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}
