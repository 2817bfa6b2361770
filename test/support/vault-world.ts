/** A vault with a master key in a file, made by the command, and an exchange in a box with one key that may only trade. */
import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { join } from "node:path";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";
import { CommandFolder } from "./command-runs.ts";

export interface VaultWorld {
  readonly folder: CommandFolder;
  readonly keyFile: string;
  readonly simulator: Simulator;
  /** Belongs to the secret. */
  readonly apiKey: string;
  close(): Promise<void>;
}

export async function startVaultWorld(secret: string): Promise<VaultWorld> {
  const folder = new CommandFolder();
  const keyFile = join(folder.path, "master.key");
  const simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "1000" });
  const apiKey = simulator.addKey({
    permissions: { ...TRADE_ONLY },
    accountId: "main",
    key: createSecretKey(Buffer.from(secret)),
  }).id;
  const made = await folder.run(["vault", "init", "--provider", "key-file", "--key-file", keyFile, "--no-node-copy"]);
  assert.equal(made.code, 0, made.stderr);
  const close = (): Promise<void> => {
    folder.remove();
    return simulator.close();
  };
  return { folder, keyFile, simulator, apiKey, close };
}
