/** Keeps one signer running: starts it again when it ends by itself. Holds no secret; each start asks the key provider anew. */
import { EventEmitter } from "node:events";
import { type LaunchOptions, type RunningSigner, startSigner, SignerStartRefused } from "./launcher.ts";

export type SupervisorState =
  /** The socket is served. */
  | "running"
  /** It ended and will be started again. */
  | "restarting"
  /** It refused to start, for a reason that another try does not change: a person must act. */
  | "refused";

interface SupervisorEvents {
  state: [state: SupervisorState, reason: string];
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;
/** A signer that ran this long was healthy: the next failure is a new one. */
const HEALTHY_AFTER_MS = 60_000;
/** What may pass by itself: the exchange or the key provider was not reachable. */
const PASSING = new Set(["SIGNER_KEY_UNVERIFIED", "SIGNER_NO_DATA_KEY"]);

export class SignerSupervisor extends EventEmitter<SupervisorEvents> {
  readonly #options: LaunchOptions;
  #signer: RunningSigner | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delayMs = FIRST_DELAY_MS;
  #isStopped = false;

  constructor(options: LaunchOptions) {
    super();
    this.#options = options;
  }

  /** The process id of the signer that runs now. */
  get pid(): number | undefined {
    return this.#signer?.pid;
  }

  /** The first start. @throws SignerStartRefused, SignerError: what is wrong at first is not tried again */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#launch();
  }

  /** Ends the signer and starts none again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#signer?.stop();
    this.#signer = undefined;
  }

  async #launch(): Promise<void> {
    const signer = await startSigner(this.#options);
    if (this.#isStopped) return signer.stop();
    this.#signer = signer;
    void this.#watch(signer);
    this.emit("state", "running", `process ${signer.pid}`);
  }

  async #watch(signer: RunningSigner): Promise<void> {
    const startedMs = performance.now();
    const code = await signer.exited;
    if (performance.now() - startedMs > HEALTHY_AFTER_MS) this.#delayMs = FIRST_DELAY_MS;
    this.#startAgain(code === null ? "it was killed" : `it ended with code ${code}`);
  }

  #startAgain(reason: string): void {
    if (this.#isStopped) return;
    this.#signer = undefined;
    this.emit("state", "restarting", reason);
    this.#timer = setTimeout(() => void this.#retry(), this.#delayMs);
    this.#delayMs = Math.min(2 * this.#delayMs, MAX_DELAY_MS);
  }

  async #retry(): Promise<void> {
    try {
      await this.#launch();
    } catch (error) {
      const mayPass = !(error instanceof SignerStartRefused) || PASSING.has(error.code);
      if (mayPass) this.#startAgain((error as Error).message);
      else this.emit("state", "refused", (error as Error).message);
    }
  }
}
