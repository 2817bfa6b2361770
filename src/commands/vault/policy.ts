import type { Command } from "commander";
import type { OrderPolicy } from "../../secrets/envelope/policy.ts";
import { examples, outputOf, type Output } from "../output.ts";
import { inputOptions, refuseSecrets, runJob, type InputOptions } from "./shared.ts";

interface PolicyOptions extends InputOptions {
  readonly symbols?: string;
  readonly maxOrder?: string;
  readonly maxDay?: string;
  readonly collar?: string;
  readonly maxPerMinute?: string;
}

export function register(vault: Command): void {
  const command = vault
    .command("policy <account>")
    .description("show or change what the signer lets through, whatever the bot asks for")
    .option("--symbols <list>", "the pairs that may be traded: BTC/USDT,ETH/USDT")
    .option("--max-order <amount>", "most that one buy may be worth, in the quote currency")
    .option("--max-day <amount>", "most that the buys of one UTC day may be worth together")
    .option("--collar <fraction>", "how far a price may lie from the mid price: 0.05 is 5 %")
    .option("--max-per-minute <orders>", "most buys in one minute");
  inputOptions(command)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (account: string, options: PolicyOptions) => {
      await refuseSecrets(command, 1);
      const output = outputOf(command);
      const change = changeFrom(options);
      const { expectedIdentity, readSecretsSettings } = await import("../../secrets/settings.ts");
      const settings = readSecretsSettings(output.configFolder);
      const identity = expectedIdentity(settings, account);
      if (Object.keys(change).length === 0) {
        const { VaultDirectory } = await import("../../secrets/envelope/vault-directory.ts");
        const { policy } = new VaultDirectory(settings.vaultFolder).read(account).header;
        return output.result(policy, () => policyText(output, policy));
      }
      const result = await runJob(output, settings, "policy", identity, { ...options, policy: change });
      const after = result["after"] as unknown as OrderPolicy;
      output.result(result, () => policyText(output, after));
      return output.note("A running signer takes it at its next start.");
    });
  examples(command, [
    [
      "candlewright vault policy binance-main --symbols BTC/USDT,ETH/USDT --max-order 250 --max-day 1000",
      "allow two pairs, within limits",
    ],
  ]);
}

function changeFrom(options: PolicyOptions): Partial<OrderPolicy> {
  const { symbols, maxOrder, maxDay, collar, maxPerMinute } = options;
  return {
    ...(symbols === undefined
      ? {}
      : {
          symbols: [
            ...new Set(
              symbols
                .split(",")
                .map((one) => one.trim().toUpperCase())
                .filter(Boolean),
            ),
          ].sort(),
        }),
    ...(maxOrder === undefined ? {} : { maxOrderNotional: maxOrder }),
    ...(maxDay === undefined ? {} : { maxDailyNotional: maxDay }),
    ...(collar === undefined ? {} : { priceCollarFraction: collar }),
    ...(maxPerMinute === undefined ? {} : { maxOrdersPerMinute: Number(maxPerMinute) }),
  };
}

function policyText(output: Output, policy: OrderPolicy): string {
  return output.table(
    [{ title: "limit" }, { title: "value" }],
    [
      ["symbols", policy.symbols.length === 0 ? "none: nothing may be traded" : policy.symbols.join(", ")],
      ["one buy at most", policy.maxOrderNotional],
      ["buys of a day at most", policy.maxDailyNotional],
      ["distance from the mid price", policy.priceCollarFraction],
      ["buys in a minute at most", String(policy.maxOrdersPerMinute)],
    ],
  );
}
