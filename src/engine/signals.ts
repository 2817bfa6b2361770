/** Where in a block the sleeves have something to say: the engine jumps from one such instant to the next. */
import { nextBit, wordsFor } from "./expression/bits.ts";
import type { Block } from "./expression/block.ts";
import type { Sleeve } from "./sleeve.ts";

/** Rows of a column in a cache line of 64 bytes. */
const LINE_ROWS = 8;
const FEW_SIGNALS = 4;

export class Signals {
  /** Next instant of the block at which each sleeve has something to say; the block's count: none. */
  private readonly next: Int32Array;
  /** The sleeves whose next signal is the first of all, ascending; the first `dueCount` entries count. */
  readonly due: Int32Array;
  dueCount = 0;
  private first = 0;
  private isFound = false;
  /** The block's count. */
  private none = 0;
  private readonly sleeves: readonly Sleeve[];
  /** One bit a local row of the sleeve's stream. */
  private readonly words: readonly Int32Array[];
  /** Keeps what `fetchAhead` reads from being taken for useless. */
  fetched = 0.5;

  constructor(sleeves: readonly Sleeve[], blockSize: number) {
    this.sleeves = sleeves;
    this.words = sleeves.map(() => new Int32Array(wordsFor(blockSize)));
    this.next = new Int32Array(sleeves.length);
    this.due = new Int32Array(sleeves.length);
  }

  /** A new block, whose columns are filled. */
  begin(block: Block): void {
    this.none = block.count;
    this.isFound = false;
    for (let s = 0; s < this.sleeves.length; s++) {
      markSignals(this.sleeves[s], block, this.words[s]);
      this.advance(block, s, 0);
      this.fetchAhead(block, s);
    }
  }

  /**
   * Reads the prices that this block's signals will need. They lie scattered: asked for one after the other the processor
   * waits for every one, asked for together it waits once. Where there is a signal every few candles, or more than one
   * symbol, so much of the columns is needed that they are read whole, a piece of a cache line each.
   */
  private fetchAhead(block: Block, sleeve: number): void {
    const { stream, execution } = this.sleeves[sleeve];
    if (stream !== execution) return;
    const { candles, from, count } = block.streams[execution];
    const { open, openTime, low, high } = candles;
    const words = this.words[sleeve];
    let sum = 0;
    let signals = this.sleeves.length > 1 ? FEW_SIGNALS : 0;
    // An order fills at the row after its signal's.
    let row = nextBit(words, 0, count - 1);
    for (; row < count - 1 && signals < FEW_SIGNALS; row = nextBit(words, row + 1, count - 1)) {
      sum += open[from + row + 1] + openTime[from + row + 1];
      signals++;
    }
    if (row < count - 1)
      for (let r = from; r < from + count; r += LINE_ROWS) sum += open[r] + openTime[r] + low[r] + high[r];
    this.fetched = sum;
  }

  /** First instant of the block at which a sleeve has something to say; lists who has. */
  findFirst(): number {
    if (this.isFound) return this.first;
    const { next, due } = this;
    let first = this.none;
    let count = 0;
    for (let s = 0; s < next.length; s++) {
      const instant = next[s];
      if (instant > first) continue;
      if (instant < first) {
        first = instant;
        count = 0;
      }
      due[count++] = s;
    }
    this.dueCount = count;
    this.first = first;
    this.isFound = true;
    return first;
  }

  setNext(sleeve: number, instant: number): void {
    this.next[sleeve] = instant;
    this.isFound = false;
  }

  /** Looks for the sleeve's next signal from this local row on. */
  advance(block: Block, sleeve: number, fromRow: number): void {
    const { count, instantOf } = block.streams[this.sleeves[sleeve].stream];
    const row = nextBit(this.words[sleeve], fromRow, count);
    this.setNext(sleeve, row >= count ? block.count : instantOf === undefined ? row : instantOf[row]);
  }
}

/** Marks in `words` the local rows on which the sleeve has something to say. */
function markSignals(sleeve: Sleeve, block: Block, words: Int32Array): void {
  const { columns, handler } = sleeve;
  if (handler !== undefined) {
    if (handler.when === undefined) words.fill(-1);
    else words.set(handler.when.isTrue.subarray(0, words.length));
    return;
  }
  if (columns.targetExposure !== undefined) {
    words.fill(-1);
    return;
  }
  const count = wordsFor(block.streams[sleeve.stream].count);
  const { enterLong, exitLong, enterShort, exitShort } = columns;
  for (let w = 0; w < count; w++) {
    let word = 0;
    if (enterLong !== undefined) word |= enterLong.isTrue[w];
    if (exitLong !== undefined) word |= exitLong.isTrue[w];
    if (enterShort !== undefined) word |= enterShort.isTrue[w];
    if (exitShort !== undefined) word |= exitShort.isTrue[w];
    words[w] = word;
  }
}
