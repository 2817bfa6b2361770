import { errorList } from "../engine/errors.ts";

export const runErrors = errorList("RUN", {
  unknown: {
    what: "There is no such run.",
    why: "A run is named by its id or by the beginning of it, as `candlewright runs list` shows them.",
    fix: "Choose one of the list: candlewright runs list",
  },
  ambiguous: {
    what: "Several runs begin like this.",
    why: "The beginning of an id names a run only while no other begins the same.",
    fix: "Give more of the id: candlewright runs list",
  },
  damaged: {
    what: "The record of this run cannot be read.",
    why: "A file of the run is missing, or was changed by hand or by another version of Candlewright.",
    fix: "Run the backtest again; it is deterministic, so nothing is lost.",
  },
  differs: {
    what: "The run does not give the same result again.",
    why: "The candles, the code or the Node version are not the ones of the record; with all three equal this is a defect.",
    fix: "Compare the facts that are listed as different with those of the record, and restore them.",
  },
});
