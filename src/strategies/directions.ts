/** Which directions a strategy trades: shorts are for margin markets, so they are asked for. */
import { choice } from "../engine/parameters.ts";
import type { SignalSet } from "./define-strategy.ts";

export const directionsParameter = choice("long", {
  options: ["long", "short", "both"],
  about: "directions that are traded; shorts need a margin market",
});

/** The signals without those of a direction that is not traded. */
export function inDirections(directions: "long" | "short" | "both", signals: SignalSet): SignalSet {
  const { enterLong, exitLong, enterShort, exitShort, ...others } = signals;
  return {
    ...others,
    ...(directions === "short" ? {} : { enterLong, exitLong }),
    ...(directions === "long" ? {} : { enterShort, exitShort }),
  };
}
