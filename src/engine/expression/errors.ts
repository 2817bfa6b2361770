import { errorList } from "../errors.ts";

export const expressionErrors = errorList("EXPRESSION", {
  notASeries: {
    what: "A series or a number is needed here.",
    why: "Indicators and comparisons work on numbers; conditions are combined with and, or and not.",
    fix: "Pass a series such as close or ema(close, 12), or a number.",
  },
  notACondition: {
    what: "A condition is needed here.",
    why: "Signals are conditions: a comparison, a crossing, or a combination of them.",
    fix: "Compare the series with something: above(rsi(close, 14), 70).",
  },
  invalidParameter: {
    what: "An indicator parameter is out of range.",
    why: "Each indicator declares the values that it is defined for.",
    fix: "Choose a value in the range; `docs/indicators.md` lists them.",
  },
  timeframeNotHigher: {
    what: "The higher timeframe is not a multiple of the strategy's own.",
    why: "Higher candles are built from whole candles of the strategy's timeframe.",
    fix: "Use a timeframe that is a whole multiple, such as 1h over 15m.",
  },
  mixedTimeframes: {
    what: "Series of different timeframes are mixed.",
    why: "A value of a higher timeframe has another grid of candles.",
    fix: "Wrap the whole higher-timeframe expression: higherTimeframe('1h', ({ close }) => ema(close, 50)).",
  },
  unknownRole: {
    what: "The strategy names a symbol role that is not bound.",
    why: "Roles are declared in `symbols` of the strategy and bound in the settings.",
    fix: "Declare the role, or use one that is declared.",
  },
  acrossNeedsSymbols: {
    what: "Symbols are compared in a strategy that names them by role.",
    why: "across.rank and across.zscore compare the symbol that a strategy runs on with all of its symbols; roles are none of these.",
    fix: "Compare the roles' series with one another, or leave `symbols` out of the strategy.",
  },
  missingFeature: {
    what: "A feature that the strategy uses is not there.",
    why: "feature(name) reads an outside series by its name.",
    fix: "Import the feature file, or correct the name.",
  },
  missingModel: {
    what: "A model that the strategy uses is not there.",
    why: "prediction(name, ...) needs a model of that name when the plan is built.",
    fix: "Train or install the model, or correct the name.",
  },
});
