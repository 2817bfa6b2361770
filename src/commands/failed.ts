/** Ends a command with exit code 1 where it has said all there is to say: its result is printed, and so is what is wrong. */
export class Failed extends Error {
  constructor() {
    super("The command has failed, and has said why.");
  }
}
