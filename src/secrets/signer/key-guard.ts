/**
 * Watches what the API key may do at the exchange. A key that can move money out is refused at the start; when a right appears
 * later, buys stop and exits go on.
 */
import { SignerError } from "./errors.ts";
import type { ExchangeAnswer } from "./transport.ts";
import type { KeyVerdict } from "./venue.ts";

const CHECK_EVERY_MS = 6 * 3_600_000;
/** After a check that could not be made. */
const RETRY_EVERY_MS = 60_000;

export interface KeyGuardOptions {
  /** Asks the exchange for the key's rights. */
  readonly ask: () => Promise<ExchangeAnswer>;
  readonly judge: (body: string) => KeyVerdict;
  /** Writes to the audit log. */
  readonly record: (verdict: KeyVerdict) => void;
  readonly now: () => number;
}

export class KeyGuard {
  readonly #options: KeyGuardOptions;
  #lastGoodMs = Number.NEGATIVE_INFINITY;
  #refusal: SignerError | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeyGuardOptions) {
    this.#options = options;
  }

  /**
   * Checks once, now.
   * @throws SignerError why the key may not be used
   */
  async check(): Promise<void> {
    let answer: ExchangeAnswer;
    try {
      answer = await this.#options.ask();
    } catch (error) {
      throw new SignerError("keyUnverified", (error as Error).message);
    }
    if (answer.status !== 200) throw new SignerError("keyUnverified", `The exchange answered ${answer.status}.`);
    const verdict = this.#options.judge(answer.body);
    this.#options.record(verdict);
    if (verdict.refusal !== undefined) {
      this.#refusal = new SignerError(verdict.refusal.error, verdict.refusal.detail);
      throw this.#refusal;
    }
    this.#refusal = undefined;
    this.#lastGoodMs = this.#options.now();
  }

  /** Goes on checking every six hours. */
  watch(): void {
    this.#schedule(CHECK_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * A buy needs a key that was lately seen to be safe. One missed check is forgiven, so that a short outage at the exchange stops nothing.
   * @throws SignerError `newRiskStopped`
   */
  requireSafe(): void {
    if (this.#refusal !== undefined) throw new SignerError("newRiskStopped", this.#refusal.message);
    if (this.#options.now() - this.#lastGoodMs > 2 * CHECK_EVERY_MS) {
      throw new SignerError("newRiskStopped", "They could not be read for twelve hours.");
    }
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => void this.#again(), delayMs);
    this.#timer.unref();
  }

  async #again(): Promise<void> {
    try {
      await this.check();
      this.#schedule(CHECK_EVERY_MS);
    } catch (error) {
      const unread = error instanceof SignerError && error.entry === "keyUnverified";
      this.#schedule(unread ? RETRY_EVERY_MS : CHECK_EVERY_MS);
    }
  }
}
