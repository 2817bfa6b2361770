import type { Command } from "commander";
import { examples } from "./output.ts";
import * as audit from "./vault/audit.ts";
import * as init from "./vault/init.ts";
import * as list from "./vault/list.ts";
import * as policy from "./vault/policy.ts";
import * as rewrap from "./vault/rewrap.ts";
import * as secret from "./vault/secret.ts";
import * as verify from "./vault/verify.ts";

export function register(program: Command): void {
  const vault = program.command("vault").description("keep API keys sealed: make, change and check the vault");
  for (const verb of [init, secret, list, verify, policy, rewrap, audit]) verb.register(vault);
  examples(vault, [
    ["candlewright vault init", "make a vault under a passphrase"],
    ["candlewright vault keygen binance-main", "make a key pair inside the vault and print the public key"],
    ["candlewright vault attach binance-main", "put it to use under the id that the exchange gave"],
  ]);
}
