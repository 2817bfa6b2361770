import { errorList } from "../engine/errors.ts";

/** Mistakes on the command line. */
export const usageErrors = errorList("USAGE", {
  wrong: {
    what: "The command line can't be understood.",
    why: "A command, an option or a value is unknown, missing or out of place.",
    fix: "Run the command with --help.",
  },
  unknownCommand: {
    what: "There is no such command.",
    why: "The first word after candlewright names the command.",
    fix: "List the commands with: candlewright --help",
  },
  unknownOption: {
    what: "There is no such option.",
    why: "Each command lists its options in its --help.",
    fix: "Run the command with --help.",
  },
  badValue: {
    what: "This value can't be used here.",
    why: "The option or argument takes values of another form.",
    fix: "Run the command with --help to see which values it takes.",
  },
  unknownErrorCode: {
    what: "There is no error of this code.",
    why: "Codes are printed in brackets after an error, for example [USAGE_UNKNOWN_COMMAND].",
    fix: "List all of them with: candlewright explain",
  },
});

/** A user's own strategy that can't be used. */
export const strategyFileErrors = errorList("STRATEGY_FILE", {
  unreadable: {
    what: "The strategy's file can't be read.",
    why: "The path in strategy_name is wrong, or the file may not be read; relative paths start at the current folder.",
    fix: "Check the path, or make a new strategy: candlewright new strategy <name>",
  },
  broken: {
    what: "The strategy's file throws while it is loaded.",
    why: "A mistake in its code, or an import that is not there.",
    fix: "Correct the line that is named; --verbose shows the whole stack.",
  },
  noStrategy: {
    what: "The file exports no strategy.",
    why: "A strategy's file exports it as its default: export default defineStrategy({ ... }).",
    fix: "Add the export, or look at an example: candlewright new strategy example",
  },
  exists: {
    what: "There is such a file already.",
    why: "A new strategy never replaces what you wrote.",
    fix: "Choose another name, or another folder with --dir.",
  },
  testsFailed: {
    what: "Tests of the strategy failed.",
    why: "What they expect and what the strategy does differ; see above.",
    fix: "Correct the strategy or its test, then run the same command again.",
  },
  stuck: {
    what: "A strategy does not come back.",
    why: "Its code has an endless loop, or work that grows from candle to candle; the run was ended.",
    fix: "Mend the loop; --timeout gives a strategy that is only slow more time.",
  },
  sharedParameter: {
    what: "The strategy declares a parameter that every strategy has already.",
    why: "Protection and adding are shared, one implementation for all; a second meaning of the same name would switch it off.",
    fix: "Leave the parameter out, or give it another name.",
  },
  notDeterministic: {
    what: "The strategy uses something that a strategy may not use.",
    why: "A backtest must decide as the live run did: time, randomness, network and disk come in from outside only.",
    fix: "Use what the strategy is given instead: candles, features and its parameters.",
  },
});

/** Signer and bot under one roof. */
export const superviseErrors = errorList("SUPERVISE", {
  notLive: {
    what: "--sandbox is for play money only.",
    why: "It takes unsealed keys from .env, which any program of yours can read; real money is traded with sealed keys alone.",
    fix: "Seal the keys: candlewright vault import-env <account>. Then leave --sandbox out.",
  },
  botKeepsDying: {
    what: "The bot dies again and again, and is not started any more.",
    why: "Each start ended soon, by a kill or a defect; another one would end the same way.",
    fix: "See its messages above; run it alone, without supervise, to look at it.",
  },
});

/** What the machine under us refuses. */
export const systemErrors = errorList("SYSTEM", {
  fileMissing: {
    what: "A file or folder is not there.",
    why: "The path is wrong, or it was moved or deleted.",
    fix: "Check the path; relative paths start at the folder in which the command runs.",
  },
  accessDenied: {
    what: "The system refuses access to a file or folder.",
    why: "It belongs to another user, or its mode does not allow this.",
    fix: "Check owner and mode, or use a folder of your own.",
  },
  diskFull: {
    what: "The disk is full.",
    why: "A write did not fit; what was stored before is intact.",
    fix: "Free some space and run the same command again.",
  },
  readOnly: {
    what: "The file system is mounted read-only.",
    why: "Candlewright needs to write here.",
    fix: "Use a folder on a file system that can be written to.",
  },
  tooManyFiles: {
    what: "The system allows no more open files.",
    why: "The limit of this process or of the machine is reached.",
    fix: "Raise it (ulimit -n 4096) and run the same command again.",
  },
});

/** What should not be able to happen. */
export const internalErrors = errorList("INTERNAL", {
  unforeseen: {
    what: "Candlewright met an error that it did not foresee.",
    why: "This is a defect of Candlewright, not yours.",
    fix: "Run the same command with --verbose and report what it prints.",
  },
});

/** Questions that `candlewright why` can't answer. */
export const whyErrors = errorList("WHY", {
  noStrategy: {
    what: "No strategy of this run trades the symbol.",
    why: "Reasons are those of a strategy: it must have looked at the symbol.",
    fix: "Name a symbol of the run.",
  },
  noCandle: {
    what: "No candle had closed by then.",
    why: "A strategy decides on closed candles only.",
    fix: "Give a later time with --at, or leave it out for the last candle.",
  },
  badTime: {
    what: "This is not a time.",
    why: "Times are in UTC.",
    fix: "Write it as 2024-01-31T12:15 or 2024-01-31.",
  },
});
