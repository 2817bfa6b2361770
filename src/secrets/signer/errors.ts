/**
 * What the signer says when it refuses. It may import `node:` modules and the envelope only, so this is its own class; the fields
 * are those of `CandlewrightError`. No text here ever holds a secret, a signature or a signed request.
 */

interface SignerErrorEntry {
  /** What happened, one sentence. */
  readonly what: string;
  /** Why it is an error, or what usually causes it. */
  readonly why: string;
  /** What to do now; a command where there is one. */
  readonly fix: string;
}

const entries = {
  badRequest: {
    what: "The request is not one that the signer takes.",
    why: "Each request has a fixed list of parameters, each with one form; anything else is refused before it is looked at further.",
    fix: "Use the client in src/secrets/signer/client.ts of the same version.",
  },
  frameTooLarge: {
    what: "A message is larger than the signer reads.",
    why: "Sizes are capped before anything is parsed, so that no peer can exhaust the process that holds the key.",
    fix: "No honest request comes near the cap: find out what is connected to the signer's socket.",
  },
  busy: {
    what: "The signer has too many requests or connections open.",
    why: "Both are capped, so that one peer cannot starve the others.",
    fix: "Wait for answers before sending more.",
  },
  readOnlyAccount: {
    what: "This account is sealed for reading only.",
    why: "Its envelope's purpose is `read`, which is authenticated and cannot be changed by a request.",
    fix: "Seal a key for trading: `candlewright vault set <account> --purpose trade`.",
  },
  symbolNotAllowed: {
    what: "The order policy does not allow this symbol.",
    why: "Thieves with a trade-only key move money through coins that nobody else trades; the list of symbols stops them.",
    fix: "If you mean to trade it: `candlewright vault policy <account>`.",
  },
  unboundedBuy: {
    what: "This buy does not say what it costs at most.",
    why: "At market by quantity, a buy pays whatever the book asks, so no limit of the order policy could hold.",
    fix: "Give a market buy its `quoteQuantity`, or send a limit order (`ioc`); give a triggered buy a limit price.",
  },
  orderTooLarge: {
    what: "This buy is worth more than one order may be.",
    why: "The order policy in the envelope caps what a single buy may cost.",
    fix: "Lower the order's size, or raise the limit with `candlewright vault policy <account>`.",
  },
  dayLimitReached: {
    what: "This buy would take today's buys above the daily limit.",
    why: "The order policy in the envelope caps what all buys of one UTC day may cost together; sells are never held back by it.",
    fix: "Wait for the next UTC day, or raise the limit with `candlewright vault policy <account>`.",
  },
  outsideCollar: {
    what: "The price is too far from the market.",
    why: "The order policy keeps prices near the mid price that the signer itself reads from the exchange.",
    fix: "Check the price. The distance allowed is set with `candlewright vault policy <account>`.",
  },
  rateExceeded: {
    what: "Too many buys within one minute.",
    why: "The order policy caps the rate of buys: churning costs fees, and a loop gone wrong is stopped here. Sells and cancels are never held back by it.",
    fix: "Slow the strategy down, or raise the limit with `candlewright vault policy <account>`.",
  },
  clientOrderIdUsed: {
    what: "This client order id was used before.",
    why: "An id belongs to one order for ever: a second order under it could be a request replayed.",
    fix: "Query the order by its id; make a new id for a new order.",
  },
  noMarketPrice: {
    what: "The signer could not read the market's price.",
    why: "A buy is only signed when its worth and its price can be judged; sells at market and stops go on without.",
    fix: "Wait until the exchange answers again.",
  },
  newRiskStopped: {
    what: "No buys are signed at present.",
    why: "The key's permissions could not be confirmed as safe; sells and cancels go on.",
    fix: "Run `candlewright doctor`, correct the key's rights at the exchange, and restart the signer.",
  },
  keyCanMoveMoney: {
    what: "This API key can move money out of the account.",
    why: "Whoever got hold of it could empty the account; a bot needs no such right, so a key that has it is refused.",
    fix: "At the exchange, remove the rights to withdraw and to transfer from the key, or make a new key.",
  },
  keyUnknownRight: {
    what: "The exchange reports a right of this API key that is not known here.",
    why: "What it permits cannot be judged, so it is taken for the worst.",
    fix: "At the exchange, remove the right; or update Candlewright.",
  },
  keyTooPowerful: {
    what: "This API key has rights that spot trading does not need.",
    why: "Margin, futures and the like can lose more than the account holds.",
    fix: "At the exchange, leave only reading and spot trading.",
  },
  keyCannotTrade: {
    what: "This API key may not do what the account is sealed for.",
    why: "The exchange says that it lacks the right to read, or the right to trade.",
    fix: "Allow reading and spot trading for the key at the exchange.",
  },
  keyUnverified: {
    what: "The API key's rights could not be read from the exchange.",
    why: "A key whose rights are not known is not used.",
    fix: "See whether the exchange can be reached, the key is active, and its IP list holds this machine.",
  },
  notSent: {
    what: "The exchange could not be reached; nothing was sent.",
    why: "No connection was made: the name did not resolve, the port was closed, or the certificate was not the exchange's.",
    fix: "Check the network. The same order may be tried again under a new id.",
  },
  outcomeUnknown: {
    what: "The request left, but no whole answer came back.",
    why: "The connection broke or the time ran out after sending: the exchange may or may not have acted.",
    fix: "Query the order by its client order id; do not send it again.",
  },
  unsafeEnvironment: {
    what: "The signer was started with an environment that could betray the key.",
    why: "Variables such as NODE_OPTIONS, SSLKEYLOGFILE or LD_PRELOAD load foreign code or write secrets to files before anything can be checked.",
    fix: "Unset the variable and start again.",
  },
  unsafeOption: {
    what: "The signer was not started the way its launcher starts it.",
    why: "An inspector, a preloaded module or a missing permission model would open the process that holds the key.",
    fix: "Start it through `candlewright`, never by hand.",
  },
  badStart: {
    what: "The signer could not be started.",
    why: "A part of what it is told at its start is missing or in the wrong form.",
    fix: "Start it through `candlewright`, never by hand.",
  },
  noDataKey: {
    what: "The envelope's data key did not arrive.",
    why: "The unlocking process ended without handing over 32 bytes: the passphrase was wrong, or the key service refused.",
    fix: "See its message above; `candlewright vault verify <account>` tries it alone.",
  },
  noCredential: {
    what: "The account holds no API key yet.",
    why: "Its key pair was made, but the exchange's id for it was never attached.",
    fix: "Paste the public key at the exchange, then run `candlewright vault attach <account>`.",
  },
  socketInUse: {
    what: "Another signer answers on this socket.",
    why: "Two signers for one account would each count only half of the day's buys.",
    fix: "Stop the other one, or use it.",
  },
  superseded: {
    what: "A newer signer of this account was started; this one signs no more buys.",
    why: "Two signers of one account would each hold the daily limit to their own half of the orders. Sells and cancels go on.",
    fix: "Stop one of the two: `candlewright vault audit <account>` shows when each was started.",
  },
  connectionLost: {
    what: "The connection to the signer is gone.",
    why: "It ended, or it closed the connection because of a message that it does not take.",
    fix: "Connect again, then query every order whose outcome is not known.",
  },
  internal: {
    what: "The signer failed in a way that it does not know.",
    why: "This is a defect. Nothing more was done for this request.",
    fix: "Please report it with the code and the time.",
  },
} as const satisfies Record<string, SignerErrorEntry>;

export type SignerErrorName = keyof typeof entries;

function codeOf(name: string): string {
  return `SIGNER_${name.replace(/([A-Z])/g, "_$1").toUpperCase()}`;
}

/** Every error of this layer by its name, for the generated `docs/errors.md`. */
export const signerErrorList: Readonly<Record<SignerErrorName, SignerErrorEntry & { readonly code: string }>> =
  Object.freeze(
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { code: codeOf(name), ...entry }])),
  ) as never;

export class SignerError extends Error {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** The entry's name in this layer's list. */
  readonly entry: SignerErrorName;

  constructor(name: SignerErrorName, detail?: string) {
    const entry = signerErrorList[name];
    super(detail === undefined ? entry.what : `${entry.what} ${detail}`);
    this.name = "SignerError";
    this.code = entry.code;
    this.what = entry.what;
    this.why = entry.why;
    this.fix = entry.fix;
    this.entry = name;
  }
}
