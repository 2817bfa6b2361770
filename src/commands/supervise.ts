import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";

export interface SuperviseOptions {
  readonly sandbox?: boolean;
  readonly simulatorPort?: string;
  /** Folder of the signer's socket. */
  readonly socketDir?: string;
}

export function register(program: Command): void {
  const command = program
    .command("supervise <account> [bot...]")
    .description("keep an account's signer running, and the bot (a candlewright command, after --) beside it")
    .usage("[options] <account> [-- <candlewright arguments>]")
    .option("--sandbox", "take the keys of .env instead of a sealed account; the exchange's test network, never live")
    .option("--simulator-port <port>", "where the exchange in a box listens, for play instead of the test network")
    .option("--socket-dir <folder>", "folder of the signer's socket, for you alone (default: run, beside the settings)")
    .action(async (account: string, bot: readonly string[], options: SuperviseOptions) => {
      const { superviseCommand } = await import("./supervise/supervise-command.ts");
      await superviseCommand(outputOf(command), account, bot, options);
    });
  examples(command, [
    ["candlewright supervise binance-main", "the signer alone; prints where it listens"],
    [
      "candlewright supervise binance-main -- run --mode dry-run --feed generated",
      "signer and bot: each is started again when it dies, Ctrl-C ends both",
    ],
    ["candlewright supervise play --sandbox -- run --mode dry-run", "the same with the keys of .env"],
  ]);
}
