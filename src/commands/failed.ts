import { EXIT } from "./exit-codes.ts";

/** Ends a command with an exit code where it has said all there is to say: its result is printed, and so is what is wrong. */
export class Failed extends Error {
  readonly exitCode: number;

  constructor(exitCode: number = EXIT.failure) {
    super("The command has failed, and has said why.");
    this.exitCode = exitCode;
  }
}
