import { test } from "node:test";
import assert from "node:assert/strict";
import { ModelFileSystem, type DiskFate } from "../../../test/support/model-file-system.ts";
import { sampleIdentity, sampleRawKey, unwrapWith, writeGeneration } from "../../../test/support/sealed-account.ts";
import { readAuditLog } from "./audit-log.ts";
import type { FileSystem } from "../../files/file-system.ts";
import { VaultDirectory } from "./vault-directory.ts";

const unwrap = unwrapWith(sampleRawKey);
const account = sampleIdentity.account;

async function secretIn(files: FileSystem): Promise<string> {
  const vault = new VaultDirectory("/vault", files);
  const { contents } = await vault.open(sampleIdentity, unwrap, { reason: "test" });
  return contents.secret.toString();
}

async function vaultOf(...secrets: readonly string[]): Promise<ModelFileSystem> {
  const files = new ModelFileSystem();
  files.makeDirectory("/vault");
  for (const secret of secrets) await writeGeneration(new VaultDirectory("/vault", files), secret);
  return files;
}

function copyOf(files: ModelFileSystem, path: string): Buffer {
  const descriptor = files.openRead(path);
  const bytes = Buffer.alloc(files.status(descriptor).size);
  files.read(descriptor, bytes, 0);
  return bytes;
}

function restore(files: ModelFileSystem, path: string, bytes: Buffer): void {
  if (files.statusOf(path) !== undefined) files.remove(path);
  files.write(files.createNew(path), bytes);
}

test("vault: generations are written, opened and logged", async () => {
  const files = await vaultOf("one", "two");
  assert.equal(await secretIn(files), "two");
  const events = readAuditLog("/vault/binance-main.audit.jsonl", files).map((entry) => entry.event);
  assert.deepEqual(events, ["created", "sealed", "sealed", "opened"]);
  assert.deepEqual(new VaultDirectory("/vault", files).accounts(), [account]);
});

test("threats 06 rollback: an older envelope put back is refused before the master key is asked", async () => {
  const files = await vaultOf("one");
  const old = copyOf(files, "/vault/binance-main.json");
  assert.equal(await secretIn(files), "one", "control: while it is the newest, the same file opens");
  await writeGeneration(new VaultDirectory("/vault", files), "two");
  restore(files, "/vault/binance-main.json", old);
  const vault = new VaultDirectory("/vault", files);
  let asked = 0;
  const counting = async (envelope: Parameters<typeof unwrap>[0]): Promise<Buffer> => (asked++, unwrap(envelope));
  await assert.rejects(vault.open(sampleIdentity, counting, { reason: "test" }), { code: "SEALED_ROLLED_BACK" });
  assert.equal(asked, 0);
});

test("threats 06 rollback: an opening that waited while a newer generation was written is refused, and lowers no mark", async () => {
  const files = await vaultOf("one");
  const old = copyOf(files, "/vault/binance-main.json");
  const vault = new VaultDirectory("/vault", files);
  const slow = async (envelope: Parameters<typeof unwrap>[0]): Promise<Buffer> => {
    await writeGeneration(vault, "two");
    return unwrap(envelope);
  };
  await assert.rejects(vault.open(sampleIdentity, slow, { reason: "test" }), { code: "SEALED_ROLLED_BACK" });
  restore(files, "/vault/binance-main.json", old);
  await assert.rejects(secretIn(files), { code: "SEALED_ROLLED_BACK" });
});

test("threats 06 rollback: an entry of an older generation behind that of a newer one lowers no mark", async () => {
  const files = await vaultOf("one");
  const old = copyOf(files, "/vault/binance-main.json");
  const vault = new VaultDirectory("/vault", files);
  const generation = 1;
  const mac = vault.read(account).mac.toString("hex");
  await writeGeneration(vault, "two");
  // What a process leaves that read the first generation and logged it after the second was written.
  vault.record(account, "opened", { generation, mac, reason: "late" }, Buffer.alloc(32, 5));
  restore(files, "/vault/binance-main.json", old);
  await assert.rejects(secretIn(files), { code: "SEALED_ROLLED_BACK" });
});

test("threats 06 rollback: a removed log is refused; with the log of that day put back too, it is not noticed (stated limit)", async () => {
  const files = await vaultOf("one");
  const [oldEnvelope, oldLog] = [
    copyOf(files, "/vault/binance-main.json"),
    copyOf(files, "/vault/binance-main.audit.jsonl"),
  ];
  await writeGeneration(new VaultDirectory("/vault", files), "two");
  restore(files, "/vault/binance-main.json", oldEnvelope);
  const log = copyOf(files, "/vault/binance-main.audit.jsonl");
  files.remove("/vault/binance-main.audit.jsonl");
  await assert.rejects(secretIn(files), { code: "SEALED_AUDIT_MISSING" });
  restore(files, "/vault/binance-main.audit.jsonl", log);
  await assert.rejects(secretIn(files), { code: "SEALED_ROLLED_BACK" });
  restore(files, "/vault/binance-main.audit.jsonl", oldLog);
  assert.equal(await secretIn(files), "one", "the documented limit of local rollback detection");
});

test("threats 27 audit tamper: a log cut below the newest envelope's anchor keeps the account shut", async () => {
  const files = await vaultOf("one", "two", "three");
  const lines = copyOf(files, "/vault/binance-main.audit.jsonl").toString().split("\n");
  restore(files, "/vault/binance-main.audit.jsonl", Buffer.from(`${lines.slice(0, 2).join("\n")}\n`));
  await assert.rejects(secretIn(files), { code: "SEALED_AUDIT_TAMPERED" });
});

test("vault: an envelope that is renamed to another account, or of an earlier account of that name, is refused", async () => {
  const files = await vaultOf("one");
  restore(files, "/vault/binance-other.json", copyOf(files, "/vault/binance-main.json"));
  assert.throws(() => new VaultDirectory("/vault", files).read("binance-other"), { code: "SEALED_WRONG_IDENTITY" });
  const other = new ModelFileSystem();
  other.makeDirectory("/vault");
  await writeGeneration(new VaultDirectory("/vault", other), "earlier", { ...sampleIdentity, uid: "33".repeat(16) });
  restore(files, "/vault/binance-main.json", copyOf(other, "/vault/binance-main.json"));
  await assert.rejects(secretIn(files), { code: "SEALED_WRONG_IDENTITY" });
});

test("vault: two writers that start from the same generation: the second is refused and nothing is lost", async () => {
  const files = await vaultOf("one");
  const vault = new VaultDirectory("/vault", files);
  const { envelope, contents } = await vault.open(sampleIdentity, unwrap, { reason: "test" });
  await writeGeneration(vault, "two");
  await assert.rejects(vault.commit(envelope, 1, "test", contents.auditKey), { code: "SEALED_LOCKED" });
  assert.equal(await secretIn(files), "two");
});

test("vault: an envelope that could not be read back is not written", async () => {
  const files = await vaultOf("one");
  const vault = new VaultDirectory("/vault", files);
  const envelope = vault.read(account);
  const header = { ...envelope.header, keyFingerprint: "md5/00" };
  const write = vault.commit({ ...envelope, header }, 1, "test", Buffer.alloc(32, 5));
  await assert.rejects(write, { code: "SEALED_BAD_FIELD" });
  assert.equal(await secretIn(files), "one");
});

test("vault: a wrong key is logged, without a secret, and the chain goes on", async () => {
  const files = await vaultOf("one");
  const vault = new VaultDirectory("/vault", files);
  const wrong = vault.open(sampleIdentity, unwrapWith(Buffer.alloc(32, 1)), { reason: "test" });
  await assert.rejects(wrong, { code: "SEALED_WRONG_KEY" });
  assert.equal(await secretIn(files), "one");
  const entries = readAuditLog("/vault/binance-main.audit.jsonl", files);
  assert.deepEqual(
    entries.map((entry) => entry.event),
    ["created", "sealed", "unlock-failed", "opened"],
  );
});

const fates: DiskFate[] = [0, 1, 2, 3, 4, 6, 9].flatMap((nameChanges) =>
  (["kept", "lost", "half"] as const).map((contents) => ({ nameChanges, contents })),
);

test("threats 08 crash during write: killed before each file operation of a rewrite, the old or the new generation opens", async () => {
  const total = (await vaultOf("old", "new")).operations;
  const before = (await vaultOf("old")).operations;
  assert.ok(total - before > 10);
  const seen = new Set<string>();
  for (let failAt = before; failAt <= total; failAt++) {
    const files = await vaultOf("old");
    files.failAt = failAt;
    await assertStops(files, "new", failAt < total);
    const secret = await secretIn(files.afterKill());
    assert.ok(secret === "old" || secret === "new", `killed before operation ${failAt}`);
    seen.add(secret);
  }
  assert.deepEqual([...seen].sort(), ["new", "old"]);
});

test("threats 08 crash during write: power lost at each operation, whatever the disk kept, the old or the new generation opens", async () => {
  const total = (await vaultOf("old", "new")).operations;
  const before = (await vaultOf("old")).operations;
  for (let failAt = before; failAt <= total; failAt++) {
    for (const fate of fates) {
      const files = await vaultOf("old");
      files.failAt = failAt;
      await assertStops(files, "new", failAt < total);
      if (fate.nameChanges > files.pendingNameChanges) break;
      const after = files.afterPowerLoss(fate);
      const secret = await secretIn(after);
      assert.ok(secret === "old" || secret === "new", `operation ${failAt}, ${JSON.stringify(fate)}`);
      if (failAt === total) assert.equal(secret, "new", "what was acknowledged is kept");
      await writeGeneration(new VaultDirectory("/vault", after), "later");
      assert.equal(await secretIn(after), "later", "and the next write goes through");
    }
  }
});

test("threats 08 crash during write: a first write cut off anywhere leaves nothing or an account that opens", async () => {
  const total = (await vaultOf("first")).operations;
  for (let failAt = 1; failAt <= total; failAt++) {
    for (const fate of fates) {
      const files = new ModelFileSystem();
      files.makeDirectory("/vault");
      files.failAt = failAt;
      await assertStops(files, "first", failAt < total);
      if (fate.nameChanges > files.pendingNameChanges) break;
      const after = files.afterPowerLoss(fate);
      const vault = new VaultDirectory("/vault", after);
      if (!vault.has(account)) await writeGeneration(vault, "first");
      assert.equal(await secretIn(after), "first", `operation ${failAt}, ${JSON.stringify(fate)}`);
    }
  }
});

test("threats 08 crash during write: control: a plain overwrite without sync loses the file", async () => {
  const files = await vaultOf("old");
  const bytes = copyOf(files, "/vault/binance-main.json");
  files.remove("/vault/binance-main.json");
  files.write(files.createNew("/vault/binance-main.json"), bytes);
  await assert.rejects(secretIn(files.afterPowerLoss({ nameChanges: Infinity, contents: "lost" })));
});

async function assertStops(files: ModelFileSystem, secret: string, stops: boolean): Promise<void> {
  const write = writeGeneration(new VaultDirectory("/vault", files), secret);
  if (stops) await assert.rejects(write);
  else await write;
}
