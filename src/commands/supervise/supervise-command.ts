/**
 * The supervisor: it holds no secret, keeps the signer running, and the bot beside it. The two know each other by the socket alone, so
 * either may die and come back without the other.
 */
import { once } from "node:events";
import { SignerSupervisor } from "../../secrets/signer/supervisor.ts";
import { EXIT } from "../exit-codes.ts";
import { Failed } from "../failed.ts";
import type { Output } from "../output.ts";
import type { SuperviseOptions } from "../supervise.ts";
import { botEnvironment } from "./bot-environment.ts";
import { keepBot } from "./bot-process.ts";
import { signerStart } from "./signer-start.ts";

/**
 * Runs until it is told to end, the bot has ended, or the signer may not be started again; then ends the bot, and after it the signer.
 * @param bot what follows `candlewright` for the bot; empty: the signer alone
 * @throws Failed with the bot's exit code; what the signer refused with
 */
export async function superviseCommand(
  output: Output,
  account: string,
  bot: readonly string[],
  options: SuperviseOptions,
): Promise<void> {
  const { socketPath, start } = await signerStart(output, account, bot, options);
  const signer = new SignerSupervisor(start);
  const refused = new AbortController();
  signer.on("state", (state, reason, error) => {
    if (state === "running") output.note(`signer: ${reason}, listens at ${socketPath}`);
    if (state === "restarting") output.warn(`signer: ${reason}; it is started again`);
    if (state === "refused") refused.abort(error);
  });
  if (!(await started(signer, output.signal))) return;
  const stop = AbortSignal.any([output.signal, refused.signal]);
  let code: number | undefined;
  try {
    if (bot.length === 0) {
      output.result({ account, socketPath }, () => socketPath);
      if (!stop.aborted) await once(stop, "abort");
    } else {
      const environment = botEnvironment(output.environment, {
        CANDLEWRIGHT_CONFIG: output.configFolder,
        CANDLEWRIGHT_SIGNER_SOCKET: socketPath,
      });
      // As this process itself was started.
      const program = process.argv[1];
      code = await keepBot({ program, words: bot, environment }, stop, (text) => output.note(text));
    }
  } finally {
    await signer.stop();
  }
  if (refused.signal.aborted) throw refused.signal.reason;
  if (code !== undefined && code !== EXIT.success) throw new Failed(code);
}

/** @returns false where it was told to end before the signer was ready. @throws why the signer did not start */
async function started(signer: SignerSupervisor, signal: AbortSignal): Promise<boolean> {
  const cancel = () => void signer.stop();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await signer.start();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  if (signal.aborted) await signer.stop();
  return !signal.aborted;
}
