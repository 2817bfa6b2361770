/**
 * The few file operations that locks and the vault use, so that a test can stop the world at each of them, or lose what was not synced.
 * Nearly all synchronous: an order of operations that must hold is easier to hold, and these files are small.
 */
import * as fs from "node:fs";

export interface FileStatus {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isSymbolicLink: boolean;
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  readonly modifiedMs: number;
}

export interface FileSystem {
  /** Opens for reading; refuses a symbolic link. */
  openRead(path: string): number;
  /**
   * Creates for writing, mode 0600; fails with EEXIST where the name is taken, by a link too.
   * @param isPassing as a lock: what is written need not outlive the machine's power, and whoever sees the folder may read it
   */
  createNew(path: string, isPassing?: boolean): number;
  /** Opens for appending, mode 0600; creates when missing; refuses a symbolic link. */
  openAppend(path: string): number;
  status(descriptor: number): FileStatus;
  /** Reads up to `buffer.length` bytes from `position`. @returns how many */
  read(descriptor: number, buffer: Uint8Array, position: number): number;
  /** Writes all of it or throws. */
  write(descriptor: number, bytes: Uint8Array): void;
  /** Cuts the file to `size` bytes. */
  truncate(descriptor: number, size: number): void;
  sync(descriptor: number): void;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  /** A second name for a file; fails with EEXIST where the name is taken. */
  link(from: string, to: string): void;
  remove(path: string): void;
  /** Makes the names in a folder durable. A promise, because Node's permission model leaves only this way to do it. */
  syncDirectory(path: string): Promise<void>;
  /** Makes a folder with mode 0700; existing is fine. */
  makeDirectory(path: string): void;
  statusOf(path: string): FileStatus | undefined;
  list(path: string): readonly string[];
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_APPEND } = fs.constants;
/**
 * Node's permission model, under which the signer runs, switches `fsyncSync` off. There, files are opened so that each write is on the
 * disk when it returns; Windows has no such flag.
 */
const isConfined = (process.permission as unknown) !== undefined;
const durably = isConfined ? (fs.constants.O_DSYNC ?? 0) : 0;
// Windows has no O_NOFOLLOW.
const noFollow = fs.constants.O_NOFOLLOW ?? 0;

/** The real one. */
export const nodeFileSystem: FileSystem = {
  openRead: (path) => fs.openSync(path, O_RDONLY | noFollow),
  createNew: (path, isPassing = false) =>
    fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | noFollow | (isPassing ? 0 : durably), isPassing ? 0o644 : 0o600),
  openAppend: (path) => fs.openSync(path, O_RDWR | O_CREAT | O_APPEND | noFollow | durably, 0o600),
  status: (descriptor) => statusFrom(fs.fstatSync(descriptor)),
  read: (descriptor, buffer, position) => fs.readSync(descriptor, buffer, 0, buffer.byteLength, position),
  write: (descriptor, bytes) => {
    for (let at = 0; at < bytes.byteLength; ) at += fs.writeSync(descriptor, bytes, at);
  },
  truncate: (descriptor, size) => fs.ftruncateSync(descriptor, size),
  sync: (descriptor) => {
    if (!isConfined) fs.fsyncSync(descriptor);
  },
  close: (descriptor) => fs.closeSync(descriptor),
  rename: (from, to) => fs.renameSync(from, to),
  link: (from, to) => fs.linkSync(from, to),
  remove: (path) => fs.unlinkSync(path),
  syncDirectory: async (path) => {
    // Windows can't open a folder; NTFS journals names itself.
    if (process.platform === "win32") return;
    const folder = await fs.promises.open(path, O_RDONLY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  makeDirectory: (path) => {
    fs.mkdirSync(path, { recursive: true, mode: 0o700 });
  },
  statusOf: (path) => {
    const status = fs.lstatSync(path, { throwIfNoEntry: false });
    return status === undefined ? undefined : statusFrom(status);
  },
  list: (path) => fs.readdirSync(path),
};

function statusFrom(status: fs.Stats): FileStatus {
  return {
    isFile: status.isFile(),
    isDirectory: status.isDirectory(),
    isSymbolicLink: status.isSymbolicLink(),
    mode: status.mode & 0o7777,
    uid: status.uid,
    size: status.size,
    modifiedMs: status.mtimeMs,
  };
}
