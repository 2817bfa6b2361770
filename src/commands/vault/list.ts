import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";

export function register(vault: Command): void {
  const command = vault
    .command("list")
    .description("show the sealed accounts; needs no master key, shows no secret")
    .action(async () => {
      const output = outputOf(command);
      const { readSecretsSettings } = await import("../../secrets/settings.ts");
      const { VaultDirectory } = await import("../../secrets/envelope/vault-directory.ts");
      const settings = readSecretsSettings(output.configFolder);
      const directory = new VaultDirectory(settings.vaultFolder);
      const accounts = directory.accounts().map((name) => {
        const { header, wraps } = directory.read(name);
        const { exchange, environment, purpose } = header.identity;
        const { generation, written, credential, keyFingerprint, policy } = header;
        const masterKeys = wraps.map(({ provider, keyId, role }) => ({ provider, keyId, role }));
        const known = Object.hasOwn(settings.accounts, name);
        return {
          account: name,
          exchange,
          environment,
          purpose,
          generation,
          written,
          credential,
          keyFingerprint,
          symbols: policy.symbols,
          masterKeys,
          known,
        };
      });
      output.result(accounts, () => {
        if (accounts.length === 0) return "The vault is empty. Begin with: candlewright vault keygen binance-main";
        const columns = [
          "account",
          "exchange",
          "environment",
          "purpose",
          "generation",
          "written (UTC)",
          "kind",
          "key",
          "opens with",
        ];
        return output.table(
          columns.map((title) => ({ title })),
          accounts.map((one) => [
            one.known ? one.account : `${one.account} (not in the settings)`,
            one.exchange,
            one.environment,
            one.purpose,
            String(one.generation),
            one.written.replace("T", " ").replace("Z", ""),
            one.credential,
            one.keyFingerprint === "" ? "not attached" : one.keyFingerprint,
            one.masterKeys
              .map((key) => (key.role === "recovery" ? `${key.provider} (recovery)` : key.provider))
              .join(", "),
          ]),
        );
      });
    });
  examples(command, [["candlewright vault list --json", "the same for a program, with the key ids"]]);
}
