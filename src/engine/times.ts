/** Times to be read one by one, where a column of their own would be written for a few of them. */
export interface Times {
  readonly length: number;
  /** Milliseconds UTC. */
  at(index: number): number;
}

export function timesIn(column: ArrayLike<number>): Times {
  return { length: column.length, at: (index) => column[index] };
}
