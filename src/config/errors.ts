import { errorList } from "../engine/errors.ts";

export const configErrors = errorList("CONFIG", {
  missingFile: {
    what: "A settings file is not there.",
    why: "This command needs it; settings are read from the folder config/ unless --config names another.",
    fix: "Run it in the project's folder, name the folder with --config, or start from a copy of node_modules/candlewright/config.",
  },
  syntax: {
    what: "The file is not valid JSON.",
    why: "Comments and a comma after the last entry are allowed, everything else is as in JSON.",
    fix: "Correct the place that is named.",
  },
  duplicateKey: {
    what: "A key stands twice in the same object.",
    why: "Only one of the two could hold, and which one is a guess.",
    fix: "Delete one of them.",
  },
  forbiddenKey: {
    what: "This key is not allowed in a settings file.",
    why: "It has a special meaning in JavaScript and could change the program instead of a setting.",
    fix: "Delete it.",
  },
  secretInFile: {
    what: "A secret must not stand in a settings file or in a setting's environment variable.",
    why: "Settings are copied into reports, backups and version control; whoever reads the key can trade with your money.",
    fix: "Delete it here, revoke the key at the exchange if this file was ever shared, and store a new one sealed: candlewright vault set",
  },
  unknownKey: {
    what: "There is no such setting.",
    why: "A mistyped setting would otherwise be ignored in silence.",
    fix: "Delete it, or look up the settings in docs/configuration.md.",
  },
  missingKey: {
    what: "A setting is missing.",
    why: "It has no default that would be safe for everyone.",
    fix: "Add it; see: candlewright config explain <key>",
  },
  wrongType: {
    what: "A setting has the wrong type.",
    why: "Numbers stand without quotes, texts in quotes, lists in square brackets.",
    fix: "Write it as the type that is named.",
  },
  outOfRange: {
    what: "A setting is out of its range.",
    why: "Beyond this range it would be a mistake or a danger.",
    fix: "Choose a value within the range that is named.",
  },
  unknownChoice: {
    what: "A setting has a value that is none of the choices.",
    why: "Only the values that are named have a meaning.",
    fix: "Choose one of them.",
  },
  wrongFormat: {
    what: "A setting is not written in the form it needs.",
    why: "The program could not tell what is meant.",
    fix: "Write it in the form that is named.",
  },
  inconsistent: {
    what: "Settings contradict each other.",
    why: "Each may be right alone, but not together.",
    fix: "Change one of them.",
  },
  unknownStrategy: {
    what: "There is no such strategy.",
    why: "strategy_name is the name of a shipped strategy or the path of a file with your own.",
    fix: "Use a shipped name, or a path that ends in .ts or .js.",
  },
  unknownVariable: {
    what: "There is no setting for this environment variable.",
    why: "Variables that start with CANDLEWRIGHT_ override settings; a mistyped one would be ignored in silence.",
    fix: "Unset it, or correct its name: CANDLEWRIGHT_EXCHANGE__TEST_MODE sets test_mode of the exchange settings.",
  },
  unknownSetting: {
    what: "There is no setting of this name to explain.",
    why: "A key is named as it stands in the file, with or without its file's section: max_drawdown or risk.max_drawdown.",
    fix: "List all of them with: candlewright config explain",
  },
});
