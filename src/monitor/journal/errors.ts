import { errorList } from "../../engine/errors.ts";

export const journalErrors = errorList("JOURNAL", {
  unreadable: {
    what: "The journal can't be opened.",
    why: "The file is no journal, is damaged, may not be written, or the disk is full.",
    fix: "Check the path and the disk; start a new journal with --journal <file>.",
  },
  unwritable: {
    what: "The journal can't be written.",
    why: "What a run does is written down before it counts; the disk is full, or the file may not be written.",
    fix: "Make room and start again: the run goes on after the last instant in the journal.",
  },
  inUse: {
    what: "Another process is writing this journal.",
    why: "A journal belongs to one run at a time: two would mix their orders.",
    fix: "Stop the other run, or give this one a journal of its own with --journal <file>.",
  },
  otherVersion: {
    what: "The journal was written by another version of Candlewright.",
    why: "The tables of a journal have a version; this program knows one of them.",
    fix: "Use the version that wrote it, or start a new journal with --journal <file>.",
  },
  otherSettings: {
    what: "The journal belongs to a run with other settings.",
    why: "A run goes on from its journal only with the settings it was begun with: other ones would have decided otherwise.",
    fix: "Put the settings back, or begin a new run in the same journal with --new.",
  },
  differs: {
    what: "The engine does not repeat what the journal says.",
    why: "The program, Node or a strategy's file changed since: the past would read differently now.",
    fix: "Use what the run was begun with, or begin a new run with --new.",
  },
  empty: {
    what: "The journal holds no run.",
    why: "A dry run writes it: nothing has run with this journal yet.",
    fix: "Start one: candlewright run --mode dry-run --feed generated",
  },
});
