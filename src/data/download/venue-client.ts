/**
 * Asks a venue's public HTTP interface for JSON, politely: it keeps to the venue's own limits, waits when told to, and
 * tries again what may succeed. A broken or empty answer is never taken for "nothing there": it is tried again too.
 */
import { CandlewrightError } from "../../engine/errors.ts";
import { downloadErrors } from "../errors.ts";
import type { DownloadClock } from "./clock.ts";

export interface VenueLimits {
  /** Least time between two requests, milliseconds. */
  readonly spacingMs: number;
  /** How long to pause, by what the last answer's headers say of the venue's budget, milliseconds. */
  pauseMs(headers: Headers, nowMs: number): number;
}

export interface VenueClientOptions {
  readonly baseUrl: string;
  readonly limits: VenueLimits;
  readonly clock: DownloadClock;
  readonly signal: AbortSignal;
  /** Told about every wait of more than a second, so that a person knows why nothing moves. */
  readonly onWait?: (ms: number, reason: string) => void;
  /** For a whole answer, body included. Default 20 s. */
  readonly timeoutMs?: number;
}

const ATTEMPTS = 7;
const FIRST_BACKOFF_MS = 1000;
/** A longer ban than this is told to the user rather than waited for. */
const LONGEST_WAIT_MS = 5 * 60_000;

/** A refusal that no repetition would change; `code` and `message` are the venue's own. */
export class VenueRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "VenueRefusal";
    this.status = status;
    this.code = code;
  }
}

export class VenueClient {
  readonly #options: VenueClientOptions;
  #notBeforeMs = 0;

  constructor(options: VenueClientOptions) {
    this.#options = options;
  }

  /**
   * @returns the parsed answer
   * @throws VenueRefusal for a 4xx; CandlewrightError DOWNLOAD_UNREACHABLE, DOWNLOAD_BANNED, DOWNLOAD_RESTRICTED_LOCATION;
   *   the signal's reason when it is aborted
   */
  async get(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    const url = new URL(this.#options.baseUrl + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    let lastTrouble = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await this.#waitForTurn();
      const outcome = await this.#ask(url);
      if ("value" in outcome) return outcome.value;
      lastTrouble = outcome.trouble;
      const backoffMs = FIRST_BACKOFF_MS * 2 ** attempt;
      if (attempt + 1 < ATTEMPTS) await this.#wait(outcome.waitMs ?? backoffMs, lastTrouble);
    }
    throw new CandlewrightError(downloadErrors.unreachable, { detail: `${url.host}: ${lastTrouble}.` });
  }

  async #ask(url: URL): Promise<{ value: unknown } | { trouble: string; waitMs?: number }> {
    const { signal, timeoutMs = 20_000 } = this.#options;
    try {
      // The signal covers the body too: a server that stalls in the middle of it is left.
      const response = await fetch(url, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        headers: { accept: "application/json" },
      });
      const text = await response.text();
      this.#keepToBudget(response.headers);
      if (response.ok) return { value: JSON.parse(text) };
      return this.#judgeRefusal(response, text, url);
    } catch (error) {
      if (error instanceof CandlewrightError || error instanceof VenueRefusal) throw error;
      signal.throwIfAborted();
      return { trouble: troubleText(error) };
    }
  }

  #judgeRefusal(response: Response, text: string, url: URL): { trouble: string; waitMs?: number } {
    const { status, headers } = response;
    if (status >= 500) return { trouble: `it answered ${status}` };
    if (status === 429 || status === 418) {
      const waitMs = retryAfterMs(headers, this.#options.clock.nowMs());
      if (waitMs !== undefined && waitMs > LONGEST_WAIT_MS) {
        const until = new Date(this.#options.clock.nowMs() + waitMs).toISOString();
        throw new CandlewrightError(downloadErrors.banned, { detail: `${url.host} asks to wait until ${until}.` });
      }
      return { trouble: `it asks to slow down (${status})`, ...(waitMs === undefined ? {} : { waitMs }) };
    }
    if (status === 451 || status === 403) {
      throw new CandlewrightError(downloadErrors.restrictedLocation, { detail: `${url.host} answered ${status}.` });
    }
    const { code = String(status), message } = refusalOf(text);
    throw new VenueRefusal(status, code, message);
  }

  #keepToBudget(headers: Headers): void {
    const { clock, limits } = this.#options;
    const nowMs = clock.nowMs();
    this.#notBeforeMs = nowMs + Math.max(limits.spacingMs, limits.pauseMs(headers, nowMs));
  }

  async #waitForTurn(): Promise<void> {
    const waitMs = this.#notBeforeMs - this.#options.clock.nowMs();
    if (waitMs > 0) await this.#wait(waitMs, "the exchange's limit of requests is near");
    else this.#options.signal.throwIfAborted();
  }

  async #wait(ms: number, reason: string): Promise<void> {
    if (ms > 1000) this.#options.onWait?.(ms, reason);
    await this.#options.clock.sleep(ms, this.#options.signal);
  }
}

/** Seconds or a date, by RFC 9110; undefined where the venue does not say. */
function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const seconds = Number(text);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.max(waitMs, 0);
}

/** Binance says `{code, msg}`, Coinbase `{error, message}`. */
function refusalOf(text: string): { code?: string; message: string } {
  try {
    const { code, msg, error, message } = JSON.parse(text) as Record<string, unknown>;
    const name = code ?? error;
    return {
      ...(typeof name === "string" || typeof name === "number" ? { code: String(name) } : {}),
      message: [msg, message, text].find((part) => typeof part === "string" && part !== "") as string,
    };
  } catch {
    return { message: text.slice(0, 200) };
  }
}

function troubleText(error: unknown): string {
  if (error instanceof SyntaxError) return "its answer was cut off";
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it did not answer in time";
  const cause = error.cause instanceof Error ? error.cause.message : "";
  return [error.message, cause].filter((part) => part !== "").join(": ");
}
