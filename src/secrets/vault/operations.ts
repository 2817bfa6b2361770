/** The operations behind `candlewright vault ...`, each on one account. They run in the vault process, which alone sees the secrets. */
import { CandlewrightError } from "../../engine/errors.ts";
import { copyOf, eraseContents, type SealedContents } from "../envelope/contents.ts";
import { SealedError } from "../envelope/errors.ts";
import type { Envelope } from "../envelope/format.ts";
import type { ExpectedIdentity } from "../envelope/identity.ts";
import { checkPolicy, closedPolicy, type OrderPolicy } from "../envelope/policy.ts";
import { vaultErrors } from "../errors.ts";
import { createAccount, openAccount, rewriteAccount, type KeyRights, type VaultContext } from "./context.ts";
import {
  fingerprint,
  generateEd25519,
  publicKeyText,
  readApiKey,
  readCredential,
  readSealedKey,
  type Credential,
} from "./credentials.ts";

const empty = (): Buffer => Buffer.alloc(0);

/** Where the API key and its secret come from: asked for, or read from a file that is moved in. */
export interface GivenCredential {
  readonly apiKey: Buffer;
  readonly secret: Buffer;
}

/** Asks for both, in this order. */
export async function askCredential(
  { ask }: Pick<VaultContext, "ask">,
  identity: ExpectedIdentity,
): Promise<GivenCredential> {
  const apiKey = await ask(`API key of ${identity.account}`);
  const secret = await ask(
    identity.exchange === "coinbase" ? "Private key (PEM in one line with \\n, or base64)" : "API secret",
  );
  return { apiKey, secret };
}

/**
 * Seals an API key and its secret: a new account, or a new key for an account that is there (its order policy stays).
 * @param given is erased here
 */
export async function setCredential(
  context: VaultContext,
  identity: ExpectedIdentity,
  given: GivenCredential,
  reason: string,
): Promise<Envelope> {
  let credential: Credential | undefined;
  try {
    const apiKey = readApiKey(given.apiKey);
    credential = readCredential(identity.exchange, given.secret);
    const { secret, ...header } = credential;
    const parts = { ...header, keyFingerprint: fingerprint(apiKey) };
    const contents = { apiKey, secret, pendingSecret: empty() };
    const rights = await check(context, identity, parts, { ...contents, auditKey: empty() });
    if (!context.vault.has(identity.account)) {
      return await createAccount(context, identity, { ...parts, policy: closedPolicy }, contents, reason, rights);
    }
    return await rewriteAccount(context, identity, { reason }, async () => ({ ...parts, contents, rights }));
  } finally {
    given.apiKey.fill(0);
    given.secret.fill(0);
    credential?.secret.fill(0);
  }
}

/** What became of the key that was replaced. */
export type OldKey = "dead" | "alive" | "unchecked";

/**
 * Replaces the API key of an account. Then the old one must be deleted at the exchange, where alone it can be: that is waited for, and
 * checked with the old key itself.
 * @param given is erased here
 * @param waitForDeletion resolves when the person says that it is done
 */
export async function rotateCredential(
  context: VaultContext,
  identity: ExpectedIdentity,
  given: GivenCredential,
  waitForDeletion: () => Promise<void>,
): Promise<{ readonly envelope: Envelope; readonly oldKey: OldKey }> {
  const { envelope: before, contents: old } = await openAccount(context, identity, { reason: "vault rotate" });
  try {
    const envelope = await setCredential(context, identity, given, "vault rotate");
    if (context.checks === undefined || old.secret.length === 0) return { envelope, oldKey: "unchecked" };
    await waitForDeletion();
    const isDead = await context.checks.isDead(identity, before.header.credential, old);
    const oldKey = isDead ? "dead" : "alive";
    context.vault.record(
      identity.account,
      "old-key",
      { state: oldKey, keyFingerprint: before.header.keyFingerprint },
      old.auditKey,
    );
    return { envelope, oldKey };
  } finally {
    eraseContents(old);
  }
}

/**
 * Makes an Ed25519 key pair inside the vault. The key in use, if there is one, stays in use until `attach`.
 * @returns the public key in PEM, to be pasted at the exchange
 */
export async function generateKey(context: VaultContext, identity: ExpectedIdentity): Promise<string> {
  if (identity.exchange !== "binance") throw new CandlewrightError(vaultErrors.wrongCredentialKind);
  const { secret, publicKey } = generateEd25519();
  try {
    const pending = { pendingSecret: secret };
    if (context.vault.has(identity.account)) {
      await rewriteAccount(context, identity, { reason: "vault keygen" }, async () => ({ contents: pending }));
    } else {
      const header = { credential: "ed25519", keyFingerprint: "", publicKey, policy: closedPolicy } as const;
      await createAccount(context, identity, header, { apiKey: empty(), secret: empty(), ...pending }, "vault keygen");
    }
    return publicKeyText(publicKey);
  } finally {
    secret.fill(0);
  }
}

/**
 * Puts the generated key to use, under the id that the exchange gave for it.
 * @param pasted the API key id; erased here
 */
export async function attachKey(context: VaultContext, identity: ExpectedIdentity, pasted: Buffer): Promise<Envelope> {
  try {
    const apiKey = readApiKey(pasted);
    return await rewriteAccount(context, identity, { reason: "vault attach" }, async ({ contents }) => {
      if (contents.pendingSecret.length === 0) throw new CandlewrightError(vaultErrors.nothingPending);
      const { credential, secret, publicKey } = readSealedKey(identity.exchange, contents.pendingSecret);
      const changed = { apiKey, secret, pendingSecret: empty() };
      const header = { credential, publicKey, keyFingerprint: fingerprint(apiKey) };
      const rights = await check(context, identity, header, { ...contents, ...changed });
      return { ...header, contents: changed, rights };
    });
  } finally {
    pasted.fill(0);
  }
}

/** Changes the limits that the signer holds; those not given stay. */
export async function changePolicy(
  context: VaultContext,
  identity: ExpectedIdentity,
  change: Partial<OrderPolicy>,
): Promise<{ readonly before: OrderPolicy; readonly after: OrderPolicy }> {
  let before = closedPolicy;
  const envelope = await rewriteAccount(context, identity, { reason: "vault policy" }, async (opened) => {
    before = opened.envelope.header.policy;
    const policy = { ...before, ...change };
    checkPolicy(policy);
    requireOneQuote(policy);
    return { policy };
  });
  return { before, after: envelope.header.policy };
}

/** Refused here rather than by the signer, which would not start with it, perhaps while a position is open. */
function requireOneQuote({ symbols }: OrderPolicy): void {
  const quotes = new Set(symbols.map((symbol) => symbol.split("/")[1]));
  if (quotes.size > 1) {
    const found = [...quotes].join(" and ");
    throw new SealedError("badPolicy", {
      detail: `symbols: ${found} are two quote currencies; the limits are in one.`,
    });
  }
}

/** Seals again under the master keys that are configured now, with a new data key: who kept an old one reads nothing newer. */
export function rewrap(context: VaultContext, identity: ExpectedIdentity): Promise<Envelope> {
  return rewriteAccount(context, identity, { reason: "vault rewrap" }, async () => ({}));
}

/** Opens with a recovery key and seals again under the primary. */
export function recover(context: VaultContext, identity: ExpectedIdentity): Promise<Envelope> {
  return rewriteAccount(context, identity, { reason: "vault recover", role: "recovery" }, async () => ({}));
}

/**
 * Opens an account and says what it found.
 * @param acceptRollback takes an older envelope for the newest, by a person's decision: it is sealed again, one generation on, under a log of its own
 */
export async function verify(
  context: VaultContext,
  identity: ExpectedIdentity,
  acceptRollback: boolean,
): Promise<Envelope> {
  if (acceptRollback) {
    return rewriteAccount(
      context,
      identity,
      { reason: "vault verify --accept-rollback", acceptRollback },
      async () => ({}),
    );
  }
  const { envelope, contents } = await openAccount(context, identity, { reason: "vault verify" });
  eraseContents(contents);
  return envelope;
}

/**
 * Hands the secret out, to a writer that is a terminal or a pipe of the vault process itself. The export is in the log before.
 * @param write gets the API key and the secret (HMAC secret, or private key in PEM); erased after it returns
 */
export async function exportCredential(
  context: VaultContext,
  identity: ExpectedIdentity,
  write: (apiKey: Buffer, secret: Buffer) => void,
): Promise<void> {
  const { envelope, contents, log } = await openAccount(context, identity, { reason: "vault export" });
  const isPem = envelope.header.credential !== "hmac-sha256";
  const secret = isPem && contents.secret.length > 0 ? pemOf(contents.secret) : copyOf(contents.secret);
  try {
    log.append("exported", { generation: envelope.header.generation }, contents.auditKey, context.now());
    write(contents.apiKey, secret);
  } finally {
    secret.fill(0);
    eraseContents(contents);
  }
}

async function check(
  { checks }: VaultContext,
  identity: ExpectedIdentity,
  { credential }: Pick<Credential, "credential">,
  contents: SealedContents,
): Promise<KeyRights | undefined> {
  return checks?.requireSafe(identity, credential, contents);
}

/** PKCS#8 DER in PEM. Its base 64 is a string for a moment, which is why only the export does this: it shows the secret anyway. */
function pemOf(der: Buffer): Buffer {
  const body = Buffer.from(der.toString("base64").replaceAll(/.{64}(?=.)/g, "$&\n"), "latin1");
  return Buffer.concat([
    Buffer.from("-----BEGIN PRIVATE KEY-----\n"),
    body,
    Buffer.from("\n-----END PRIVATE KEY-----\n"),
  ]);
}
