/** Finds what is wrong or unusual in candles, and says where. Nothing is repaired: a gap stays a gap. */
import type { CandleColumns } from "../engine/candles.ts";
import { bucketStart } from "../engine/timeframe.ts";

/**
 * A `defect` makes results wrong until it is corrected at the source; a `notice` is how the market or its exchange was
 * (outages, hours without a trade), and the reader should know.
 */
export const FINDING_KINDS = {
  "wrong-unit": {
    severity: "defect",
    about: "times before 1973 or far in the future: seconds or microseconds taken as milliseconds",
  },
  disorder: { severity: "defect", about: "candles that stand before an earlier one" },
  duplicate: { severity: "defect", about: "several candles with one open time" },
  "impossible-range": {
    severity: "defect",
    about: "high below or low above another price of the candle, or a price that is not positive",
  },
  "off-grid": { severity: "defect", about: "open times that are no multiple of the timeframe" },
  gap: { severity: "notice", about: "missing candles" },
  flat: { severity: "notice", about: "candles without volume and movement" },
  "cut-short": { severity: "notice", about: "candles that ended early by the exchange's own word" },
  unfinished: { severity: "notice", about: "the last candle has not closed yet" },
} as const satisfies Readonly<Record<string, { severity: "defect" | "notice"; about: string }>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** One place, or one run of neighbouring candles. */
export interface Finding {
  readonly kind: FindingKind;
  /** Open time of the first candle concerned, milliseconds UTC. For a gap: of the first missing one. */
  readonly from: number;
  /** Open time of the last candle concerned; equal to `from` for a single one. */
  readonly to: number;
  /** Number of candles concerned; for a gap, of missing ones. */
  readonly count: number;
  /** The values that show it, where they help. */
  readonly detail?: string;
}

/**
 * @param candles ascending by open time
 * @param lengthMs length of a candle, milliseconds
 * @param nowMs the present, milliseconds UTC; a candle that closes later is unfinished
 */
export function checkCandles(candles: CandleColumns, lengthMs: number, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  const { openTime, length } = candles;
  collectRuns(findings, candles, lengthMs, "wrong-unit", (i) => openTime[i] < 1e11 || openTime[i] >= 1e14);
  collectRuns(findings, candles, lengthMs, "impossible-range", (i) => isImpossible(candles, i));
  collectRuns(findings, candles, lengthMs, "off-grid", (i) => bucketStart(openTime[i], lengthMs) !== openTime[i]);
  collectRuns(findings, candles, lengthMs, "flat", (i) => isFlat(candles, i));
  for (let i = 1; i < length; i++) {
    const missing = Math.round((openTime[i] - openTime[i - 1]) / lengthMs) - 1;
    if (missing < 1) continue;
    const from = openTime[i - 1] + lengthMs;
    findings.push({ kind: "gap", from, to: from + (missing - 1) * lengthMs, count: missing });
  }
  const last = openTime[length - 1];
  if (length > 0 && last + lengthMs > nowMs) findings.push({ kind: "unfinished", from: last, to: last, count: 1 });
  return sortFindings(findings);
}

/** By time; of the same time, defects first. */
export function sortFindings(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => a.from - b.from || Number(isDefect(b)) - Number(isDefect(a)));
}

export function isDefect(finding: Finding): boolean {
  return FINDING_KINDS[finding.kind].severity === "defect";
}

/** True where high and low do not enclose open and close, or a price is not above zero, or the volume is negative. */
export function isImpossible({ open, high, low, close, volume }: CandleColumns, i: number): boolean {
  return !(
    low[i] > 0 &&
    high[i] >= open[i] &&
    high[i] >= close[i] &&
    low[i] <= open[i] &&
    low[i] <= close[i] &&
    volume[i] >= 0
  );
}

function isFlat({ open, high, low, close, volume }: CandleColumns, i: number): boolean {
  return volume[i] === 0 && high[i] === low[i] && open[i] === close[i];
}

/** Neighbouring candles with the same trouble are one finding. */
function collectRuns(
  findings: Finding[],
  candles: CandleColumns,
  lengthMs: number,
  kind: FindingKind,
  concerns: (i: number) => boolean,
): void {
  const { openTime } = candles;
  for (let i = 0; i < candles.length; i++) {
    if (!concerns(i)) continue;
    const first = i;
    while (i + 1 < candles.length && openTime[i + 1] - openTime[i] <= lengthMs && concerns(i + 1)) i++;
    findings.push({
      kind,
      from: openTime[first],
      to: openTime[i],
      count: i - first + 1,
      detail: describe(candles, first),
    });
  }
}

function describe({ open, high, low, close, volume }: CandleColumns, i: number): string {
  return `open ${open[i]}, high ${high[i]}, low ${low[i]}, close ${close[i]}, volume ${volume[i]}`;
}
