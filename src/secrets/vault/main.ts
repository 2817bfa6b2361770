/**
 * The vault process: it owns the terminal while a command works with a secret, and is confined like the signer. Master keys are asked
 * through a pipe; the command that started it gets the result through another, and never a secret.
 */
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import { CandlewrightError } from "../../engine/errors.ts";
import { generateRecoveryKey } from "../envelope/recovery-key.ts";
import { readPrivateFile } from "../envelope/private-file.ts";
import { nodeFileSystem } from "../../files/file-system.ts";
import type { Envelope } from "../envelope/format.ts";
import { VaultDirectory } from "../envelope/vault-directory.ts";
import { vaultErrors } from "../errors.ts";
import { errorDocument, MessagePipe } from "../keys/messages.ts";
import { PipeKeyService } from "../keys/pipe-key-service.ts";
import { askSecret } from "../prompt.ts";
import { currentFacts, requireSafeProcess } from "../signer/hardening.ts";
import { keyChecks } from "./check-key.ts";
import type { VaultContext } from "./context.ts";
import { credentialInEnvFile } from "./env-file.ts";
import { readJob, type VaultJob, type VaultVerb } from "./job.ts";
import * as operations from "./operations.ts";

const RESULT_DESCRIPTOR = 3;
const KEYS_DESCRIPTOR = 4;
const maximumEnvFileBytes = 65_536;

/** What each verb does; the result is what the command may print. */
const verbs: Readonly<Record<VaultVerb, (context: VaultContext, job: VaultJob) => Promise<object>>> = {
  init: async (context, job) => {
    if (job.file !== "") createKeyFile(job.file);
    await probe(context, job);
    return { recoveryPublicKey: job.recovery ? await makeRecoveryKey() : "" };
  },
  set: async (context, { identity }) =>
    summary(
      await operations.setCredential(context, identity, await operations.askCredential(context, identity), "vault set"),
    ),
  rotate: async (context, { identity }) => {
    const given = await operations.askCredential(context, identity);
    // A signer that runs still signs with the old key: deleted under it, not even a stop loss would get through.
    const question =
      "Restart the signer of this account if one runs, then delete the old API key at the exchange, then press Enter (it is checked)";
    const deleted = async (): Promise<void> => void (await context.ask(question));
    const { envelope, oldKey } = await operations.rotateCredential(context, identity, given, deleted);
    return { ...summary(envelope), oldKey };
  },
  keygen: async (context, { identity }) => ({ publicKey: await operations.generateKey(context, identity) }),
  attach: async (context, { identity }) =>
    summary(
      await operations.attachKey(
        context,
        identity,
        await context.ask(`API key id that ${identity.exchange} gave for the public key`),
      ),
    ),
  "import-env": async (context, { identity, file }) => {
    const bytes = readPrivateFile(file, maximumEnvFileBytes);
    try {
      const given = credentialInEnvFile(bytes, identity.exchange);
      return summary(await operations.setCredential(context, identity, given, "vault import-env"));
    } finally {
      bytes.fill(0);
    }
  },
  verify: async (context, { identity, acceptRollback }) => {
    if (acceptRollback) await confirm(context, identity.account, "take this older envelope for the newest");
    return summary(await operations.verify(context, identity, acceptRollback));
  },
  policy: async (context, { identity, policy }) => operations.changePolicy(context, identity, policy),
  rewrap: async (context, { identity }) => summary(await operations.rewrap(context, identity)),
  recover: async (context, { identity }) => summary(await operations.recover(context, identity)),
  export: async (context, { identity }) => {
    await confirm(context, identity.account, "show its secret");
    await operations.exportCredential(context, identity, (apiKey, secret) => {
      for (const line of [apiKey, secret]) {
        nodeFileSystem.write(1, line);
        nodeFileSystem.write(1, Buffer.from("\n"));
      }
    });
    return {};
  },
};

function summary({ header }: Envelope): object {
  const { identity, generation, credential, keyFingerprint } = header;
  return { account: identity.account, generation, credential, keyFingerprint };
}

/** @throws CandlewrightError `notConfirmed` */
async function confirm({ ask }: VaultContext, account: string, what: string): Promise<void> {
  const typed = await ask(`Type ${account} to ${what}`);
  if (!typed.equals(Buffer.from(account))) throw new CandlewrightError(vaultErrors.notConfirmed);
}

function createKeyFile(path: string): void {
  const key = randomBytes(32);
  const descriptor = nodeFileSystem.createNew(path);
  try {
    nodeFileSystem.write(descriptor, key);
    nodeFileSystem.sync(descriptor);
  } finally {
    key.fill(0);
    nodeFileSystem.close(descriptor);
  }
}

/**
 * Wraps and unwraps a data key once, so that a master key that does not work is found before anything is sealed with it. It must also
 * refuse the same wrap for another account: a key that binds nothing (a transit key that is not derived) would work, and be weaker.
 */
async function probe({ keys }: VaultContext, { identity }: VaultJob): Promise<void> {
  const known = { ...identity, uid: randomBytes(16).toString("hex") };
  const dataKey = randomBytes(32);
  const wraps = await keys.wrap(dataKey, known);
  const opened = await keys.unwrap({ identity: known, wraps }, "primary");
  const isOurs = opened.equals(dataKey);
  opened.fill(0);
  dataKey.fill(0);
  if (!isOurs) throw new CandlewrightError(vaultErrors.providerLied, { detail: "It unwrapped another data key." });
  // What is wrapped here, we bind ourselves.
  if (!wraps.some((wrap) => "keyVersion" in wrap)) return;
  const other = { ...known, uid: randomBytes(16).toString("hex") };
  if (await isRefused(keys.unwrap({ identity: other, wraps }, "primary"))) return;
  throw new CandlewrightError(vaultErrors.providerRefused, {
    detail: "The master key opens one account's wrap for another: it binds no context.",
    fix: "With Vault or OpenBao, make the transit key with derived=true.",
  });
}

/** @throws whatever else than a refusal came: a service that is gone has not refused */
async function isRefused(unwrapping: Promise<Buffer>): Promise<boolean> {
  try {
    (await unwrapping).fill(0);
    return false;
  } catch (error) {
    if (["SEALED_WRONG_KEY", vaultErrors.providerRefused.code].includes((error as CandlewrightError).code)) return true;
    throw error;
  }
}

/** Shows the private half once; the public half goes into the settings. */
async function makeRecoveryKey(): Promise<string> {
  const { publicKey, paper } = generateRecoveryKey();
  process.stderr.write(
    "\nRecovery key. Write it on paper and keep it away from this machine; it is not shown again:\n\n  ",
  );
  nodeFileSystem.write(2, paper);
  process.stderr.write("\n\n");
  paper.fill(0);
  return publicKey.toString("base64");
}

async function main(): Promise<void> {
  const results = new MessagePipe(new Socket({ fd: RESULT_DESCRIPTOR, readable: false, writable: true }));
  const keyPipe = new MessagePipe(new Socket({ fd: KEYS_DESCRIPTOR, readable: true, writable: true }));
  try {
    requireSafeProcess(currentFacts());
    const job = readJob(process.argv[2]);
    const context: VaultContext = {
      vault: new VaultDirectory(job.vaultFolder),
      keys: new PipeKeyService(keyPipe),
      ask: askSecret,
      checks: job.offline ? undefined : keyChecks(job.simulatorPort),
      now: () => new Date(),
    };
    await results.send({ result: await verbs[job.verb](context, job) });
  } catch (error) {
    await results.send({ error: errorDocument(error) });
  } finally {
    keyPipe.close();
    results.close();
  }
}

await main();
