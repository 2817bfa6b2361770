/** Looks for a secret in the memory of a running process, in every spelling in which it could lie there. Linux only. */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";

const CHUNK_BYTES = 8 * 1024 * 1024;

/** UTF-8, UTF-16, base64 and hexadecimal of the same bytes. */
export function spellings(secret: Buffer): ReadonlyMap<string, Buffer> {
  const hex = secret.toString("hex");
  return new Map([
    ["utf8", Buffer.from(secret)],
    ["utf16", Buffer.from(secret.toString("latin1"), "utf16le")],
    // Without the last characters, which depend on what follows.
    ["base64", Buffer.from(secret.toString("base64").replace(/.?=*$/, ""))],
    ["hex", Buffer.from(hex)],
    ["HEX", Buffer.from(hex.toUpperCase())],
  ]);
}

/** How often each spelling is found; those not found are left out. @throws EACCES where the process is not ours to read */
export function countInMemory(pid: number, needles: ReadonlyMap<string, Buffer>): Record<string, number> {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const counts: Record<string, number> = {};
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) r/.exec(line);
      if (match === null || line.includes("[v")) continue;
      scanRegion(memory, Number.parseInt(match[1] ?? "", 16), Number.parseInt(match[2] ?? "", 16), needles, counts);
    }
  } finally {
    closeSync(memory);
  }
  return counts;
}

function scanRegion(
  memory: number,
  start: number,
  end: number,
  needles: ReadonlyMap<string, Buffer>,
  counts: Record<string, number>,
): void {
  const overlap = Math.max(...[...needles.values()].map((needle) => needle.length)) - 1;
  for (let at = start; at < end; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES + overlap, end - at);
    const chunk = Buffer.allocUnsafeSlow(length);
    let read: number;
    try {
      read = readSync(memory, chunk, 0, length, at);
    } catch {
      // A region without pages behind it.
      return;
    }
    const seen = chunk.subarray(0, read);
    for (const [name, needle] of needles) {
      let found = seen.indexOf(needle);
      while (found >= 0 && found < CHUNK_BYTES) {
        counts[name] = (counts[name] ?? 0) + 1;
        found = seen.indexOf(needle, found + 1);
      }
    }
  }
}
