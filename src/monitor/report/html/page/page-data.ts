/** What the page's script gets besides the finished markup: one JSON document, compressed. Times are whole seconds UTC. */

/**
 * Whole numbers that compress well: the first value, then the differences; null where there is no value
 * (differences go on from the last one there was). Real values are `number / 10^decimals`.
 */
export interface PackedNumbers {
  readonly decimals: number;
  readonly steps: readonly (number | null)[];
}

export interface PackedIndicator {
  readonly name: string;
  readonly pane: string;
  readonly values: PackedNumbers;
}

export interface PackedChart {
  readonly symbol: string;
  /** Of the candles shown: coarser than the strategy's own where there are too many. */
  readonly timeframe: string;
  /** What was left out, if anything. */
  readonly note: string;
  readonly time: PackedNumbers;
  readonly open: PackedNumbers;
  readonly high: PackedNumbers;
  readonly low: PackedNumbers;
  readonly close: PackedNumbers;
  readonly volume: PackedNumbers;
  readonly indicators: readonly PackedIndicator[];
}

export interface PageTrade {
  readonly number: number;
  readonly strategy: string;
  readonly symbol: string;
  readonly short: boolean;
  readonly entryTime: number;
  readonly exitTime: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly profit: number;
  readonly profitFraction: number;
  readonly riskMultiple: number | null;
  /** When the position was opened; null without one. */
  readonly stopPrice: number | null;
  readonly fees: number;
  /** Fills that built the position. */
  readonly entries: number;
  readonly exitReason: string;
  readonly entryReason: string;
  readonly adverse: number;
  readonly favourable: number;
}

export interface PageData {
  readonly currency: string;
  readonly charts: readonly PackedChart[];
  readonly trades: readonly PageTrade[];
  readonly curve: {
    readonly time: PackedNumbers;
    readonly equity: PackedNumbers;
    readonly drawdown: PackedNumbers;
    readonly benchmark: PackedNumbers | null;
  };
  readonly rollingSharpe: {
    readonly days: number;
    readonly time: PackedNumbers;
    readonly sharpe: PackedNumbers;
  } | null;
}

/** The values again; NaN where there was none. */
export function unpack({ decimals, steps }: PackedNumbers): Float64Array {
  const scale = 10 ** decimals;
  const values = new Float64Array(steps.length);
  let current = 0;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index];
    if (step !== null) current += step;
    values[index] = step === null ? NaN : current / scale;
  }
  return values;
}

/** Reads the document from its base64 of gzip. */
export async function readPageData(base64: string): Promise<PageData> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).json()) as PageData;
}
