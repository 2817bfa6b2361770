/** Asks the exchange what an API key may do, as the signer does at every start: before it is sealed rather than at the first trade. */
import type { Identity } from "../envelope/identity.ts";
import { credentialFrom } from "../signer/credential.ts";
import { SignerError } from "../signer/errors.ts";
import { ExchangeLink } from "../signer/exchange-link.ts";
import { pinnedHosts } from "../signer/hosts.ts";
import { Transport } from "../signer/transport.ts";
import { venues } from "../signer/venues.ts";
import type { CheckKey, KeyRights } from "./context.ts";

/** @param simulatorPort where the exchange in a box listens; 0 without one */
export function keyChecker(simulatorPort: number): CheckKey {
  return async (identity, { credential: kind }, contents) => {
    const venue = venues[identity.exchange];
    const host = pinnedHosts(identity.exchange, identity.environment, simulatorPort).api;
    const transport = new Transport(host);
    try {
      const link = new ExchangeLink(venue, transport, Date.now);
      await link.synchronize();
      const credential = credentialFrom(contents, kind);
      const answer = await transport.send(venue.sign({ kind: "keyPermissions" }, credential, host, link.now()));
      if (answer.status !== 200) throw new SignerError("keyUnverified", `The exchange answered ${answer.status}.`);
      return requireSafe(venue.judgeKey(answer.body, identity.purpose));
    } catch (error) {
      if (error instanceof SignerError && !["notSent", "outcomeUnknown"].includes(error.entry)) throw error;
      throw new SignerError("keyUnverified", (error as Error).message);
    } finally {
      transport.close();
    }
  };
}

function requireSafe(verdict: ReturnType<(typeof venues)[Identity["exchange"]]["judgeKey"]>): KeyRights {
  if (verdict.refusal !== undefined) throw new SignerError(verdict.refusal.error, verdict.refusal.detail);
  const { rights, addressBound } = verdict;
  return { rights, verdict: "safe", ...(addressBound === undefined ? {} : { addressBound }) };
}
