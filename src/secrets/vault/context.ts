/** What every vault operation works with. */
import { randomBytes } from "node:crypto";
import { eraseContents, type SealedContents } from "../envelope/contents.ts";
import type { CredentialKind, Envelope, EnvelopeHeader } from "../envelope/format.ts";
import type { ExpectedIdentity, Identity } from "../envelope/identity.ts";
import { sealEnvelope } from "../envelope/seal.ts";
import type { OpenedAccount, OpenOptions, VaultDirectory } from "../envelope/vault-directory.ts";
import type { Role } from "../envelope/wraps.ts";
import type { KeyService } from "../keys/key-service.ts";
import type { AskSecret } from "../prompt.ts";

/** What the exchange said about a key that it found safe, as the audit log keeps it. */
export type KeyRights = Readonly<Record<string, string | boolean>>;

/** What can be asked of the exchange about a key. */
export interface KeyChecks {
  /** Refuses a key that may move money out, or whose rights can't be learnt. */
  requireSafe(identity: ExpectedIdentity, kind: CredentialKind, contents: SealedContents): Promise<KeyRights>;
  /** True where the exchange no longer accepts the key. */
  isDead(identity: ExpectedIdentity, kind: CredentialKind, contents: SealedContents): Promise<boolean>;
}

export interface VaultContext {
  readonly vault: VaultDirectory;
  readonly keys: KeyService;
  readonly ask: AskSecret;
  /** Undefined with `--offline`: the signer checks the key before its first use in any case. */
  readonly checks: KeyChecks | undefined;
  readonly now: () => Date;
}

/** The part of an envelope that an operation decides; the rest follows from the account. */
export type Change = Partial<Pick<EnvelopeHeader, "credential" | "keyFingerprint" | "publicKey" | "policy">> & {
  readonly contents?: Partial<SealedContents>;
  /** Of the key that was checked on the way. */
  readonly rights?: KeyRights | undefined;
};

/** Opens an account for an operation. The caller erases the contents. */
export function openAccount(
  context: VaultContext,
  identity: ExpectedIdentity,
  options: OpenOptions & { readonly role?: Role },
): Promise<OpenedAccount> {
  const unwrap = ({ header, wraps }: Envelope): Promise<Buffer> =>
    context.keys.unwrap({ identity: header.identity, wraps }, options.role ?? "primary");
  return context.vault.open(identity, unwrap, options);
}

/**
 * Opens an account, changes it and seals it again under a new data key, one generation on.
 * @param change gets the opened account; what it returns replaces those parts
 */
export async function rewriteAccount(
  context: VaultContext,
  identity: ExpectedIdentity,
  options: OpenOptions & { readonly role?: Role },
  change: (opened: OpenedAccount) => Promise<Change>,
): Promise<Envelope> {
  const opened = await openAccount(context, identity, options);
  try {
    const { contents: changed, rights, ...parts } = await change(opened);
    const contents = { ...opened.contents, ...changed };
    const { header } = opened.envelope;
    const audit =
      options.acceptRollback === true
        ? await context.vault.replaceLog(identity.account, { reason: options.reason }, contents.auditKey)
        : context.vault.anchor(identity.account);
    const generation = Math.max(header.generation, context.vault.highestGeneration(identity.account)) + 1;
    const sealed = await seal(
      context,
      { ...header, ...parts, generation, written: stamp(context.now()), audit },
      contents,
    );
    await context.vault.commit(sealed, header.generation, options.reason, contents.auditKey);
    if (rights !== undefined) context.vault.record(identity.account, "key-checked", rights, contents.auditKey);
    return sealed;
  } finally {
    eraseContents(opened.contents);
  }
}

/** Seals the first generation of a new account. @param parts its contents stay the caller's */
export async function createAccount(
  context: VaultContext,
  expected: ExpectedIdentity,
  header: Pick<EnvelopeHeader, "credential" | "keyFingerprint" | "publicKey" | "policy">,
  parts: Omit<SealedContents, "auditKey">,
  reason: string,
  rights?: KeyRights,
): Promise<Envelope> {
  const identity: Identity = { ...expected, uid: randomBytes(16).toString("hex") };
  const contents = { ...parts, auditKey: randomBytes(32) };
  try {
    // Asked before anything is written: a wrong passphrase or an unreachable provider must leave nothing behind.
    const dataHeader = { identity, generation: 1, written: stamp(context.now()), ...header };
    await provePrimary(context);
    const audit = await context.vault.begin(identity, contents.auditKey);
    const sealed = await seal(context, { ...dataHeader, audit }, contents);
    await context.vault.commit(sealed, 0, reason, contents.auditKey);
    if (rights !== undefined) context.vault.record(identity.account, "key-checked", rights, contents.auditKey);
    return sealed;
  } finally {
    contents.auditKey.fill(0);
  }
}

/** Opens any account that is there already, so that a slip in the passphrase can't seal a new one under something else. */
async function provePrimary(context: VaultContext): Promise<void> {
  const [first] = context.vault.accounts();
  if (first === undefined) return;
  const { header, wraps } = context.vault.read(first);
  const dataKey = await context.keys.unwrap({ identity: header.identity, wraps }, "primary");
  dataKey.fill(0);
}

function seal(
  context: VaultContext,
  header: Omit<EnvelopeHeader, "salt" | "iv">,
  contents: SealedContents,
): Promise<Envelope> {
  return sealEnvelope(header, contents, (dataKey, identity) => context.keys.wrap(dataKey, identity));
}

function stamp(time: Date): string {
  return time.toISOString().replace(/\.[0-9]{3}Z$/, "Z");
}
