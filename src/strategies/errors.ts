import { errorList } from "../engine/errors.ts";

/** What is wrong with a strategy itself: its description, its parameters, or what its functions do. */
export const strategyErrors = errorList("STRATEGY", {
  unknownKey: {
    what: "The strategy says something that nothing listens to.",
    why: "A misspelt name would be ignored without a word, and the strategy would trade without it.",
    fix: "Correct the name; docs/strategies.md lists all of them.",
  },
  invalidDefinition: {
    what: "The strategy's description is not complete.",
    why: "A strategy has a name, a text, parameters, and either signals or onCandle.",
    fix: "Correct the part that is named; docs/strategies.md shows the contract.",
  },
  invalidParameter: {
    what: "A parameter of the strategy can't have this value.",
    why: "Each parameter declares its type and range, and the strategy's check says which go together.",
    fix: "Choose a value in the range that is named.",
  },
  wrongSymbols: {
    what: "The strategy can't run on these symbols.",
    why: "A strategy that declares roles needs one symbol for each, in the order in which it declares them.",
    fix: "Give as many symbols as there are roles.",
  },
  invalidSignal: {
    what: "The strategy's signals are not what they must be.",
    why: "Entries and exits are conditions; strength, prices and exposure are series or numbers.",
    fix: "Correct the signal that is named; docs/strategies.md lists all of them.",
  },
  threw: {
    what: "The strategy threw an error.",
    why: "Its code failed while it described its signals, before any candle was seen.",
    fix: "Correct the line that is named; --verbose shows the whole stack.",
  },
});
