/**
 * The unlocking process: it alone loads a vendor's library, asks the master key, hands the data key on over an inherited pipe, and
 * ends. It never reads the vault; what it must know of an envelope, which is public, it is told.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { CandlewrightError } from "../../engine/errors.ts";
import { SealedError } from "../envelope/errors.ts";
import { Fields } from "../envelope/fields.ts";
import { generatePassphrase, requireStrength } from "../envelope/passphrase.ts";
import { roles, wrapDocument } from "../envelope/wraps.ts";
import { vaultErrors } from "../errors.ts";
import { askSecret } from "../prompt.ts";
import type { MasterKeySettings } from "../settings.ts";
import { ProviderKeyService, type KeyService } from "./key-service.ts";
import {
  errorDocument,
  MessagePipe,
  optionsVariable,
  readIdentity,
  readLocked,
  type UnlockOptions,
} from "./messages.ts";
import { reportProviders, type ProviderReport } from "./provider-report.ts";
import type { StrictJson } from "../envelope/strict-json.ts";

/** The pipe, on both sides. */
const descriptor = 3;

async function main(): Promise<void> {
  const text = process.env[optionsVariable];
  if (text === undefined)
    throw new SealedError("badField", { detail: "The unlocking process is started by Candlewright itself." });
  const options = JSON.parse(text) as UnlockOptions;
  const ask = options.isNewPassphrase === true ? askNewPassphrase : askSecret;
  const surroundings = { ask, environment: process.env };
  const keys = new ProviderKeyService(options.masterKeys, surroundings);
  const socket = new Socket({ fd: descriptor, readable: options.mode === "serve", writable: true });
  const service = options.makesKey === true ? afterMakingKeys(options.masterKeys, keys) : keys;
  if (options.mode === "serve")
    return serve(service, new MessagePipe(socket), () => reportProviders(options.masterKeys, surroundings));
  await open(keys, options.locked as StrictJson, socket);
}

/** Makes the keychain's entry with the first wrap, so that the answer to it says what went wrong. */
function afterMakingKeys(masterKeys: readonly MasterKeySettings[], keys: KeyService): KeyService {
  let made: Promise<void> | undefined;
  const make = async (): Promise<void> => {
    const { createKeychainKey } = await import("../providers/os-keychain.ts");
    for (const key of masterKeys) if (key.provider === "os-keychain") await createKeychainKey(key.keyId);
  };
  return {
    wrap: async (dataKey, identity) => {
      await (made ??= make());
      return keys.wrap(dataKey, identity);
    },
    unwrap: (locked, role) => keys.unwrap(locked, role),
  };
}

/** For the signer: the 32 bytes and nothing else. A refusal is told on the terminal, and the pipe ends empty. */
async function open(keys: KeyService, locked: StrictJson, socket: Socket): Promise<void> {
  try {
    const dataKey = await keys.unwrap(readLocked(locked), "primary");
    await new Promise<void>((resolve) => socket.end(dataKey, resolve));
    dataKey.fill(0);
  } catch (error) {
    const { code, what, detail, fix } = errorDocument(error);
    process.stderr.write(`${what} ${detail} [${code}]\n  fix: ${fix}\n`);
    process.exitCode = 1;
    socket.destroy();
  }
}

/** Asks twice, or makes one and shows it, where the answer is empty. What is on paper already is asked for once. */
async function askNewPassphrase(question: string): Promise<Buffer> {
  if (!question.startsWith("Passphrase")) return askSecret(question);
  const chosen = await askSecret(`New ${question} (empty: make one for me)`);
  if (chosen.length === 0) {
    const made = generatePassphrase();
    process.stderr.write("\nYour passphrase. Write it down; it is not shown again:\n\n  ");
    writeSync(2, made);
    process.stderr.write("\n\n");
    return made;
  }
  requireStrength(chosen);
  const again = await askSecret(`${question} again`);
  if (!again.equals(chosen)) throw new CandlewrightError(vaultErrors.mismatch);
  again.fill(0);
  return chosen;
}

async function serve(
  keys: KeyService,
  pipe: MessagePipe,
  report: () => Promise<readonly ProviderReport[]>,
): Promise<void> {
  for (let request = await pipe.receive(); request !== undefined; request = await pipe.receive()) {
    try {
      const fields = new Fields(request, "");
      const verb = fields.oneOf("do", ["wrap", "unwrap", "status"]);
      if (verb === "wrap") await wrap(keys, pipe, fields);
      else if (verb === "unwrap") await unwrap(keys, pipe, fields);
      else await pipe.send({ reports: await report() });
    } catch (error) {
      await pipe.send({ error: errorDocument(error) });
    }
  }
  pipe.close();
}

async function wrap(keys: KeyService, pipe: MessagePipe, request: Fields): Promise<void> {
  const dataKey = await pipe.receiveKey();
  try {
    const wraps = await keys.wrap(dataKey, readIdentity(request.object("identity")));
    await pipe.send({ wraps: wraps.map(wrapDocument) });
  } finally {
    dataKey.fill(0);
  }
}

async function unwrap(keys: KeyService, pipe: MessagePipe, request: Fields): Promise<void> {
  const role = request.oneOf("role", roles);
  const dataKey = await keys.unwrap(readLocked(request.value("locked")), role);
  try {
    await pipe.send({ dataKey: "follows" }, dataKey);
  } finally {
    dataKey.fill(0);
  }
}

await main();
