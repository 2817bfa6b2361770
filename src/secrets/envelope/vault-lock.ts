/** One writer at a time to an account's envelope, and to its log. */
import { type FileSystem, nodeFileSystem } from "../../files/file-system.ts";
import { type Lock, takeLock } from "../../files/lock.ts";
import { SealedError } from "./errors.ts";

const waitMs = 5000;
/** Locks are held for milliseconds, and never touched. */
const deadAfterMs = 600_000;

/**
 * Takes the lock, waiting while another process that lives holds it.
 * @throws SealedError `locked`
 */
export function lockVault(path: string, files: FileSystem = nodeFileSystem): Lock {
  const busy = (detail: string) => new SealedError("locked", { file: path, detail });
  return takeLock(path, { waitMs, deadAfterMs, busy, files });
}
