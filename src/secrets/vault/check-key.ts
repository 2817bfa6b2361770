/** Asks the exchange about an API key, as the signer does at every start: before it is sealed rather than at the first trade. */
import type { SealedContents } from "../envelope/contents.ts";
import type { CredentialKind } from "../envelope/format.ts";
import type { ExpectedIdentity } from "../envelope/identity.ts";
import { credentialFrom } from "../signer/credential.ts";
import { SignerError } from "../signer/errors.ts";
import { ExchangeLink } from "../signer/exchange-link.ts";
import { pinnedHosts } from "../signer/hosts.ts";
import { type ExchangeAnswer, Transport } from "../signer/transport.ts";
import { venues } from "../signer/venues.ts";
import type { KeyChecks, KeyRights } from "./context.ts";

/** Of both exchanges for a key that they don't know any more. (403 is the firewall's before them, which says nothing of the key.) */
const DEAD_STATUS = 401;

/** @param simulatorPort where the exchange in a box listens; 0 without one */
export function keyChecks(simulatorPort: number): KeyChecks {
  return {
    requireSafe: async (identity, kind, contents) => {
      // As in the signer: the test networks have no route that tells a key's rights; their keys hold play money.
      if (identity.environment === "testnet") return { rights: "not asked on a test network", verdict: "unchecked" };
      const answer = await askRights(simulatorPort, identity, kind, contents);
      if (answer.status !== 200) throw new SignerError("keyUnverified", `The exchange answered ${answer.status}.`);
      return requireSafe(venues[identity.exchange].judgeKey(answer.body, identity.purpose));
    },
    isDead: async (identity, kind, contents) =>
      (await askRights(simulatorPort, identity, kind, contents)).status === DEAD_STATUS,
  };
}

/** @throws SignerError `keyUnverified` where the exchange could not be asked */
async function askRights(
  simulatorPort: number,
  identity: ExpectedIdentity,
  kind: CredentialKind,
  contents: SealedContents,
): Promise<ExchangeAnswer> {
  const venue = venues[identity.exchange];
  const host = pinnedHosts(identity.exchange, identity.environment, simulatorPort).api;
  const transport = new Transport(host);
  try {
    const link = new ExchangeLink(venue, transport, Date.now);
    await link.synchronize();
    const credential = credentialFrom(contents, kind);
    return await transport.send(venue.sign({ kind: "keyPermissions" }, credential, host, link.now()));
  } catch (error) {
    throw new SignerError("keyUnverified", (error as Error).message);
  } finally {
    transport.close();
  }
}

function requireSafe(verdict: ReturnType<(typeof venues)[ExpectedIdentity["exchange"]]["judgeKey"]>): KeyRights {
  if (verdict.refusal !== undefined) throw new SignerError(verdict.refusal.error, verdict.refusal.detail);
  const { rights, addressBound } = verdict;
  return { rights, verdict: "safe", ...(addressBound === undefined ? {} : { addressBound }) };
}
