/**
 * The order desk: every order is made, filled, cancelled and counted here, whoever matches it: the simulated venue now,
 * an exchange later. It keeps what is open in small lists, so that no step ever searches through old orders.
 */
import type { EngineSettings } from "./engine-settings.ts";
import { Order } from "./order.ts";
import type { Fill, Portfolio } from "./portfolio.ts";
import type { Guards } from "./protection/guards.ts";
import type { Detail, RefusalLog } from "./refusals.ts";
import type { ExitReason } from "./result.ts";
import type { Sleeve } from "./sleeve.ts";
import { bucketStart, MINUTE_MS } from "./timeframe.ts";

/** Hears of everything that happens to orders; a journal, for instance. */
export interface OrderListener {
  orderChanged(order: Order, time: number): void;
  orderFilled(order: Order, quantity: number, price: number, fee: number, time: number): void;
}

export class OrderDesk {
  /** Market orders that wait for a candle to open. */
  readonly atOpen: Order[] = [];
  /** Limit and stop orders in the book. */
  readonly resting: Order[] = [];
  orderCount = 0;
  /** Instant until which each sleeve takes no entry. */
  readonly cooldownUntil: Float64Array;
  /** Open entry orders of each sleeve. */
  readonly pendingEntries: Int32Array;
  /** Open orders of each sleeve that can open or enlarge its position: its entries and wanted orders alike. */
  readonly pendingRisk: Int32Array;
  private readonly settings: EngineSettings;
  private readonly sleeves: readonly Sleeve[];
  private readonly portfolio: Portfolio;
  private readonly guards: Guards;
  private readonly refusals: RefusalLog;
  private reservingOrders = 0;
  private holdsClosed = false;
  /** Closed orders that nobody holds, to be used again: an order a fill is most of what a backtest would leave to collect. */
  private readonly spare: Order[] = [];
  /** One object for all fills: the portfolio keeps none. */
  private readonly booking: Fill = {
    sleeve: 0,
    side: 1,
    quantity: 0.5,
    price: 0.5,
    undisturbedPrice: 0.5,
    fee: 0.5,
    time: 0.5,
  };
  private readonly recentEntries: number[] = [];
  listener: OrderListener | undefined;

  constructor(
    settings: EngineSettings,
    sleeves: readonly Sleeve[],
    portfolio: Portfolio,
    guards: Guards,
    refusals: RefusalLog,
  ) {
    this.settings = settings;
    this.sleeves = sleeves;
    this.portfolio = portfolio;
    this.guards = guards;
    this.refusals = refusals;
    this.cooldownUntil = new Float64Array(sleeves.length).fill(-Infinity);
    this.pendingEntries = new Int32Array(sleeves.length);
    this.pendingRisk = new Int32Array(sleeves.length);
  }

  /** The order to fill in before `submit`: a market order that closes, with everything else blank. */
  draft(
    sleeve: number,
    side: 1 | -1,
    quantity: number,
    exitReason: ExitReason,
    reason: string,
    createdAt: number,
  ): Order {
    const order = this.spare.pop() ?? new Order();
    order.draft(sleeve, side, quantity, exitReason, reason, createdAt);
    return order;
  }

  /** Hands the order over; it is `accepted` when this returns, as a simulated venue never refuses. */
  submit(order: Order): Order {
    this.accept(order);
    if (order.reservedCash > 0) {
      this.portfolio.reservedCash += order.reservedCash;
      this.reservingOrders++;
    }
    if (order.purpose === "entry") this.pendingEntries[order.sleeve]++;
    if (order.bringsRisk) {
      this.pendingRisk[order.sleeve]++;
      if (this.settings.limits.maxOrdersPerMinute !== Infinity) this.recentEntries.push(order.createdAt);
    }
    if (order.type !== "market") this.resting.push(order);
    else this.atOpen.push(order);
    this.listener?.orderChanged(order, order.createdAt);
    return order;
  }

  /** An exit by the position's protection: it is matched where it arises and waits in no list. */
  submitProtective(sleeve: number, side: 1 | -1, quantity: number, exitReason: ExitReason, time: number): Order {
    const order = this.draft(sleeve, side, quantity, exitReason, exitReason, time);
    this.accept(order);
    this.listener?.orderChanged(order, time);
    return order;
  }

  private accept(order: Order): void {
    order.id = ++this.orderCount;
    order.bringsRisk = order.purpose === "entry" || order.reservedCash > 0;
    order.apply("submit");
    order.apply("accept");
  }

  /** Entries submitted in the minute that ends at `time`. */
  ordersInLastMinute(time: number): number {
    const { recentEntries } = this;
    let kept = recentEntries.length;
    // They ascend, and after most pauses all of them are old.
    while (kept > 0 && recentEntries[recentEntries.length - kept] <= time - MINUTE_MS) kept--;
    if (kept === 0) while (recentEntries.length > 0) recentEntries.pop();
    else if (kept < recentEntries.length) recentEntries.splice(0, recentEntries.length - kept);
    return kept;
  }

  /** Whether the sleeve has an exit on its way. */
  hasPendingExit(sleeve: number): boolean {
    const { atOpen } = this;
    for (let n = 0; n < atOpen.length; n++) {
      const order = atOpen[n];
      if (order.sleeve === sleeve && order.purpose === "exit" && !order.isClosed) return true;
    }
    return false;
  }

  /**
   * Books a fill of an order.
   * @param undisturbedPrice the price before slippage and spread
   */
  fill(order: Order, quantity: number, price: number, undisturbedPrice: number, feeRate: number, time: number): void {
    order.filledQuantity += quantity;
    order.apply(order.filledQuantity >= order.quantity ? "fill" : "partial_fill");
    const fee = quantity * price * feeRate;
    const { portfolio, guards } = this;
    const { sleeve } = order;
    const before = portfolio.quantity[sleeve];
    const { booking } = this;
    booking.sleeve = sleeve;
    booking.side = order.side;
    booking.quantity = quantity;
    booking.price = price;
    booking.undisturbedPrice = undisturbedPrice;
    booking.fee = fee;
    booking.time = time;
    portfolio.book(booking, order.reason, order.exitReason);
    const after = portfolio.quantity[sleeve];
    this.listener?.orderFilled(order, quantity, price, fee, time);
    if (order.isClosed) this.release(order);
    if (after === 0) this.positionClosed(order, time);
    else if (before === 0 || before > 0 !== after > 0 || Math.abs(after) > Math.abs(before)) {
      const isNew = before === 0 || before > 0 !== after > 0;
      const { protection } = this.sleeves[sleeve];
      guards.place(
        sleeve,
        after > 0 ? 1 : -1,
        portfolio.entryPrice[sleeve],
        isNew,
        protection,
        order.wantedStop,
        order.wantedTarget,
        time - portfolio.entryTime[sleeve],
      );
      if (isNew) portfolio.initialStop[sleeve] = guards.stop[sleeve];
    }
  }

  /** Ends an order that did not fill (further). The caller takes it off its list. */
  end(order: Order, event: "cancel" | "expire" | "reject", time: number): void {
    order.apply(event);
    this.release(order);
    this.listener?.orderChanged(order, time);
  }

  /** Cancels orders in the book. */
  cancelResting(isMeant: (order: Order) => boolean, time: number): void {
    for (const order of this.resting) if (!order.isClosed && isMeant(order)) this.end(order, "cancel", time);
  }

  /**
   * Takes closed orders off the lists. Called where nobody walks through them: until then a closed order keeps its place,
   * and whoever reads a list passes it by.
   */
  forgetClosed(): void {
    if (!this.holdsClosed) return;
    this.holdsClosed = false;
    this.dropClosed(this.atOpen);
    this.dropClosed(this.resting);
  }

  /** In place, and keeping the order. */
  private dropClosed(orders: Order[]): void {
    let kept = 0;
    for (let n = 0; n < orders.length; n++) {
      const order = orders[n];
      if (!order.isClosed) orders[kept++] = order;
      else this.forget(order);
    }
    // One by one: V8 shrinks an array by its length far more slowly.
    while (orders.length > kept) orders.pop();
  }

  /** A closed order may be used again, unless somebody hears of orders: late evidence can still be about it. */
  forget(order: Order): void {
    if (this.listener === undefined) this.spare.push(order);
  }

  /** Ends an order that can't be filled, and says why. */
  refuse(order: Order, code: string, detail: Detail, time: number): void {
    this.end(order, "reject", time);
    this.note(order, code, detail, time);
  }

  /** Records something about an order among the refusals. */
  note(order: Order, code: string, detail: Detail, time: number): void {
    this.refusals.add(this.sleeves[order.sleeve], code, detail, time);
  }

  /** Cancels every entry of a sleeve that has not filled. */
  cancelEntries(sleeve: number, time: number): void {
    if (this.pendingEntries[sleeve] === 0) return;
    const isMeant = (order: Order) => order.sleeve === sleeve && order.purpose === "entry";
    for (const order of this.atOpen) if (!order.isClosed && isMeant(order)) this.end(order, "cancel", time);
    this.cancelResting(isMeant, time);
  }

  /** Cancels whatever could open or enlarge a position. What only reduces one goes on. */
  cancelNewRisk(time: number): void {
    for (const order of this.atOpen) if (order.bringsRisk && !order.isClosed) this.end(order, "cancel", time);
    this.cancelResting((order) => order.bringsRisk, time);
  }

  /** Once for each order: late evidence can close it again. */
  private release(order: Order): void {
    if (order.isReleased) return;
    order.isReleased = true;
    this.holdsClosed = true;
    if (order.reservedCash > 0) {
      // Sums of differences leave dust; when no order reserves anything, nothing is reserved.
      this.reservingOrders--;
      this.portfolio.reservedCash = this.reservingOrders === 0 ? 0 : this.portfolio.reservedCash - order.reservedCash;
      order.reservedCash = 0;
    }
    if (order.purpose === "entry") this.pendingEntries[order.sleeve]--;
    if (order.bringsRisk) this.pendingRisk[order.sleeve]--;
  }

  private positionClosed(order: Order, time: number): void {
    this.guards.clear(order.sleeve);
    if (isStop(order.exitReason)) {
      const { timeframeMs } = this.sleeves[order.sleeve];
      // Counted from the strategy's own candle that holds the stop, however short the candles are that it was found in.
      const candles = 1 + this.settings.limits.cooldownCandlesAfterStop;
      this.cooldownUntil[order.sleeve] = bucketStart(time, timeframeMs) + timeframeMs * candles;
    }
  }
}

function isStop(reason: ExitReason): boolean {
  return reason === "stop_loss" || reason === "trailing_stop" || reason === "break_even";
}
