/**
 * The engine: takes one block of instants after another and does, at each instant, what `docs/engine.md` calls a step:
 * match, mark, move the protection, decide, order, open. It does no I/O and reads no clock; what it decides depends on
 * nothing but its settings and the candles it was given.
 */
import { type CandleColumns, firstAtLeast } from "./candles.ts";
import { Decider } from "./decide.ts";
import { Decisions } from "./decisions.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { EntrySizing } from "./entry-sizing.ts";
import { CurveRecorder } from "./equity-curve.ts";
import { type Block, instantTime } from "./expression/block.ts";
import { TradingCosts } from "./fills/costs.ts";
import { SimulatedVenue } from "./fills/venue.ts";
import type { FinerCandles } from "./fills/venue-parts.ts";
import { FlatMarks } from "./flat-marks.ts";
import { type HandlerFailure, HandlerRunner } from "./handler.ts";
import { HandlerStretch } from "./handler-stretch.ts";
import { Openings } from "./openings.ts";
import { OrderDesk } from "./order-desk.ts";
import { Portfolio } from "./portfolio.ts";
import { Guards } from "./protection/guards.ts";
import { QuietStretch } from "./quiet.ts";
import { RefusalLog } from "./refusals.ts";
import { Halts } from "./risk/halts.ts";
import { Signals } from "./signals.ts";
import type { Sleeve } from "./sleeve.ts";
import { WantedOrders } from "./wanted-orders.ts";

export interface EngineOptions {
  readonly settings: EngineSettings;
  readonly sleeves: readonly Sleeve[];
  /** Number of streams. */
  readonly streams: number;
  readonly blockSize: number;
  readonly finer?: FinerCandles;
  /** Whether all candles outlast the run, so that its exposure can be worked out afterwards. Without them blocks are of one instant. */
  readonly hasHistory?: boolean;
  /** Expected number of instants. */
  readonly instants: number;
  /** False: every instant is a whole step. Results are the same; tests compare. */
  readonly skipsQuietInstants?: boolean;
  readonly onFailure?: (failure: HandlerFailure) => void;
}

export class Engine {
  readonly portfolio: Portfolio;
  readonly desk: OrderDesk;
  readonly guards: Guards;
  readonly halts: Halts;
  readonly curve: CurveRecorder;
  readonly refusals = new RefusalLog();
  readonly sizing: EntrySizing;
  readonly decider: Decider;
  readonly venue: SimulatedVenue;
  private readonly settings: EngineSettings;
  private readonly sleeves: readonly Sleeve[];
  private readonly handlers: HandlerRunner;
  private readonly quiet: QuietStretch;
  /** Where the only sleeve is one that is called on every candle. */
  private readonly calls: HandlerStretch | undefined;
  private readonly skips: boolean;
  private readonly candles: CandleColumns[];
  private readonly openings: Openings;
  private readonly flatMarks: FlatMarks;
  private readonly decisions: Decisions;
  private readonly signals: Signals;
  /** First instant of the block that belongs to a new day, for the halts; the block's count: none. */
  private nextDay = 0;
  private lastEquity = 0.5;

  constructor(options: EngineOptions) {
    const { settings, sleeves } = options;
    this.settings = settings;
    this.sleeves = sleeves;
    const hasHistory = options.hasHistory ?? false;
    this.portfolio = new Portfolio(settings.startingCash, sleeves, hasHistory);
    this.guards = new Guards(sleeves.length);
    this.halts = new Halts(settings.limits, settings.startingCash);
    this.curve = new CurveRecorder(options.instants, !hasHistory);
    this.desk = new OrderDesk(settings, sleeves, this.portfolio, this.guards, this.refusals);
    this.sizing = new EntrySizing(settings, sleeves, this.portfolio, this.desk, this.halts);
    const costs = new TradingCosts(settings);
    this.decider = new Decider(
      settings,
      this.portfolio,
      this.desk,
      this.sizing,
      this.refusals,
      costs.entryPrice(1, 1) - 1,
    );
    this.venue = new SimulatedVenue({
      settings,
      sleeves,
      portfolio: this.portfolio,
      guards: this.guards,
      desk: this.desk,
      sizing: this.sizing,
      costs,
      finer: options.finer ?? new Map(),
    });
    const wantedOrders = new WantedOrders(this.portfolio, this.desk, this.sizing, this.refusals);
    this.handlers = new HandlerRunner(
      options.sleeves,
      this.portfolio,
      this.curve,
      this.desk,
      this.decider,
      wantedOrders,
      options.onFailure,
    );
    this.quiet = new QuietStretch(sleeves, this.portfolio, this.guards, this.halts, this.curve);
    const [only] = sleeves;
    const isCalled = sleeves.length === 1 && only.handler !== undefined && only.handler.when === undefined;
    this.calls = isCalled ? new HandlerStretch(only, this.quiet, this.handlers, this.decider, this.desk) : undefined;
    this.skips = options.skipsQuietInstants ?? true;
    this.candles = [];
    this.openings = new Openings(options.streams);
    this.flatMarks = new FlatMarks(sleeves, this.portfolio, this.openings);
    this.signals = new Signals(sleeves, options.blockSize);
    this.decisions = new Decisions({
      sleeves,
      signals: this.signals,
      flatMarks: this.flatMarks,
      handlers: this.handlers,
      decider: this.decider,
      portfolio: this.portfolio,
      curve: this.curve,
      halts: this.halts,
    });
    this.lastEquity = settings.startingCash;
  }

  /** Runs the instants of a block whose columns the plan has filled. */
  run(block: Block): void {
    const base = this.curve.length;
    if (this.curve.exposure !== undefined && block.count > 1)
      throw new Error("Without history the exposure is noted instant by instant: a block holds one.");
    this.curve.append(block);
    this.openings.begin();
    for (let n = 0; n < block.streams.length; n++) this.candles[n] = block.streams[n].candles;
    this.venue.setCandles(this.candles);
    this.signals.begin(block);
    this.quiet.begin(block);
    this.findNextDay(block, 0);
    let k = 0;
    while (k < block.count) {
      const isQuiet = this.skips && this.isQuiet();
      if (isQuiet) {
        const reached = this.callAhead(block, k, base);
        if (reached > k) {
          k = reached;
          continue;
        }
      }
      let isSettled = false;
      if (isQuiet) {
        const signal = this.signals.first(k);
        // The instant of the signal too, where it does not begin a day: what happened up to it is as quiet.
        const end = Math.min(this.nextDay, signal < block.count ? signal + 1 : signal);
        const reached = this.quiet.run(k, end, base);
        if (reached > k) {
          this.lastEquity = this.curve.equity[base + reached - 1];
          this.noteExposure(base + reached - 1);
        }
        isSettled = reached > signal;
        k = isSettled ? signal : reached;
        if (k >= block.count) break;
      }
      if (!isSettled) this.settle(block, k, base);
      this.act(block, k, base);
      k++;
    }
    this.flatMarks.markEnd(block);
  }

  /** Quiet instants of a strategy that is called on each. @returns the first that is not done */
  private callAhead(block: Block, k: number, base: number): number {
    const { calls } = this;
    if (calls === undefined || this.halts.isRuined || !HandlerStretch.fits(this.sleeves[0], block)) return k;
    const reached = calls.run(block, k, this.nextDay, base);
    if (reached === k) return k;
    this.lastEquity = this.curve.equity[base + reached - 1];
    this.noteExposure(base + reached - 1);
    if (calls.hasSpoken) {
      this.flatMarks.mark(block, this.sleeves[0], reached - 1);
      this.carryOut(block, reached - 1, base);
    }
    return reached;
  }

  private noteExposure(index: number): void {
    if (this.curve.exposure !== undefined) this.curve.exposure[index] = this.portfolio.exposure();
  }

  private findNextDay(block: Block, from: number): void {
    const { nextDay } = this.halts;
    // By halves, from the last one on: the times of quiet instants need not be read.
    const { times, from: offset, shiftMs } = block.instants;
    const isFar = block.count > from && instantTime(block, block.count - 1) < nextDay;
    this.nextDay = isFar
      ? block.count
      : firstAtLeast(times, nextDay - shiftMs, offset + from, offset + block.count) - offset;
  }

  /** Nothing waits for a candle and no protection moves: only signals and touches matter. */
  private isQuiet(): boolean {
    if (this.desk.atOpen.length > 0 || this.desk.resting.length > 0) return false;
    if (this.portfolio.openCount === 0) return true;
    return (
      this.guards.movingCount === 0 && !this.decisions.someAdd && this.settings.convention.matching !== "freqtrade"
    );
  }

  /** P1 to P3 of an instant: what its candles did to orders, positions and halts. */
  private settle(block: Block, k: number, base: number): void {
    const time = instantTime(block, k);
    this.portfolio.holdings.beginAt(base + k, false);
    if (this.desk.atOpen.length > 0) this.openLate(block, k, time);
    this.match(block, k, time);
    const equity = this.portfolio.equity();
    this.curve.equity[base + k] = equity;
    this.noteExposure(base + k);
    if (this.halts.update(time, equity, this.lastEquity)) this.halt(time);
    this.lastEquity = equity;
    if (k === this.nextDay) this.findNextDay(block, k + 1);
    this.moveProtection(block, k, time);
  }

  /** P4 to P7 of an instant that is settled. */
  private act(block: Block, k: number, base: number): void {
    this.decisions.decide(block, k, base + k);
    this.carryOut(block, k, base);
  }

  /** P5 to P7: what was decided becomes orders, and candles open. */
  private carryOut(block: Block, k: number, base: number): void {
    const time = instantTime(block, k);
    this.decider.placeEntries(time, this.lastEquity);
    this.desk.forgetClosed();
    if (this.desk.atOpen.length === 0) return;
    if (this.settings.convention.marketFill === "signal-close") {
      this.portfolio.holdings.beginAt(base + k, true);
      this.venue.fillAtClose(time);
      this.lastEquity = this.portfolio.equity();
      this.curve.equity[base + k] = this.lastEquity;
      this.noteExposure(base + k);
    } else {
      this.portfolio.holdings.beginAt(base + k + 1, false);
      this.open(block, k, time);
    }
  }

  /** New risk stops: what would bring it leaves the book. An account that is ruined is closed altogether. */
  private halt(time: number): void {
    this.desk.cancelNewRisk(time);
    if (this.halts.isRuined) for (const sleeve of this.sleeves) this.decider.closeRuined(sleeve, time);
  }

  /** Candles that opened after a gap, between the last instant and this one. */
  private openLate(block: Block, k: number, time: number): void {
    for (;;) {
      let next = Infinity;
      for (let n = 0; n < this.desk.atOpen.length; n++) {
        const order = this.desk.atOpen[n];
        const opening = this.openings.nextTime(block, this.sleeves[order.sleeve].execution, k - 1);
        if (opening < next) next = opening;
      }
      if (!(next < time)) return;
      const before = this.desk.atOpen.length;
      this.open(block, k - 1, next);
      if (this.desk.atOpen.length === before) return;
    }
  }

  /** P7: candles that open at `time`, instant `k` being the last that closed. */
  private open(block: Block, k: number, time: number): void {
    this.openings.lookAt(block, k, time);
    this.venue.openCandles(this.openings, time);
  }

  /** P1 and the marks of P2. */
  private match(block: Block, k: number, time: number): void {
    if (this.desk.resting.length > 0) {
      for (let s = 0; s < this.sleeves.length; s++) this.matchSleeve(block, s, k, time);
      return;
    }
    const { open } = this.portfolio;
    for (let n = 0; n < this.portfolio.openCount; ) {
      const s = open[n];
      this.matchSleeve(block, s, k, time);
      // One that was closed is off the list, and the next one in its place.
      if (open[n] === s) n++;
    }
  }

  private matchSleeve(block: Block, s: number, k: number, time: number): void {
    const sleeve = this.sleeves[s];
    const stream = block.streams[sleeve.execution];
    const local = stream.rowAt === undefined ? k : stream.rowAt[k];
    if (local < 0) return;
    const row = stream.from + local;
    this.venue.matchCandle(sleeve, stream.candles, row, time);
    this.portfolio.markPrice[s] = stream.candles.close[row];
  }

  /** P3: at the close of the strategy's own candle, with effect from the next one. */
  private moveProtection(block: Block, k: number, time: number): void {
    if (this.guards.movingCount === 0 || this.settings.convention.matching === "freqtrade") return;
    const { open, openCount } = this.portfolio;
    for (let n = 0; n < openCount; n++) {
      const index = open[n];
      if (this.guards.moves[index] === 0) continue;
      const sleeve = this.sleeves[index];
      const held = this.portfolio.quantity[index];
      const stream = block.streams[sleeve.stream];
      if (stream.rowAt !== undefined && stream.rowAt[k] < 0) continue;
      const direction = held > 0 ? 1 : -1;
      const best = direction === 1 ? this.portfolio.highest[index] : this.portfolio.lowest[index];
      const age = time - this.portfolio.entryTime[index];
      const isTimeUp = this.guards.move(
        index,
        direction,
        this.portfolio.entryPrice[index],
        best,
        age,
        sleeve.protection,
      );
      if (isTimeUp) this.decider.exit(sleeve, Math.abs(held), "time_stop", "time_stop", time);
    }
  }
}
