/** What answers elsewhere: the key providers, and the exchange's clock. */
import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { VaultDirectory } from "../envelope/vault-directory.ts";
import { keyServiceCommand } from "../keys/launch.ts";
import { MessagePipe } from "../keys/messages.ts";
import type { ProviderReport } from "../keys/provider-report.ts";
import { pinnedHosts } from "../signer/hosts.ts";
import { Transport } from "../signer/transport.ts";
import { venues } from "../signer/venues.ts";
import { nodeCopyOf } from "../vault/node-path.ts";
import { ok, problem, warning, type Finding } from "./finding.ts";
import type { DoctorSurroundings } from "./surroundings.ts";

const PROVIDER = "key provider";
const CLOCK = "clock";
/** Exchanges refuse requests that are a second in the future, and late ones after a few seconds. */
const warnSkewMs = 500;
const refuseSkewMs = 1_000;
const pipeDescriptor = 3;

/** Asks every provider in the unlocking process, as at a start, for the state of its key; nothing is unwrapped. */
export async function checkProviders({ settings, environment }: DoctorSurroundings): Promise<readonly Finding[]> {
  const reports = await askProviders(settings, environment);
  return reports.flatMap((report) => [
    report.error === undefined
      ? ok(PROVIDER, `${report.provider}: ${report.detail}.`)
      : problem(
          PROVIDER,
          `${report.provider} ${report.keyId}: ${report.error.what} ${report.error.detail}`,
          report.error.why,
          report.error.fix,
        ),
    ...staleWraps(settings.vaultFolder, report),
  ]);
}

async function askProviders(
  settings: DoctorSurroundings["settings"],
  environment: DoctorSurroundings["environment"],
): Promise<readonly ProviderReport[]> {
  const command = keyServiceCommand(settings, environment, {}, nodeCopyOf(settings.vaultFolder));
  const child = spawn(command.program, command.arguments, {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
    env: command.environment,
  });
  const ended = new Promise((done) => child.once("close", done));
  const pipe = new MessagePipe(child.stdio[pipeDescriptor] as Socket);
  await pipe.send({ do: "status" });
  const answer = (await pipe.receive()) as { readonly reports?: unknown } | undefined;
  pipe.close();
  await ended;
  return (answer?.reports ?? []) as readonly ProviderReport[];
}

function staleWraps(vaultFolder: string, report: ProviderReport): readonly Finding[] {
  if (report.keyVersion === "") return [];
  const vault = new VaultDirectory(vaultFolder);
  return vault.accounts().flatMap((account) =>
    vault.read(account).wraps.flatMap((wrap) => {
      const isStale =
        wrap.provider === report.provider && "keyVersion" in wrap && wrap.keyVersion !== report.keyVersion;
      if (!isStale) return [];
      return [
        warning(
          "stale wraps",
          `${account} is wrapped with version ${wrap.keyVersion} of the key, the newest is ${report.keyVersion}.`,
          "An old version can't be destroyed while something needs it.",
          `candlewright vault rewrap ${account}`,
        ),
      ];
    }),
  );
}

/** Asks each exchange that an account is for what time it is; no key is used. */
export async function checkClock({ settings, simulatorPort }: DoctorSurroundings): Promise<readonly Finding[]> {
  const places = new Map(Object.values(settings.accounts).map((one) => [`${one.exchange} ${one.environment}`, one]));
  return Promise.all(
    [...places].map(([name, { exchange, environment }]) => checkOneClock(name, exchange, environment, simulatorPort)),
  );
}

async function checkOneClock(
  name: string,
  exchange: keyof typeof venues,
  environment: Parameters<typeof pinnedHosts>[1],
  simulatorPort: number,
): Promise<Finding> {
  const transport = new Transport(pinnedHosts(exchange, environment, simulatorPort).api, { deadlineMs: 5_000 });
  try {
    const sentMs = Date.now();
    const answer = await transport.send(venues[exchange].timeRequest());
    const receivedMs = Date.now();
    const theirsMs = venues[exchange].readTime(answer.body);
    if (theirsMs === undefined)
      return warning(CLOCK, `${name} did not tell the time.`, "The clocks could not be compared.", "Try again.");
    const skewMs = Math.round((sentMs + receivedMs) / 2 - theirsMs);
    const what = `This clock is ${Math.abs(skewMs)} ms ${skewMs < 0 ? "behind" : "ahead of"} ${name}.`;
    if (Math.abs(skewMs) <= warnSkewMs) return ok(CLOCK, what);
    const say = Math.abs(skewMs) > refuseSkewMs ? problem : warning;
    return say(CLOCK, what, "Exchanges refuse requests whose time is off.", "timedatectl set-ntp true");
  } catch (error) {
    return warning(
      CLOCK,
      `${name} was not reached: ${(error as Error).message}`,
      "The clocks could not be compared.",
      "Check the network.",
    );
  } finally {
    transport.close();
  }
}
