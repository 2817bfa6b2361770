/** The files inside a file: .gz holds one, .zip some, anything else itself. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";

export interface UnpackedFile {
  /** Name without folder and without `.gz`: `BTCUSDT-1h-2024-01.csv`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads and unpacks a file. Beside a Binance dump may lie its checksum (`<file>.CHECKSUM`): then it must hold.
 * @throws CandlewrightError DATA_FILE_UNREADABLE, DATA_TRUNCATED_FILE
 */
export async function unpackFile(path: string): Promise<UnpackedFile[]> {
  const bytes = readWhole(path);
  refuseWrongChecksum(path, bytes);
  const name = basename(path);
  try {
    if (/\.gz$/i.test(name)) return [{ name: name.slice(0, -3), bytes: gunzipSync(bytes) }];
    if (/\.zip$/i.test(name)) {
      const { unzipSync } = await import("fflate");
      const entries = Object.entries(unzipSync(bytes)).filter(([entry]) => !entry.endsWith("/"));
      return entries.map(([entry, content]) => ({ name: basename(entry), bytes: content })).sort(byName);
    }
  } catch (error) {
    const detail = error instanceof Error ? `${error.message}.` : String(error);
    throw new CandlewrightError(dataErrors.truncatedFile, { file: path, detail, cause: error });
  }
  return [{ name, bytes }];
}

function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CandlewrightError(dataErrors.fileUnreadable, { file: path, detail: String(error), cause: error });
  }
}

function refuseWrongChecksum(path: string, bytes: Uint8Array): void {
  const checksumPath = `${path}.CHECKSUM`;
  if (!existsSync(checksumPath)) return;
  const expected = /^[0-9a-f]{64}/i.exec(readFileSync(checksumPath, "utf8"))?.[0].toLowerCase();
  const found = createHash("sha256").update(bytes).digest("hex");
  if (expected !== undefined && expected !== found) {
    const detail = `Its SHA-256 is ${found}; ${basename(checksumPath)} says ${expected}.`;
    throw new CandlewrightError(dataErrors.truncatedFile, { file: path, detail });
  }
}

function byName(a: UnpackedFile, b: UnpackedFile): number {
  return a.name < b.name ? -1 : 1;
}
