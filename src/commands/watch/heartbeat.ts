/**
 * Signs of life from a worker thread, in memory that both threads see. A thread caught in a loop can send no message,
 * but what it wrote here before stays readable: that names the strategy and the candle it hangs on.
 */
import type { StrategyInstance } from "../../engine/compile.ts";

/** Where the other thread was when it last gave a sign. */
export interface LastSign {
  /** Grows with every sign. */
  readonly count: number;
  /** Position of the strategy whose own code was entered and not left; -1: none. */
  readonly strategy: number;
  /** Position of the symbol among that strategy's; -1: it was not on a candle yet. */
  readonly symbol: number;
  /** Close of the last candle begun, milliseconds UTC; NaN: none yet. */
  readonly time: number;
  /** Share of the work done, 0..1. */
  readonly share: number;
}

const INTEGERS = 4;
const [COUNT, STRATEGY, SYMBOL] = [0, 1, 2];
const [TIME, SHARE] = [0, 1];

export class Heartbeat {
  readonly buffer: SharedArrayBuffer;
  private readonly integers: Int32Array;
  private readonly numbers: Float64Array;

  /** @param buffer the other thread's `buffer`; without it a new one is made */
  constructor(buffer?: SharedArrayBuffer) {
    this.buffer = buffer ?? new SharedArrayBuffer(4 * INTEGERS + 8 * 2);
    this.integers = new Int32Array(this.buffer, 0, INTEGERS);
    this.numbers = new Float64Array(this.buffer, 4 * INTEGERS, 2);
    if (buffer === undefined) {
      this.integers.fill(-1, STRATEGY, SYMBOL + 1);
      this.numbers[TIME] = NaN;
    }
  }

  /** The code of a strategy is about to run. */
  enter(strategy: number, symbol = -1, time = NaN): void {
    this.numbers[TIME] = time;
    this.integers[SYMBOL] = symbol;
    this.integers[STRATEGY] = strategy;
    // The atomic write comes last: whoever sees the new count sees what was written before it.
    Atomics.add(this.integers, COUNT, 1);
  }

  leave(): void {
    this.integers[STRATEGY] = -1;
    Atomics.add(this.integers, COUNT, 1);
  }

  /** The run has reached this time. */
  reached(time: number, share: number): void {
    this.numbers[TIME] = time;
    this.numbers[SHARE] = share;
    Atomics.add(this.integers, COUNT, 1);
  }

  read(): LastSign {
    return {
      count: Atomics.load(this.integers, COUNT),
      strategy: this.integers[STRATEGY],
      symbol: this.integers[SYMBOL],
      time: this.numbers[TIME],
      share: this.numbers[SHARE],
    };
  }
}

/** The strategies, giving a sign each time their own code is called. */
export function withHeartbeat(strategies: readonly StrategyInstance[], heartbeat: Heartbeat): StrategyInstance[] {
  return strategies.map((strategy, index) => {
    const { handler, symbols } = strategy;
    if (handler === undefined) return strategy;
    return {
      ...strategy,
      handler: {
        ...handler,
        onCandle: (view, state) => {
          heartbeat.enter(index, symbols.indexOf(view.symbol), view.time);
          try {
            return handler.onCandle(view, state);
          } finally {
            heartbeat.leave();
          }
        },
      },
    };
  });
}
