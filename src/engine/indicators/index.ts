/** The indicators as an author of strategies writes them. */
export { ema } from "./ema.ts";
export { sma } from "./sma.ts";
