import { InvalidArgumentError } from "commander";

/**
 * A length of time on the command line.
 * @throws InvalidArgumentError where it is no number above 0
 */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds < Infinity)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return seconds;
}
