/** The signer itself: takes typed requests, judges orders, writes them down, signs, sends, and answers with what the exchange said. */
import type { AuditEntry, AuditLog, AuditDetails } from "../envelope/audit-log.ts";
import type { Identity } from "../envelope/identity.ts";
import type { OrderPolicy } from "../envelope/policy.ts";
import { SignerError } from "./errors.ts";
import { ExchangeLink } from "./exchange-link.ts";
import type { PinnedHost } from "./hosts.ts";
import { KeyGuard } from "./key-guard.ts";
import { ORDER_NOT_PLACED, ORDER_SENT, ORDER_UNFILLED, orderDetails, OrderLedger } from "./order-ledger.ts";
import { type MarketPrice, PolicyJudge } from "./order-policy.ts";
import { type ExchangeRequest, isTrading, type OrderRequest } from "./requests.ts";
import { type ExchangeAnswer, Transport } from "./transport.ts";
import type { Credential, Venue, WireRequest } from "./venue.ts";

/** What the signer needs of an audit log. */
export type SignerLog = Pick<AuditLog, "append" | "refresh">;

export interface SignerOptions {
  readonly identity: Pick<Identity, "environment" | "purpose">;
  readonly policy: OrderPolicy;
  readonly credential: Credential;
  readonly log: SignerLog;
  readonly auditKey: Buffer;
  readonly venue: Venue;
  readonly host: PinnedHost;
  readonly now?: () => number;
}

/** Denials that are written down in one minute; a flood of refused orders must not fill the disk. */
const MAX_DENIALS_PER_MINUTE = 20;
const MINUTE_MS = 60_000;
const SIGNER_STARTED = "signer-started";

export class Signer {
  readonly #options: SignerOptions;
  readonly #now: () => number;
  /** Orders, cancels and the prices that orders are judged by have connections of their own: no crowd of queries may stand between a stop loss and the exchange. */
  readonly #orders: Transport;
  readonly #queries: Transport;
  readonly #link: ExchangeLink;
  readonly #guard: KeyGuard;
  readonly #judge: PolicyJudge;
  readonly #ledger: OrderLedger;
  #denials = { minute: 0, count: 0 };
  /** Entries of the log that are taken over. */
  #seen: number;
  /** Where our own start stands in the log. */
  #startIndex = Infinity;
  #isSuperseded = false;

  constructor(options: SignerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#orders = new Transport(options.host);
    this.#queries = new Transport(options.host);
    this.#link = new ExchangeLink(options.venue, this.#orders, this.#now);
    this.#judge = new PolicyJudge(options.policy);
    const entries = options.log.refresh();
    this.#ledger = new OrderLedger(entries);
    this.#seen = entries.length;
    const { purpose } = options.identity;
    this.#guard = new KeyGuard({
      ask: () => this.#askForRights(),
      judge: (body) => options.venue.judgeKey(body, purpose),
      record: (verdict) => {
        const { rights, addressBound, refusal } = verdict;
        this.#tryRecord("key-checked", {
          rights,
          ...(addressBound === undefined ? {} : { addressBound }),
          verdict: refusal?.error ?? "safe",
        });
      },
      now: this.#now,
    });
  }

  /**
   * Sets the clock by the exchange's and checks the key's rights, then goes on doing so.
   * @throws SignerError where the key may not be used, or nobody could say
   */
  async start(): Promise<void> {
    // Binance's test network has no route that tells a key's rights; its keys hold play money.
    const canBeChecked = this.#options.identity.environment !== "testnet";
    if (canBeChecked) await this.#guard.check();
    else await this.#link.synchronize().catch(() => undefined);
    this.#record(SIGNER_STARTED, { pid: process.pid });
    if (canBeChecked) this.#guard.watch();
  }

  stop(): void {
    this.#guard.stop();
    this.#orders.close();
    this.#queries.close();
  }

  /** @throws SignerError; the answer of the exchange, good or bad, is returned and not thrown */
  async handle(request: ExchangeRequest): Promise<ExchangeAnswer> {
    if (request.kind === "placeOrder") return this.#placeOrder(request.order);
    if (request.kind === "cancelOrder") this.#requireTrading();
    const answer = await this.#signAndSend(request);
    // Afterwards: a cancel often makes room for an exit, and must not wait for the disk.
    if (request.kind === "cancelOrder") {
      this.#tryRecord("cancel-sent", { ...request.reference, status: answer.status });
      this.#recordUnfilled(answer);
    }
    await this.#resynchronizeAfter(answer);
    return answer;
  }

  /** The messages that open the account's event stream, signed for this moment. */
  subscribeMessages(): readonly string[] {
    return this.#options.venue.subscribeMessages(this.#options.credential, this.#link.now());
  }

  async #placeOrder(order: OrderRequest): Promise<ExchangeAnswer> {
    let wire: WireRequest;
    try {
      wire = await this.#admit(order);
    } catch (error) {
      this.#recordDenial(order, error);
      throw error;
    }
    let answer: ExchangeAnswer;
    try {
      answer = await this.#orders.send(wire);
    } catch (error) {
      if (error instanceof SignerError && error.entry === "notSent") this.#recordNotPlaced(order, error.code);
      throw error;
    }
    if (this.#options.venue.provesNotPlaced(answer.status, answer.body)) {
      this.#recordNotPlaced(order, `HTTP ${answer.status}`);
    }
    this.#recordUnfilled(answer);
    await this.#resynchronizeAfter(answer);
    return answer;
  }

  async #admit(order: OrderRequest): Promise<WireRequest> {
    this.#requireTrading();
    // Before anything is asked of the exchange on behalf of an order that can't be.
    this.#judge.judgeIdentity(order, this.#ledger);
    if (!this.#judge.needsPrice(order)) return this.#admitAt(order, undefined);
    try {
      return this.#admitAt(order, await this.#link.price(order.symbol));
    } catch (error) {
      if (!(error instanceof SignerError) || error.entry !== "outsideCollar") throw error;
      // The price may be a second old, and in a falling market a second is far: nothing is refused on an old price.
      this.#link.forgetPrice(order.symbol);
      return this.#admitAt(order, await this.#link.price(order.symbol));
    }
  }

  /** Judges, signs and writes down in one go. It must stay synchronous: between the sum that is judged and the record of it, no second order may slip in. */
  #admitAt(order: OrderRequest, price: MarketPrice | undefined): WireRequest {
    this.#judge.judgeIdentity(order, this.#ledger);
    if (order.side === "buy") this.#guardBuy();
    const notional = this.#judge.judge(order, price, this.#ledger, this.#now());
    const wire = this.#sign({ kind: "placeOrder", order });
    this.#recordSent(order, notional);
    return wire;
  }

  /** A buy that can't be written down is not sent. A sell is: a full disk may stop new risk, never the way out of it. */
  #recordSent(order: OrderRequest, notional: bigint | undefined): void {
    try {
      this.#record(ORDER_SENT, orderDetails(order, notional));
    } catch (error) {
      if (order.side === "buy") throw error;
      this.#ledger.use(order.clientOrderId);
    }
  }

  #guardBuy(): void {
    this.#takeOver();
    if (this.#isSuperseded) throw new SignerError("superseded");
    if (this.#options.identity.environment !== "testnet") this.#guard.requireSafe();
  }

  #requireTrading(): void {
    if (this.#options.identity.purpose !== "trade") throw new SignerError("readOnlyAccount");
  }

  #sign(request: ExchangeRequest): WireRequest {
    const { venue, credential, host } = this.#options;
    return venue.sign(request, credential, host, this.#link.now());
  }

  /** With every check the clock is set anew: it may have drifted, and a request that is late is refused. */
  async #askForRights(): Promise<ExchangeAnswer> {
    await this.#link.synchronize().catch(() => undefined);
    return this.#signAndSend({ kind: "keyPermissions" });
  }

  async #signAndSend(request: ExchangeRequest): Promise<ExchangeAnswer> {
    const transport = isTrading(request) ? this.#orders : this.#queries;
    return transport.send(this.#sign(request));
  }

  /** A refusal for the clock's sake sets the clock; the request is the bot's to repeat, under a new id. */
  async #resynchronizeAfter(answer: ExchangeAnswer): Promise<void> {
    if (answer.status < 400 || !answer.body.includes("-1021")) return;
    await this.#link.synchronize().catch(() => undefined);
  }

  /** Only a favour to the day's sum: without it the buy goes on counting. */
  #recordNotPlaced(order: OrderRequest, reason: string): void {
    this.#tryRecord(ORDER_NOT_PLACED, { id: order.clientOrderId, reason });
  }

  /** Gives a buy's room in the day back that ended without a fill. The ledger knows ids of its own orders only. */
  #recordUnfilled({ status, body }: ExchangeAnswer): void {
    const id = this.#options.venue.endedUnfilled(status, body);
    if (id !== undefined && this.#ledger.hasId(id)) this.#tryRecord(ORDER_UNFILLED, { id });
  }

  #recordDenial(order: OrderRequest, error: unknown): void {
    const minute = Math.floor(this.#now() / MINUTE_MS);
    if (this.#denials.minute !== minute) this.#denials = { minute, count: 0 };
    this.#denials.count += 1;
    if (this.#denials.count > MAX_DENIALS_PER_MINUTE) return;
    const code = error instanceof SignerError ? error.code : "UNKNOWN";
    this.#tryRecord("order-denied", { ...orderDetails(order, undefined), code });
  }

  /** For records without which the answer to the bot is still right. */
  #tryRecord(event: string, details: AuditDetails): void {
    try {
      this.#record(event, details);
    } catch {
      // The log can't be written; the next buy will be refused for it.
    }
  }

  #record(event: string, details: AuditDetails): void {
    const { log, auditKey } = this.#options;
    const entry: AuditEntry = log.append(event, details, auditKey, new Date(this.#now()));
    if (event === SIGNER_STARTED) this.#startIndex = entry.index;
    this.#takeOver(entry.index);
  }

  /**
   * Reads what came into the log. Beside our own entry, that is a second signer of the account, which a mistake may start on another
   * socket: its orders count as ours, and the older of the two buys no more. Nobody checks the codes of foreign entries here, so they may
   * take room away and give none back.
   */
  #takeOver(ownIndex?: number): void {
    const entries = this.#options.log.refresh();
    for (; this.#seen < entries.length; this.#seen += 1) {
      const entry = entries[this.#seen];
      if (entry.index === ownIndex || entry.event === ORDER_SENT) this.#ledger.apply(entry);
      if (entry.event === SIGNER_STARTED && entry.index > this.#startIndex) this.#isSuperseded = true;
    }
  }
}
