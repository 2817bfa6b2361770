/**
 * The values of an outside series (sentiment, funding), ascending by the time at which each became *available*
 * (milliseconds UTC): a strategy sees a value from the first candle that closes at or after it, however old the fact
 * itself is.
 */
export interface FeatureValues {
  readonly length: number;
  readonly availableAt: Float64Array;
  readonly value: Float64Array;
}
