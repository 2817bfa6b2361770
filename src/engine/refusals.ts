/** Signals that did not become orders: counted without limit, kept in detail up to one. */
import type { Refusal, RefusalCount } from "./result.ts";

const KEPT_AT_MOST = 20_000;

export class RefusalLog {
  /** The first ones, in order. */
  readonly kept: Refusal[] = [];
  /** Hears of every one, however many are kept. */
  listener: ((refusal: Refusal) => void) | undefined;
  private readonly counts = new Map<string, { -readonly [Field in keyof RefusalCount]: RefusalCount[Field] }>();

  add(refusal: Refusal): void {
    const key = `${refusal.strategy}\n${refusal.symbol}\n${refusal.code}`;
    const known = this.counts.get(key);
    if (known !== undefined) known.count++;
    else this.counts.set(key, { strategy: refusal.strategy, symbol: refusal.symbol, code: refusal.code, count: 1 });
    this.listener?.(refusal);
    if (this.kept.length < KEPT_AT_MOST) this.kept.push(refusal);
  }

  counted(): RefusalCount[] {
    return [...this.counts.values()];
  }
}
