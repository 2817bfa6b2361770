/**
 * The errors of the sealed layer. It may not import the engine, so this is its own class; the fields are those of
 * `CandlewrightError`, and whoever prints one prints the other.
 */

interface SealedErrorEntry {
  /** What happened, one sentence. */
  readonly what: string;
  /** Why it is an error, or what usually causes it. */
  readonly why: string;
  /** What to do now; a command where there is one. */
  readonly fix: string;
}

/** Where it happened. Never holds a secret: only names, counts and places. */
export interface SealedErrorContext {
  readonly file?: string;
  readonly detail?: string;
  readonly fix?: string;
  readonly cause?: unknown;
}

const entries = {
  unreadable: {
    what: "The envelope can't be read.",
    why: "The file is missing, is not a regular file, or is larger than an envelope can be.",
    fix: "Look at the account's name with `candlewright vault list`, or create it with `candlewright vault set <account>`.",
  },
  exposedFile: {
    what: "Others on this machine can read or replace this file.",
    why: "A sealed file must belong to you and have mode 0600, its folder mode 0700: whoever can replace it can roll it back.",
    fix: "Run `candlewright doctor --fix-modes`, or chmod 600 the file and chmod 700 its folder.",
  },
  syntax: {
    what: "The file is not strict JSON.",
    why: "It was cut off, edited by hand, or is not an envelope.",
    fix: "Restore the file from your backup, or set the account again with `candlewright vault set <account>`.",
  },
  duplicateField: {
    what: "A field stands twice.",
    why: "Two readers could each take a different one, which is how signed files are forged; we never write one.",
    fix: "Restore the file from your backup, or set the account again with `candlewright vault set <account>`.",
  },
  unknownField: {
    what: "There is a field that this version doesn't know.",
    why: "Nothing unauthenticated or unknown is ever skipped over. A newer version may have written the file.",
    fix: "Use the version that wrote the file, or set the account again with `candlewright vault set <account>`.",
  },
  missingField: {
    what: "A field is missing.",
    why: "Every field of the format is required; a part that is absent could hide what it would have said.",
    fix: "Restore the file from your backup, or set the account again with `candlewright vault set <account>`.",
  },
  badField: {
    what: "A field has a value that the format doesn't allow.",
    why: "Each field has one type, one range and one spelling.",
    fix: "Restore the file from your backup, or set the account again with `candlewright vault set <account>`.",
  },
  unknownFormat: {
    what: "The file is of another format or version.",
    why: "Each version has exactly one set of algorithms, and nothing is negotiated.",
    fix: "Use the version that wrote the file.",
  },
  notCanonical: {
    what: "The file's bytes are not in the one form that the format allows.",
    why: "The bytes themselves are authenticated: other spacing, order or spelling means that something else wrote the file.",
    fix: "Restore the file from your backup (an editor or a line-ending conversion may have changed it).",
  },
  tooLarge: {
    what: "The input is larger than the format allows.",
    why: "Sizes are capped before anything is parsed, so that a hostile file can't exhaust memory or time.",
    fix: "Restore the file from your backup.",
  },
  tampered: {
    what: "The envelope was changed after it was sealed.",
    why: "Its authentication code doesn't match its contents, or it was sealed with another data key.",
    fix: "Don't trade with it. Restore the file from your backup, and find out who can write to the vault folder.",
  },
  wrongKey: {
    what: "The master key doesn't open this envelope.",
    why: "The passphrase or key is not the one it was sealed with, or the wrap or the identity was changed.",
    fix: "Try the passphrase again; `candlewright vault list` shows which master keys an account was sealed with.",
  },
  wrongIdentity: {
    what: "The envelope belongs to another account, exchange, environment or vault.",
    why: "Files were swapped or copied: the identity inside must be the one that is configured.",
    fix: "Compare `candlewright vault list` with config/secrets_config.json, and put each file back in its place.",
  },
  noPinnedWrap: {
    what: "No wrap in the envelope is for a master key that the configuration names.",
    why: "Master keys are taken from config/secrets_config.json alone: a file that names its own could be anyone's.",
    fix: "Add the master key under master_keys, or run `candlewright vault rewrap` with the old one still configured.",
  },
  recoveryOnly: {
    what: "Only a recovery key opens this envelope, and this is a normal start.",
    why: "A recovery key is for the day that the primary is lost; it must not become the everyday one unnoticed.",
    fix: "Run `candlewright vault recover`, which re-seals under the primary master key.",
  },
  badIdentity: {
    what: "The identity is not valid.",
    why: "Accounts are named with a-z, 0-9 and '-'; exchange, environment and purpose are from fixed lists.",
    fix: "Choose a name such as binance-main.",
  },
  badPolicy: {
    what: "The order policy is not valid.",
    why: "Symbols are BASE/QUOTE, amounts are plain decimals without exponent, and every limit must be there.",
    fix: "Set it with `candlewright vault policy <account>`.",
  },
  badPayload: {
    what: "The sealed contents are not in the expected form.",
    why: "They were sealed by another version, or a field was left out.",
    fix: "Set the account again with `candlewright vault set <account>`.",
  },
  badCredential: {
    what: "The credential can't be used.",
    why: "It is empty, too long, or not a key of the kind that this exchange takes.",
    fix: "Copy it again from the exchange, whole and without quotes.",
  },
  kdfOutOfRange: {
    what: "The passphrase's cost parameters are out of range.",
    why: "Below the floor they are too weak; above the ceiling they are a way to exhaust this machine's memory.",
    fix: "Restore the file from your backup; we write only parameters within the range.",
  },
  weakPassphrase: {
    what: "The passphrase is too short.",
    why: "Whoever copies the file can try passphrases at leisure.",
    fix: "Use at least 12 characters, or let `candlewright vault init` generate one.",
  },
  badKeyFile: {
    what: "The key file is not usable.",
    why: "It must be a regular file of exactly 32 random bytes, readable by you alone.",
    fix: "Make one with `candlewright vault init --provider key-file`, or chmod 600 it.",
  },
  rolledBack: {
    what: "The envelope is older than the one that was last used here.",
    why: "An old file was put back: an old key or a looser policy may be in it.",
    fix: "Restore the newest file. If you did this on purpose: `candlewright vault verify <account> --accept-rollback`.",
  },
  auditMissing: {
    what: "The audit log of this account is missing.",
    why: "Without it an old envelope can't be told from the newest; it is written before the first envelope is.",
    fix: "Restore the log beside the envelope. If it is lost: `candlewright vault verify <account> --accept-rollback`.",
  },
  auditTampered: {
    what: "The audit log was changed.",
    why: "Each entry carries the hash of the one before; here they don't fit.",
    fix: "Keep a copy of the file for your inquiry, and rotate the key at the exchange.",
  },
  locked: {
    what: "Another process is writing to the vault.",
    why: "Two writers at once could lose a generation.",
    fix: "Wait for the other command to end and try again.",
  },
  exists: {
    what: "It exists already.",
    why: "Nothing is overwritten without being asked for.",
    fix: "Choose another name; if the old account is gone for good, move its files out of the vault folder.",
  },
} as const satisfies Record<string, SealedErrorEntry>;

export type SealedErrorName = keyof typeof entries;

function codeOf(name: string): string {
  return `SEALED_${name.replace(/([A-Z])/g, "_$1").toUpperCase()}`;
}

/** Every error of this layer by its code, for the generated `docs/errors.md`. */
export const sealedErrorList: Readonly<Record<SealedErrorName, SealedErrorEntry & { readonly code: string }>> =
  Object.freeze(
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { code: codeOf(name), ...entry }])),
  ) as never;

/** An error with a stable code, what happened, why, and the fix. Its text never holds a secret. */
export class SealedError extends Error {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly context: SealedErrorContext;
  /** The entry's name in this layer's list. */
  readonly entry: SealedErrorName;

  constructor(name: SealedErrorName, context: SealedErrorContext = {}) {
    const entry = sealedErrorList[name];
    const place = context.file === undefined ? "" : `${context.file}: `;
    const detail = context.detail === undefined ? "" : ` ${context.detail}`;
    super(`${place}${entry.what}${detail}`, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = "SealedError";
    this.code = entry.code;
    this.what = entry.what;
    this.why = entry.why;
    this.fix = context.fix ?? entry.fix;
    this.context = context;
    this.entry = name;
  }

  /** The same error, saying which file it was found in. */
  in(file: string): SealedError {
    return new SealedError(this.entry, { ...this.context, file });
  }
}
