/**
 * The signer's process. It starts with nothing, checks how it was started, takes the data key from a pipe, opens one envelope, keeps
 * the key as a `KeyObject`, and serves one socket until it is told to end or the process that started it is gone.
 */
import { copyOf, eraseContents } from "../envelope/contents.ts";
import { VaultDirectory } from "../envelope/vault-directory.ts";
import { credentialFrom } from "./credential.ts";
import { receiveDataKey } from "./data-key.ts";
import { currentFacts, requireSafeProcess } from "./hardening.ts";
import { type PinnedHosts, pinnedHosts } from "./hosts.ts";
import { knownError } from "./messages.ts";
import { PassingLog, sandboxCredential, sandboxPolicy } from "./sandbox-account.ts";
import { SignerServer } from "./server.ts";
import { Signer } from "./signer.ts";
import { decodeStartOptions, type SandboxStartOptions, type StartOptions } from "./start-options.ts";
import { venues } from "./venues.ts";

/** BSD's EX_CONFIG: something must be put right before another start makes sense. */
const EXIT_REFUSED = 78;
/** BSD's EX_SOFTWARE: a defect. */
const EXIT_DEFECT = 70;

let isReady = false;

/** One line a state on stdout, for the supervisor. */
function report(state: object): void {
  process.stdout.write(`${JSON.stringify(state)}\n`);
}

/** The signer of a sealed account. */
async function openSealed(options: StartOptions): Promise<OpenedSigner> {
  const vault = new VaultDirectory(options.vaultFolder);
  const { envelope, contents, log } = await vault.open(options.identity, () => receiveDataKey(), { reason: "signer" });
  const { identity, policy, credential: kind } = envelope.header;
  try {
    const credential = credentialFrom(contents, kind);
    const auditKey = copyOf(contents.auditKey);
    const hosts = pinnedHosts(identity.exchange, identity.environment, options.simulatorPort);
    const venue = venues[identity.exchange];
    return { signer: new Signer({ identity, policy, credential, log, auditKey, venue, host: hosts.api }), hosts };
  } finally {
    eraseContents(contents);
  }
}

/** The signer of a sandbox, on keys from a `.env` file. */
function openSandbox(options: SandboxStartOptions): OpenedSigner {
  const { exchange, environment, symbols, simulatorPort } = options;
  const hosts = pinnedHosts(exchange, environment, simulatorPort);
  const signer = new Signer({
    identity: { environment, purpose: "trade" },
    policy: sandboxPolicy(symbols),
    credential: sandboxCredential(options),
    log: new PassingLog(),
    auditKey: Buffer.alloc(0),
    venue: venues[exchange],
    host: hosts.api,
  });
  return { signer, hosts };
}

interface OpenedSigner {
  readonly signer: Signer;
  readonly hosts: PinnedHosts;
}

async function run(): Promise<void> {
  requireSafeProcess(currentFacts());
  const options = decodeStartOptions(process.argv[2]);
  const { signer, hosts } = "envFile" in options ? openSandbox(options) : await openSealed(options);
  await signer.start();
  const server = new SignerServer({ handler: signer, streamUrl: hosts.stream });
  await server.listen(options.socketPath);
  const end = async () => {
    await server.close();
    signer.stop();
    process.exit(0);
  };
  process.once("SIGTERM", () => void end());
  // A Ctrl-C and a closed terminal reach every process there; when this one ends, the process that started it says: after the bot.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
  // The supervisor holds the other end of stdin: when that is gone, nobody watches this process any more.
  process.stdin.once("close", () => void end());
  process.stdin.resume();
  report({ state: "ready", pid: process.pid });
  isReady = true;
}

function refuse(error: unknown): void {
  const known = knownError(error);
  // After the start nobody reads the report, and an end without a word would be a riddle.
  if (isReady) process.stderr.write(`signer: ${known.message} [${known.code}]\n`);
  report({ state: "refused", code: known.code, message: known.message, why: known.why, fix: known.fix });
  process.exit(known.code === "SIGNER_INTERNAL" ? EXIT_DEFECT : EXIT_REFUSED);
}

// Nothing unexpected may print itself: an error's text could hold what it was working on.
process.on("uncaughtException", refuse);
process.on("unhandledRejection", refuse);

await run().catch(refuse);
