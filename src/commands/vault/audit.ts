import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";

interface AuditOptions {
  readonly last: string;
  readonly expect?: string;
}

export function register(vault: Command): void {
  const command = vault
    .command("audit <account>")
    .description("check the chain of an account's audit log and show its last entries")
    .option("--last <entries>", "how many to show", "20")
    .option(
      "--expect <head>",
      "refuse if the log doesn't hold this head, as printed by an earlier run and kept elsewhere",
    )
    .action(async (account: string, options: AuditOptions) => {
      const output = outputOf(command);
      const { expectedIdentity, readSecretsSettings } = await import("../../secrets/settings.ts");
      const { VaultDirectory } = await import("../../secrets/envelope/vault-directory.ts");
      const { AuditLog } = await import("../../secrets/envelope/audit-log.ts");
      const settings = readSecretsSettings(output.configFolder);
      expectedIdentity(settings, account);
      const directory = new VaultDirectory(settings.vaultFolder);
      const log = new AuditLog(directory.auditPath(account));
      const entries = log.refresh();
      if (directory.has(account)) log.requireAnchor(directory.read(account).header.audit);
      if (options.expect !== undefined) log.requireAnchor(headFrom(options.expect));
      const { count, hash } = log.anchor;
      const last = entries.slice(-Number(options.last));
      output.result({ head: `${count}:${hash}`, entries: last }, () =>
        [
          ...last.map(
            (entry) =>
              `${entry.time}  ${entry.event.padEnd(18)} ${Object.entries(entry.details)
                .map(([name, value]) => `${name}=${value}`)
                .join(" ")}`,
          ),
          `${count} entries, chain whole, head ${count}:${hash}`,
        ].join("\n"),
      );
    });
  examples(command, [["candlewright vault audit binance-main --json", "the same for a program"]]);
}

function headFrom(text: string): { count: number; hash: string } {
  const [count, hash = ""] = text.split(":");
  return { count: Number(count), hash };
}
