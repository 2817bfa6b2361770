/** The sealed files themselves: form, place, rollback mark and audit chain, stale wraps, and what the exchange last said of each key. */
import { AuditLog, type AuditEntry } from "../envelope/audit-log.ts";
import { SealedError } from "../envelope/errors.ts";
import type { Envelope } from "../envelope/format.ts";
import { requireIdentity } from "../envelope/identity.ts";
import { requireNotRolledBack, VaultDirectory } from "../envelope/vault-directory.ts";
import { expectedIdentity, type SecretsSettings } from "../settings.ts";
import { ok, orAllWell, problem, warning, type Finding } from "./finding.ts";

const SEALED = "sealed files";
const AUDIT = "audit chain";
const RIGHTS = "key rights";
/** A check this old says nothing about today: the signer asks every six hours. */
const maximumCheckAgeMs = 7 * 86_400_000;
const maximumKeyAgeMs = 90 * 86_400_000;

/** Everything that can be known without a master key. */
export function checkVault(settings: SecretsSettings, nowMs: number): readonly Finding[] {
  const vault = new VaultDirectory(settings.vaultFolder);
  const findings = vault.accounts().flatMap((account) => checkAccount(vault, settings, account, nowMs));
  return orAllWell(findings, SEALED, "The vault is empty.");
}

function checkAccount(
  vault: VaultDirectory,
  settings: SecretsSettings,
  account: string,
  nowMs: number,
): readonly Finding[] {
  let envelope: Envelope;
  try {
    envelope = vault.read(account);
    if (Object.hasOwn(settings.accounts, account))
      requireIdentity(envelope.header.identity, expectedIdentity(settings, account));
  } catch (error) {
    return [fromError(SEALED, account, error)];
  }
  const unknown = Object.hasOwn(settings.accounts, account)
    ? []
    : [
        warning(
          SEALED,
          `${account} is not in the settings.`,
          "Nothing pins which exchange and environment it must be.",
          `candlewright vault set ${account}`,
        ),
      ];
  const log = new AuditLog(vault.auditPath(account));
  let entries: readonly AuditEntry[];
  try {
    entries = log.refresh();
    log.requireAnchor(envelope.header.audit);
    requireNotRolledBack(envelope, entries);
  } catch (error) {
    return [...unknown, fromError(AUDIT, account, error)];
  }
  return [
    ...unknown,
    ok(AUDIT, `${account}: ${entries.length} entries, each following the one before.`),
    ...checkWraps(envelope, settings),
    ...checkAge(envelope, nowMs),
    ...checkRights(account, entries, nowMs),
  ];
}

function fromError(check: string, account: string, error: unknown): Finding {
  if (!(error instanceof SealedError)) throw error;
  return problem(check, `${account}: ${error.message}`, error.why, error.fix);
}

function checkWraps({ header, wraps }: Envelope, { masterKeys }: SecretsSettings): readonly Finding[] {
  const { account } = header.identity;
  const same = (a: { provider: string; keyId: string; role: string }, b: typeof a): boolean =>
    a.provider === b.provider && a.keyId === b.keyId && a.role === b.role;
  const missing = masterKeys.filter((key) => !wraps.some((wrap) => same(wrap, key)));
  const extra = wraps.filter((wrap) => !masterKeys.some((key) => same(wrap, key)));
  const fix = `candlewright vault rewrap ${account}`;
  return [
    ...missing.map((key) =>
      warning(
        "stale wraps",
        `${account} can't be opened with ${key.provider} ${key.keyId} yet.`,
        "The master key was added after the account was sealed.",
        fix,
      ),
    ),
    ...extra.map((wrap) =>
      warning(
        "stale wraps",
        `${account} can still be opened with ${wrap.provider} ${wrap.keyId}.`,
        "That master key is no longer configured, and whoever has it can read the account.",
        fix,
      ),
    ),
  ];
}

function checkAge({ header }: Envelope, nowMs: number): readonly Finding[] {
  const { account } = header.identity;
  if (header.keyFingerprint === "") {
    return [
      warning(
        RIGHTS,
        `${account} has a generated key that is not attached yet.`,
        "It can't trade.",
        `candlewright vault attach ${account}`,
      ),
    ];
  }
  if (nowMs - Date.parse(header.written) < maximumKeyAgeMs) return [];
  return [
    warning(
      "key age",
      `${account} was last sealed on ${header.written.slice(0, 10)}.`,
      "A key that leaked unnoticed works until it is replaced.",
      `candlewright vault rotate ${account}`,
    ),
  ];
}

/** The signer writes down what the exchange says about the key; without a master key nothing newer can be asked. */
function checkRights(account: string, entries: readonly AuditEntry[], nowMs: number): readonly Finding[] {
  const last = entries.findLast((entry) => entry.event === "key-checked");
  const start = `Start the signer for ${account}: it asks the exchange, and again every six hours.`;
  if (last === undefined) {
    return [
      warning(
        RIGHTS,
        `${account}: the signer has not asked yet what the key may do.`,
        "A key that can withdraw must never be used.",
        start,
      ),
    ];
  }
  const { rights = "", verdict, addressBound } = last.details;
  const findings: Finding[] = [];
  if (verdict !== "safe") {
    findings.push(
      problem(
        RIGHTS,
        `${account}: the key was refused (${String(verdict)}): ${String(rights)}.`,
        "Whoever steals a key with such rights has your funds.",
        "Remove the right at the exchange, or make a new key.",
      ),
    );
  }
  if (nowMs - Date.parse(last.time) > maximumCheckAgeMs) {
    findings.push(
      warning(
        RIGHTS,
        `${account}: the key's rights were last checked on ${last.time.slice(0, 10)}.`,
        "Rights can be changed at the exchange at any time.",
        start,
      ),
    );
  }
  if (addressBound === false) {
    findings.push(
      warning(
        "address restriction",
        `${account}: the key works from any address.`,
        "A stolen key is then of use to anyone, anywhere.",
        "Restrict the key to this machine's address at the exchange.",
      ),
    );
  }
  return orAllWell(
    findings,
    RIGHTS,
    `${account}: ${String(rights)}, checked ${last.time.slice(0, 16).replace("T", " ")}.`,
  );
}
