/**
 * All indicators, in the order in which they are documented: the one list that docs, tests and sweeps read.
 * Each is defined in its own file; here it only gets its place.
 */
import { emaDefinition } from "./ema.ts";
import { type Indicator, operatorIndicator } from "./indicator.ts";
import { smaDefinition } from "./sma.ts";

const averages: readonly Indicator[] = [
  operatorIndicator("Averages", smaDefinition),
  operatorIndicator("Averages", emaDefinition),
];

export const indicators: readonly Indicator[] = Object.freeze([...averages]);
