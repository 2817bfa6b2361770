/**
 * A file system in memory that can lose power. It keeps apart what a program sees and what is on the disk: contents reach the disk by
 * `sync`, names by `syncDirectory`. After a power loss a name change that was not synced may be there or not (in the order they were
 * made), and so may contents.
 */
import { dirname } from "node:path";
import type { FileStatus, FileSystem } from "../../src/files/file-system.ts";

interface Inode {
  seen: Buffer;
  synced: Buffer;
  isDirectory: boolean;
  mode: number;
  modifiedMs: number;
}

type NameChange = (names: Map<string, Inode>) => void;

/** Thrown by every operation from the chosen one on: the machine is off. */
export class PowerLoss extends Error {}

/** What an unlucky disk kept: how many of the unsynced name changes, and whether the unsynced contents. */
export interface DiskFate {
  readonly nameChanges: number;
  readonly contents: "kept" | "lost" | "half";
}

export class ModelFileSystem implements FileSystem {
  #names = new Map<string, Inode>();
  #syncedNames = new Map<string, Inode>();
  /** Name changes that are seen and not synced, with the folder they are in. */
  #pending: { folder: string; change: NameChange }[] = [];
  readonly #open = new Map<number, Inode>();
  #nextDescriptor = 3;
  /** Operations done so far. */
  operations = 0;
  /** The power goes before this operation; Infinity: never. */
  failAt = Infinity;

  constructor(names: ReadonlyMap<string, Inode> = new Map()) {
    for (const [path, inode] of names) {
      this.#names.set(path, inode);
      this.#syncedNames.set(path, inode);
    }
  }

  get pendingNameChanges(): number {
    return this.#pending.length;
  }

  /** The machine after it comes back: what is there is older than all that runs. The original can't be used any more. */
  afterPowerLoss(fate: DiskFate): ModelFileSystem {
    const names = new Map(this.#syncedNames);
    for (const { change } of this.#pending.slice(0, fate.nameChanges)) change(names);
    for (const inode of new Set(names.values())) {
      inode.seen = keptContents(inode, fate.contents);
      inode.synced = inode.seen;
      // Well before this process began: the wall clock is set right now and then, which its uptime knows nothing of.
      inode.modifiedMs = Date.now() - process.uptime() * 1000 - 1000;
    }
    return new ModelFileSystem(names);
  }

  /** The same files after a kill of the process alone: everything that was written is there. */
  afterKill(): ModelFileSystem {
    return this.afterPowerLoss({ nameChanges: Infinity, contents: "kept" });
  }

  openRead(path: string): number {
    this.#step();
    return this.#descriptor(this.#find(path));
  }

  createNew(path: string): number {
    this.#step();
    if (this.#names.has(path)) throw systemError("EEXIST", path);
    return this.#descriptor(this.#create(path, false, 0o600));
  }

  openAppend(path: string): number {
    this.#step();
    return this.#descriptor(this.#names.get(path) ?? this.#create(path, false, 0o600));
  }

  status(descriptor: number): FileStatus {
    return statusFrom(this.#inode(descriptor));
  }

  read(descriptor: number, buffer: Uint8Array, position: number): number {
    const { seen } = this.#inode(descriptor);
    return seen.copy(buffer, 0, position, position + buffer.byteLength);
  }

  write(descriptor: number, bytes: Uint8Array): void {
    const inode = this.#inode(descriptor);
    // Two steps: the power can go in the middle of a write.
    const half = bytes.byteLength >> 1;
    for (const part of [bytes.subarray(0, half), bytes.subarray(half)]) {
      this.#step();
      inode.seen = Buffer.concat([inode.seen, part]);
      inode.modifiedMs = Date.now();
    }
  }

  truncate(descriptor: number, size: number): void {
    this.#step();
    const inode = this.#inode(descriptor);
    inode.seen = inode.seen.subarray(0, size);
  }

  sync(descriptor: number): void {
    this.#step();
    const inode = this.#inode(descriptor);
    inode.synced = inode.seen;
  }

  close(descriptor: number): void {
    this.#open.delete(descriptor);
  }

  rename(from: string, to: string): void {
    this.#step();
    const inode = this.#find(from);
    this.#change(dirname(to), (names) => {
      names.delete(from);
      names.set(to, inode);
    });
  }

  link(from: string, to: string): void {
    this.#step();
    const inode = this.#find(from);
    if (this.#names.has(to)) throw systemError("EEXIST", to);
    this.#change(dirname(to), (names) => void names.set(to, inode));
  }

  remove(path: string): void {
    this.#step();
    this.#find(path);
    this.#change(dirname(path), (names) => void names.delete(path));
  }

  async syncDirectory(path: string): Promise<void> {
    this.#step();
    this.#find(path);
    for (const { folder, change } of this.#pending) if (folder === path) change(this.#syncedNames);
    this.#pending = this.#pending.filter(({ folder }) => folder !== path);
  }

  makeDirectory(path: string): void {
    if (this.#names.has(path)) return;
    this.#step();
    this.#syncedNames.set(path, this.#create(path, true, 0o700));
  }

  statusOf(path: string): FileStatus | undefined {
    const inode = this.#names.get(path);
    return inode === undefined ? undefined : statusFrom(inode);
  }

  list(path: string): readonly string[] {
    const prefix = `${path}/`;
    return [...this.#names.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  #step(): void {
    if (this.operations >= this.failAt) throw new PowerLoss();
    this.operations++;
  }

  #create(path: string, isDirectory: boolean, mode: number): Inode {
    const inode: Inode = { seen: Buffer.alloc(0), synced: Buffer.alloc(0), isDirectory, mode, modifiedMs: Date.now() };
    this.#change(dirname(path), (names) => void names.set(path, inode));
    return inode;
  }

  #change(folder: string, change: NameChange): void {
    change(this.#names);
    this.#pending.push({ folder, change });
  }

  #descriptor(inode: Inode): number {
    this.#open.set(this.#nextDescriptor, inode);
    return this.#nextDescriptor++;
  }

  #inode(descriptor: number): Inode {
    const inode = this.#open.get(descriptor);
    if (inode === undefined) throw systemError("EBADF", String(descriptor));
    return inode;
  }

  #find(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw systemError("ENOENT", path);
    return inode;
  }
}

/** Files here only grow, or are cut: what was synced stays, and of the rest some, all or nothing. */
function keptContents({ seen, synced }: Inode, fate: DiskFate["contents"]): Buffer {
  if (fate === "lost" || seen.length < synced.length) return fate === "kept" ? seen : synced;
  return fate === "kept" ? seen : seen.subarray(0, synced.length + ((seen.length - synced.length) >> 1));
}

function statusFrom(inode: Inode): FileStatus {
  return {
    isFile: !inode.isDirectory,
    isDirectory: inode.isDirectory,
    isSymbolicLink: false,
    mode: inode.mode,
    uid: process.geteuid?.() ?? 0,
    size: inode.seen.length,
    modifiedMs: inode.modifiedMs,
  };
}

function systemError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
