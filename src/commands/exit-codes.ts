/** What the exit code of `candlewright` means; documented in docs/errors.md. Scripts rely on it: codes never change their meaning. */
export const EXIT = {
  success: 0,
  failure: 1,
  usage: 2,
  bug: 70,
  configuration: 78,
  interrupted: 130,
  closedPipe: 141,
  terminated: 143,
} as const;

export const exitCodeMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.success, "Done."],
  [EXIT.failure, "The command ran and failed, or a check found something; the error says what."],
  [EXIT.usage, "The command line is wrong: an unknown command or option, a missing or impossible value."],
  [EXIT.bug, "A defect of Candlewright itself: an error that it did not foresee."],
  [EXIT.configuration, "The settings or the installation are wrong; nothing was started."],
  [EXIT.interrupted, "Stopped by Ctrl-C (SIGINT)."],
  [EXIT.closedPipe, "The program that read the output went away (`candlewright ... | head`)."],
  [EXIT.terminated, "Stopped by SIGTERM or SIGHUP."],
];

/** The exit code for an error of this code: its area, the part before the first underscore, decides. */
export function exitCodeOf(errorCode: string): number {
  if (errorCode.startsWith("USAGE_")) return EXIT.usage;
  if (errorCode.startsWith("CONFIG_")) return EXIT.configuration;
  if (errorCode === "INTERNAL_UNFORESEEN") return EXIT.bug;
  return EXIT.failure;
}
