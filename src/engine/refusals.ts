/** Signals that did not become orders: counted without limit, kept in detail up to one. */
import type { Refusal, RefusalCount } from "./result.ts";
import type { SleeveNames } from "./sleeve.ts";

const KEPT_AT_MOST = 20_000;

/** A text, or how to make it: numbers become text only for whoever reads it. */
export type Detail = string | (() => string);

interface PendingRefusal {
  readonly time: number;
  readonly strategy: string;
  readonly symbol: string;
  readonly code: string;
  readonly detail: Detail;
}

type Count = { -readonly [Field in keyof RefusalCount]: RefusalCount[Field] };

export class RefusalLog {
  /** Hears of every one, however many are kept. */
  listener: ((refusal: Refusal) => void) | undefined;
  /** The first ones, in order, and as many of them as somebody has read. */
  private readonly pending: PendingRefusal[] = [];
  private readonly read: Refusal[] = [];
  private readonly counts: Count[] = [];
  /** By strategy, symbol and code: three look-ups are faster than one by a text that is put together for it. */
  private readonly countOf = new Map<string, Map<string, Map<string, Count>>>();

  /** @param names of the sleeve whose signal or order it was */
  add({ strategy, symbol }: SleeveNames, code: string, detail: Detail, time: number): void {
    this.count(strategy, symbol, code);
    this.listener?.({ time, strategy, symbol, code, detail: textOf(detail) });
    if (this.pending.length < KEPT_AT_MOST) this.pending.push({ time, strategy, symbol, code, detail });
  }

  /** The first ones, in order. The same array each time; it grows with the log. */
  kept(): readonly Refusal[] {
    while (this.read.length < this.pending.length) {
      const { detail, ...rest } = this.pending[this.read.length];
      this.read.push({ ...rest, detail: textOf(detail) });
    }
    return this.read;
  }

  counted(): RefusalCount[] {
    return this.counts.map((count) => ({ ...count }));
  }

  private count(strategy: string, symbol: string, code: string): void {
    let bySymbol = this.countOf.get(strategy);
    if (bySymbol === undefined) this.countOf.set(strategy, (bySymbol = new Map()));
    let byCode = bySymbol.get(symbol);
    if (byCode === undefined) bySymbol.set(symbol, (byCode = new Map()));
    const known = byCode.get(code);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const first = { strategy, symbol, code, count: 1 };
    byCode.set(code, first);
    this.counts.push(first);
  }
}

export function textOf(detail: Detail): string {
  return typeof detail === "string" ? detail : detail();
}
