import { errorList } from "../engine/errors.ts";

export const vaultErrors = errorList("VAULT", {
  noSettings: {
    what: "There is no vault yet.",
    why: "config/secrets_config.json names the vault and its master keys; `vault init` writes it.",
    fix: "Run `candlewright vault init`.",
  },
  badSettings: {
    what: "secrets_config.json has a wrong value.",
    why: "The file pins the master keys, so nothing in it is guessed or skipped over.",
    fix: "Correct the field, or restore the file from your backup.",
  },
  settingsExist: {
    what: "There is a vault already.",
    why: "A new vault id or other master keys would lock the existing envelopes out.",
    fix: "Use it, or change master keys with `candlewright vault rewrap`.",
  },
  unknownAccount: {
    what: "The settings know no such account.",
    why: "Accounts are listed in secrets_config.json; `vault set` and `vault keygen` add them.",
    fix: "See `candlewright vault list`.",
  },
  secretOnCommandLine: {
    what: "A secret was given as an argument. It is burnt.",
    why: "Arguments are visible to every process on this machine and stay in the shell's history.",
    fix: "Delete that key at the exchange now, make a new one, and run `candlewright vault set <account>`, which asks for it hidden.",
  },
  secretInEnvironment: {
    what: "A secret stands in the environment.",
    why: "Every child process inherits it, and it stays readable in /proc after it is deleted.",
    fix: "Run `candlewright vault import-env`, then remove the variable.",
  },
  noInput: {
    what: "The secret was not given.",
    why: "The input ended before it, or the prompt was broken off.",
    fix: "Run it at a terminal, or pipe the answers in, one a line, with --stdin.",
  },
  mismatch: {
    what: "The two entries differ.",
    why: "A slip in a new passphrase would lock you out.",
    fix: "Try again.",
  },
  notConfirmed: {
    what: "Not confirmed; nothing was changed.",
    why: "This can't be taken back, so the account's name must be typed.",
    fix: "Run it again and type the name of the account.",
  },
  libraryMissing: {
    what: "The library of this key provider is not installed.",
    why: "The clients of the key services are large, so a default install leaves them out.",
    fix: "Install it beside Candlewright.",
  },
  providerUnreachable: {
    what: "The key provider did not answer.",
    why: "The network, its address or its service is down; a running signer goes on without it.",
    fix: "Check the address in secrets_config.json and the network; then try again.",
  },
  providerRefused: {
    what: "The key provider refused.",
    why: "The credentials lack the right, the key is disabled or sealed, or the wrap is not of this key.",
    fix: "Check the key's state and the policy that `candlewright vault init` printed.",
  },
  providerLied: {
    what: "The key provider's answer is not of the pinned master key.",
    why: "Another key, a changed checksum or another length means that something answers in the place of your key service.",
    fix: "Don't go on. Check the address in secrets_config.json and who can change it.",
  },
  noKeychain: {
    what: "There is no keychain to use.",
    why: "On a server without a desktop session no secret service runs.",
    fix: "Use `--provider key-file` (with systemd credentials) or `--provider passphrase`.",
  },
  wrongCredentialKind: {
    what: "This account's key is of another kind.",
    why: "keygen and attach are for Ed25519 key pairs, which Binance takes; Coinbase makes its keys itself.",
    fix: "Use `candlewright vault set <account>`.",
  },
  nothingPending: {
    what: "No generated key is waiting to be attached.",
    why: "`vault keygen` makes one, `vault attach` puts it to use.",
    fix: "Run `candlewright vault keygen <account>` first.",
  },
  withdrawCapable: {
    what: "This API key may move money out, and was not saved.",
    why: "A trading key needs no such right, and whoever steals it would have your funds.",
    fix: "Remove withdrawals and transfers from the key at the exchange, then try again.",
  },
  unverifiedKey: {
    what: "What this API key may do could not be checked.",
    why: "The exchange did not answer, or not in a form that is known; a key that is not known to be safe is not used.",
    fix: "Try again when the exchange is reachable, or save it unchecked with --offline: it is checked before its first use.",
  },
});
