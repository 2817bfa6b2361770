/** Where in a block the sleeves have something to say: the engine jumps from one such instant to the next. */
import { nextBit, readBit, wordsFor } from "./expression/bits.ts";
import type { Block } from "./expression/block.ts";
import type { Sleeve } from "./sleeve.ts";

/** Rows of a column in a cache line of 64 bytes. */
const LINE_ROWS = 8;
const FEW_SIGNALS = 4;

export class Signals {
  /** The sleeves that have something to say at the instant of `findDue`, ascending; the first `dueCount` entries count. */
  readonly due: Int32Array;
  dueCount = 0;
  private readonly sleeves: readonly Sleeve[];
  private count = 0;
  /** One bit a local row: where the sleeve at hand has something to say. */
  private readonly words: Int32Array;
  /** One bit an instant: where some sleeve has. */
  private readonly some: Int32Array;
  /** One bit a sleeve, `width` words an instant: which of them have. A single sleeve needs none. */
  private readonly which: Int32Array;
  private readonly width: number;
  /** Keeps what `fetchAhead` reads from being taken for useless. */
  fetched = 0.5;

  constructor(sleeves: readonly Sleeve[], blockSize: number) {
    this.sleeves = sleeves;
    this.due = new Int32Array(sleeves.length);
    this.words = new Int32Array(wordsFor(blockSize));
    this.some = new Int32Array(wordsFor(blockSize));
    this.width = sleeves.length > 1 ? wordsFor(sleeves.length) : 0;
    this.which = new Int32Array(blockSize * this.width);
  }

  /** A new block, whose columns are filled. */
  begin(block: Block): void {
    this.count = block.count;
    this.some.fill(0);
    this.which.fill(0);
    for (let s = 0; s < this.sleeves.length; s++) {
      markSignals(this.sleeves[s], block, this.words);
      this.gather(block, s);
      this.fetchAhead(block, s);
    }
  }

  /** First instant of the block from `k` on at which a sleeve has something to say; the block's count: none. */
  first(k: number): number {
    return nextBit(this.some, k, this.count);
  }

  /** Lists in `due` who has something to say at instant `k`. */
  findDue(k: number): void {
    this.dueCount = 0;
    if (!readBit(this.some, k)) return;
    if (this.width === 0) this.due[this.dueCount++] = 0;
    for (let w = 0; w < this.width; w++) {
      const first = w << 5;
      for (let word = this.which[k * this.width + w]; word !== 0; word &= word - 1)
        this.due[this.dueCount++] = first + 31 - Math.clz32(word & -word);
    }
  }

  private gather(block: Block, sleeve: number): void {
    const { words, some, which, width } = this;
    const { count, instantOf } = block.streams[this.sleeves[sleeve].stream];
    if (width === 0 && instantOf === undefined) {
      for (let w = 0; w < some.length; w++) some[w] = words[w];
      return;
    }
    const word = sleeve >> 5;
    const bit = 1 << (sleeve & 31);
    for (let row = nextBit(words, 0, count); row < count; row = nextBit(words, row + 1, count)) {
      const k = instantOf === undefined ? row : instantOf[row];
      some[k >> 5] |= 1 << (k & 31);
      if (width > 0) which[k * width + word] |= bit;
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
    const { words } = this;
    const mostPicked = this.sleeves.length > 1 ? 0 : FEW_SIGNALS;
    let sum = 0;
    // An order fills at the row after its signal's.
    let row = nextBit(words, 0, count - 1);
    for (let picked = 0; picked < mostPicked && row < count - 1; picked++) {
      sum += open[from + row + 1] + openTime[from + row + 1];
      row = nextBit(words, row + 1, count - 1);
    }
    if (row < count - 1)
      for (let r = from; r < from + count; r += LINE_ROWS) sum += open[r] + openTime[r] + low[r] + high[r];
    this.fetched = sum;
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
