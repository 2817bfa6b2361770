/** Keeps one signer running: starts it again when it ends by itself. Holds no secret; each start asks the key provider anew. */
import { EventEmitter } from "node:events";
import { Backoff } from "./backoff.ts";
import { type RunningSigner, SignerStartRefused } from "./launcher.ts";

export type SupervisorState =
  /** The socket is served. */
  | "running"
  /** It ended and will be started again. */
  | "restarting"
  /** It refused to start, for a reason that another try does not change: a person must act. */
  | "refused";

interface SupervisorEvents {
  /** The error is that of a start that failed. */
  state: [state: SupervisorState, reason: string, error?: unknown];
}

/** Starts a signer and waits until it serves; what still waits for a passphrase or a key service gives up with the signal. */
export type StartSigner = (signal: AbortSignal) => Promise<RunningSigner>;

/** What may pass by itself: the exchange or the key provider was not reachable. */
const PASSING = new Set(["SIGNER_KEY_UNVERIFIED", "SIGNER_NO_DATA_KEY"]);

export class SignerSupervisor extends EventEmitter<SupervisorEvents> {
  readonly #startSigner: StartSigner;
  readonly #backoff = new Backoff();
  readonly #stopping = new AbortController();
  #signer: RunningSigner | undefined;
  #launching: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(startSigner: StartSigner) {
    super();
    this.#startSigner = startSigner;
  }

  /** The process id of the signer that runs now. */
  get pid(): number | undefined {
    return this.#signer?.pid;
  }

  /** The first start. @throws SignerStartRefused, SignerError: what is wrong at first is not tried again */
  async start(): Promise<void> {
    this.#launching = this.#launch();
    await this.#launching;
  }

  /** Ends the signer, also one that is just being started, and starts none again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#launching?.catch(() => undefined);
    await this.#signer?.stop();
    this.#signer = undefined;
  }

  async #launch(): Promise<void> {
    const signer = await this.#startSigner(this.#stopping.signal);
    if (this.#stopping.signal.aborted) return signer.stop();
    this.#signer = signer;
    void this.#watch(signer);
    this.emit("state", "running", `process ${signer.pid}`);
  }

  async #watch(signer: RunningSigner): Promise<void> {
    const startedMs = performance.now();
    const code = await signer.exited;
    const reason = code === null ? "it was killed" : `it ended with code ${code}`;
    this.#startAgain(performance.now() - startedMs, reason);
  }

  #startAgain(ranMs: number, reason: string, error?: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#signer = undefined;
    this.emit("state", "restarting", reason, error);
    this.#timer = setTimeout(() => {
      this.#launching = this.#retry();
    }, this.#backoff.delayAfterMs(ranMs));
  }

  async #retry(): Promise<void> {
    try {
      await this.#launch();
    } catch (error) {
      const mayPass = !(error instanceof SignerStartRefused) || PASSING.has(error.code);
      if (mayPass) this.#startAgain(0, (error as Error).message, error);
      else this.emit("state", "refused", error.message, error);
    }
  }
}
