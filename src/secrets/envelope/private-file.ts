/** Reading and replacing files that nobody else may read or write. */
import { erasableBuffer } from "./erasable.ts";
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { SealedError } from "./errors.ts";
import { nodeFileSystem, type FileStatus, type FileSystem } from "../../files/file-system.ts";

/** Files and folders of Windows have no mode bits; there the folder's access list is the user's profile's. */
const hasModes = process.platform !== "win32";

/**
 * Reads a whole private file.
 * @param maximumBytes larger is refused before it is read
 * @param requireFit throws where the file's owner or mode are not as they must be
 * @throws SealedError `unreadable`, `exposedFile`, `tooLarge`
 */
export function readPrivateFile(
  path: string,
  maximumBytes: number,
  files: FileSystem = nodeFileSystem,
  requireFit: (path: string, status: FileStatus) => void = requirePrivate,
): Buffer {
  let descriptor: number;
  try {
    descriptor = files.openRead(path);
  } catch (cause) {
    throw new SealedError("unreadable", { file: path, cause });
  }
  try {
    const status = files.status(descriptor);
    if (!status.isFile) throw new SealedError("unreadable", { file: path, detail: "It is not a regular file." });
    requireFit(path, status);
    if (status.size > maximumBytes) {
      throw new SealedError("tooLarge", { file: path, detail: `${status.size} bytes, at most ${maximumBytes}.` });
    }
    const bytes = erasableBuffer(status.size);
    let at = 0;
    while (at < bytes.length) {
      const count = files.read(descriptor, bytes.subarray(at), at);
      if (count === 0) throw new SealedError("unreadable", { file: path, detail: "It shrank while it was read." });
      at += count;
    }
    return bytes;
  } finally {
    files.close(descriptor);
  }
}

/**
 * Puts new bytes in the place of a file so that after a crash at any moment the old or the new file is there, whole: a temporary file
 * beside it, synced, renamed over it, and the folder synced.
 */
export async function replacePrivateFile(
  path: string,
  bytes: Uint8Array,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}.tmp`);
  const descriptor = files.createNew(temporary);
  try {
    try {
      files.write(descriptor, bytes);
      files.sync(descriptor);
    } finally {
      files.close(descriptor);
    }
    files.rename(temporary, path);
  } catch (error) {
    files.remove(temporary);
    throw error;
  }
  await files.syncDirectory(dirname(path));
}

/** True for a name of a temporary file of ours: a crash can leave one. */
export function isTemporaryName(name: string): boolean {
  return /\.[0-9a-f]{16}\.tmp$/.test(name);
}

/**
 * @throws SealedError `exposedFile` when others may read or write, or another user owns it
 */
export function requirePrivate(path: string, status: FileStatus): void {
  if (!hasModes) return;
  if (status.isSymbolicLink) throw new SealedError("exposedFile", { file: path, detail: "It is a symbolic link." });
  const mode = status.mode.toString(8).padStart(4, "0");
  if ((status.mode & 0o077) !== 0) throw new SealedError("exposedFile", { file: path, detail: `Its mode is ${mode}.` });
  const user = process.geteuid?.();
  if (user !== undefined && status.uid !== user) {
    throw new SealedError("exposedFile", { file: path, detail: `It belongs to user ${status.uid}, you are ${user}.` });
  }
}

/**
 * For a key file that may come from a mount: Kubernetes gives it to root and lets a group of the container's read it.
 * @throws SealedError `exposedFile` when everybody may read it, someone may write it, or a third user owns it
 */
export function requirePrivateOrMounted(path: string, status: FileStatus): void {
  if (!hasModes || status.uid !== 0) return requirePrivate(path, status);
  if ((status.mode & 0o037) === 0) return;
  const mode = status.mode.toString(8).padStart(4, "0");
  throw new SealedError("exposedFile", { file: path, detail: `Its mode is ${mode}.` });
}
