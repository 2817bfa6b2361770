/** What the vault process is told to do: one job, one account, nothing secret. It travels as one JSON argument. */
import { Fields } from "../envelope/fields.ts";
import { environments, exchanges, purposes, type ExpectedIdentity } from "../envelope/identity.ts";
import type { OrderPolicy } from "../envelope/policy.ts";
import { readStrictJson } from "../envelope/strict-json.ts";

export const vaultVerbs = [
  "init",
  "set",
  "rotate",
  "keygen",
  "attach",
  "import-env",
  "verify",
  "policy",
  "rewrap",
  "export",
  "recover",
] as const;
export type VaultVerb = (typeof vaultVerbs)[number];

export interface VaultJob {
  readonly verb: VaultVerb;
  readonly vaultFolder: string;
  readonly identity: ExpectedIdentity;
  /** Saves without asking the exchange what the key may do. */
  readonly offline: boolean;
  readonly acceptRollback: boolean;
  /** Where the exchange in a box listens; 0 without one. */
  readonly simulatorPort: number;
  /** The `.env` file of `import-env`, or the key file that `init` makes; else empty. */
  readonly file: string;
  /** True where `init` makes a recovery key. */
  readonly recovery: boolean;
  readonly policy: Partial<OrderPolicy>;
}

const maximumBytes = 65_536;
const pathPattern = /^[^\0]{0,4096}$/;
const amountPattern = /^[0-9.]{1,32}$/;

/** @throws SealedError where the argument is not one that `JSON.stringify` of a job makes */
export function readJob(text: string): VaultJob {
  const fields = new Fields(readStrictJson(Buffer.from(text), maximumBytes), "");
  const identity = fields.object("identity");
  const job: VaultJob = {
    verb: fields.oneOf("verb", vaultVerbs),
    vaultFolder: fields.text("vaultFolder", pathPattern),
    identity: {
      vault: identity.text("vault", /^[0-9a-f]{32}$/),
      account: identity.text("account", /^[a-z0-9-]{1,63}$/),
      exchange: identity.oneOf("exchange", exchanges),
      environment: identity.oneOf("environment", environments),
      purpose: identity.oneOf("purpose", purposes),
    },
    offline: fields.flag("offline"),
    acceptRollback: fields.flag("acceptRollback"),
    simulatorPort: fields.integer("simulatorPort", 0, 65_535),
    file: fields.text("file", pathPattern),
    recovery: fields.flag("recovery"),
    policy: readPolicy(fields.object("policy")),
  };
  identity.end();
  fields.end();
  return job;
}

function readPolicy(fields: Fields): Partial<OrderPolicy> {
  const policy: { -readonly [Name in keyof OrderPolicy]?: OrderPolicy[Name] } = {};
  if (fields.has("symbols")) policy.symbols = fields.list("symbols", 200).map(String);
  for (const name of ["maxOrderNotional", "maxDailyNotional", "priceCollarFraction"] as const) {
    if (fields.has(name)) policy[name] = fields.text(name, amountPattern);
  }
  if (fields.has("maxOrdersPerMinute")) policy.maxOrdersPerMinute = fields.integer("maxOrdersPerMinute", 0, 6000);
  fields.end();
  return policy;
}
