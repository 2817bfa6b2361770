/**
 * One vault operation in a process that kills itself (kill -9) right before the n-th of its file operations that change something.
 * (Before one that only reads, the files are as they were after the last that changed something.)
 * Arguments: the vault's folder, `set` or `rotate` or `rewrap`, n.
 */
import { nodeFileSystem, type FileSystem } from "../../src/files/file-system.ts";
import { VaultDirectory } from "../../src/secrets/envelope/vault-directory.ts";
import * as operations from "../../src/secrets/vault/operations.ts";
import { rawKeyContext, sampleIdentity } from "./sealed-account.ts";

const [folder, verb, count] = process.argv.slice(2);
let left = Number(count);

const reading = new Set(["openRead", "status", "read", "close", "statusOf", "list"]);

/** Every operation of the file system, preceded by the count. */
const counted = Object.fromEntries(
  Object.entries(nodeFileSystem).map(([name, operation]) => [
    name,
    (...parameters: unknown[]) => {
      if (!reading.has(name) && left-- === 0) process.kill(process.pid, "SIGKILL");
      return (operation as (...all: unknown[]) => unknown)(...parameters);
    },
  ]),
) as unknown as FileSystem;

const context = rawKeyContext(new VaultDirectory(folder, counted));
if (verb === "rewrap") await operations.rewrap(context, sampleIdentity);
else {
  const given = { apiKey: Buffer.from("a-new-api-key"), secret: Buffer.from(`${verb}-secret-of-some-length`) };
  await operations.setCredential(context, sampleIdentity, given, `vault ${verb}`);
}
