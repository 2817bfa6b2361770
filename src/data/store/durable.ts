/**
 * Replaces a file so that after a crash at any instant, of the process or of the machine, either the old or the new
 * content is there, whole: write a temporary file beside it, fsync, rename over, fsync the folder.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The operations that durability rests on; the tests put a file system behind it that forgets what was not synced. */
export interface DurableFiles {
  /** Creates the file with this content; the content may still be in the machine's cache. */
  writeNew(path: string, parts: readonly Uint8Array[]): void;
  /** Makes the content of a file survive a power cut. */
  syncFile(path: string): void;
  rename(from: string, to: string): void;
  /** Makes the names in a folder (a rename, a new entry) survive a power cut. */
  syncFolder(path: string): void;
  remove(path: string): void;
}

export const nodeFiles: DurableFiles = {
  writeNew(path, parts) {
    const file = openSync(path, "wx");
    try {
      for (const part of parts) writeWhole(file, part);
    } finally {
      closeSync(file);
    }
  },
  // fsync works on the file, whichever descriptor wrote it.
  syncFile: (path) => syncPath(path, "r+"),
  rename: renameSync,
  syncFolder(path) {
    // Windows can't open a folder; there the rename itself is journalled by NTFS.
    if (process.platform !== "win32") syncPath(path, "r");
  },
  remove: (path) => rmSync(path, { force: true }),
};

function writeWhole(file: number, part: Uint8Array): void {
  let written = 0;
  while (written < part.byteLength) written += writeSync(file, part, written, part.byteLength - written);
}

function syncPath(path: string, flags: "r" | "r+"): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Ends in `.tmp`, begins with a dot: readers pass it by, the next writer removes it. */
function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

export interface Replacement {
  /** The file to replace or create; its folder exists. */
  readonly path: string;
  /** The new content, one part after the other. */
  readonly parts: readonly Uint8Array[];
}

/** @throws the file system's own error; then the old content is untouched */
export function replaceFile(path: string, parts: readonly Uint8Array[], files: DurableFiles = nodeFiles): void {
  replaceFiles([{ path, parts }], files);
}

/**
 * Replaces several files of one folder, each as a whole. Step by step for all of them rather than file by file: the disk
 * then settles many files with few flushes.
 * @throws the file system's own error; then each file has its old or its new content, as after a crash
 */
export function replaceFiles(replacements: Iterable<Replacement>, files: DurableFiles = nodeFiles): void {
  const written: { path: string; temporary: string }[] = [];
  try {
    for (const { path, parts } of replacements) {
      const temporary = temporaryName(path);
      files.remove(temporary);
      written.push({ path, temporary });
      files.writeNew(temporary, parts);
    }
    for (const { temporary } of written) files.syncFile(temporary);
    for (const { path, temporary } of written) files.rename(temporary, path);
  } catch (error) {
    for (const { temporary } of written) files.remove(temporary);
    throw error;
  }
  if (written.length > 0) files.syncFolder(dirname(written[0].path));
}

/** Creates a folder with its parents, each new name synced. */
export function makeFolderDurably(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  for (let folder = path; ; folder = dirname(folder)) {
    nodeFiles.syncFolder(dirname(folder));
    if (folder === first || folder === dirname(folder)) return;
  }
}
