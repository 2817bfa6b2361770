/**
 * The trade log: the numbers of each closed position in columns of a fixed width, not an object a trade. A run with tens
 * of thousands of trades then leaves nothing for the collector to walk; the objects are made for whoever reads them.
 */
import type { MarkingCandles } from "./candles.ts";
import { widenOverHistory } from "./price-range.ts";
import type { ExitReason, Trade } from "./result.ts";
import type { SleeveNames } from "./sleeve.ts";

/** The numbers of a row, in the order in which they lie. */
const SLEEVE = 0;
const ENTRIES = 1;
const ENTRY_TIME = 2;
const ENTRY_PRICE = 3;
const EXIT_TIME = 4;
const EXIT_PRICE = 5;
/** Signed: a short is below 0. */
const QUANTITY = 6;
const FEES = 7;
const SLIPPAGE_COST = 8;
const PROFIT = 9;
const INITIAL_STOP = 10;
const LOWEST = 11;
const HIGHEST = 12;
const ENTRY_REASON = 13;
const EXIT_REASON = 14;
const OPENED_INSIDE = 15;
const WIDTH = 16;

/** Rows of a page. A page stays below 128 kB: C libraries take larger pieces fresh from the system, page by page. */
const PAGE_ROWS = 512;

/** Texts by number, since the same few come again and again. */
class Texts<Text extends string> {
  private readonly texts: Text[] = [];
  private readonly ids = new Map<Text, number>();

  idOf(text: Text): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.texts.push(text) - 1;
      this.ids.set(text, id);
    }
    return id;
  }
  text(id: number): Text {
    return this.texts[id];
  }
}

export class TradeLog {
  length = 0;
  private readonly names: readonly SleeveNames[];
  private readonly pages: Float64Array[] = [];
  private readonly entryReasons = new Texts<string>();
  private readonly exitReasons = new Texts<ExitReason>();
  /** The trades that somebody has asked for so far. */
  private readonly made: Trade[] = [];
  /** The range of the trade that is read. */
  private readonly lowest = new Float64Array(1);
  private readonly highest = new Float64Array(1);
  /** By sleeve: the row after the last trade that was read; the next one is mostly found close by. */
  private readonly readUpTo: Int32Array;

  constructor(names: readonly SleeveNames[]) {
    this.names = names;
    this.readUpTo = new Int32Array(names.length);
  }

  /**
   * Adds a closed position, or the closed part of one; what is not said here is as in `Trade`.
   * @param quantity signed: a short is below 0
   * @param lowest lowest price while it was open, or of its fills alone
   * @param isOpenedInside whether it was opened inside a candle
   */
  add(
    sleeve: number,
    entries: number,
    entryTime: number,
    entryPrice: number,
    exitTime: number,
    exitPrice: number,
    quantity: number,
    fees: number,
    slippageCost: number,
    profit: number,
    initialStopPrice: number,
    lowest: number,
    highest: number,
    entryReason: string,
    exitReason: ExitReason,
    isOpenedInside: boolean,
  ): void {
    const row = this.length++ % PAGE_ROWS;
    if (row === 0) this.pages.push(new Float64Array(PAGE_ROWS * WIDTH));
    const page = this.pages[this.pages.length - 1];
    const at = row * WIDTH;
    page[at + SLEEVE] = sleeve;
    page[at + ENTRIES] = entries;
    page[at + ENTRY_TIME] = entryTime;
    page[at + ENTRY_PRICE] = entryPrice;
    page[at + EXIT_TIME] = exitTime;
    page[at + EXIT_PRICE] = exitPrice;
    page[at + QUANTITY] = quantity;
    page[at + FEES] = fees;
    page[at + SLIPPAGE_COST] = slippageCost;
    page[at + PROFIT] = profit;
    page[at + INITIAL_STOP] = initialStopPrice;
    page[at + LOWEST] = lowest;
    page[at + HIGHEST] = highest;
    page[at + ENTRY_REASON] = this.entryReasons.idOf(entryReason);
    page[at + EXIT_REASON] = this.exitReasons.idOf(exitReason);
    page[at + OPENED_INSIDE] = isOpenedInside ? 1 : 0;
  }

  /**
   * All trades, in the order in which they were closed. The same array each time; it grows with the log.
   * @param marking what each sleeve's positions were marked by, where their ranges were not followed
   */
  all(marking?: readonly MarkingCandles[]): readonly Trade[] {
    while (this.made.length < this.length) this.made.push(this.read(this.made.length, marking));
    return this.made;
  }

  private read(index: number, marking: readonly MarkingCandles[] | undefined): Trade {
    const page = this.pages[Math.floor(index / PAGE_ROWS)];
    const at = (index % PAGE_ROWS) * WIDTH;
    const sleeve = page[at + SLEEVE];
    const { strategy, symbol } = this.names[sleeve];
    const sign = page[at + QUANTITY] > 0 ? 1 : -1;
    const quantity = Math.abs(page[at + QUANTITY]);
    const entryPrice = page[at + ENTRY_PRICE];
    const profit = page[at + PROFIT];
    const entryTime = page[at + ENTRY_TIME];
    const exitTime = page[at + EXIT_TIME];
    const exitReason = this.exitReasons.text(page[at + EXIT_REASON]);
    const { lowest, highest } = this;
    lowest[0] = page[at + LOWEST];
    highest[0] = page[at + HIGHEST];
    if (marking !== undefined) {
      const isOpenedInside = page[at + OPENED_INSIDE] === 1;
      const outlastsExitCandle = exitReason === "end_of_data";
      const held = { entryTime, exitTime, isOpenedInside, outlastsExitCandle };
      this.readUpTo[sleeve] = widenOverHistory(lowest, highest, 0, marking[sleeve], held, this.readUpTo[sleeve]);
    }
    const worst = sign > 0 ? lowest[0] : highest[0];
    const best = sign > 0 ? highest[0] : lowest[0];
    return {
      strategy,
      symbol,
      direction: sign > 0 ? "long" : "short",
      entryTime,
      entryPrice,
      exitTime,
      exitPrice: page[at + EXIT_PRICE],
      quantity,
      fees: page[at + FEES],
      slippageCost: page[at + SLIPPAGE_COST],
      profit,
      profitFraction: profit / (entryPrice * quantity),
      entryReason: this.entryReasons.text(page[at + ENTRY_REASON]),
      exitReason,
      initialStopPrice: page[at + INITIAL_STOP],
      maxAdverseExcursion: Math.min(0, sign * (worst / entryPrice - 1)),
      maxFavourableExcursion: Math.max(0, sign * (best / entryPrice - 1)),
      entries: page[at + ENTRIES],
    };
  }
}
