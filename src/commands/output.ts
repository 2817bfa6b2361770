/**
 * How a command speaks: data on stdout, messages on stderr, so that `candlewright ... | other-program` passes data only.
 * A command's action asks `outputOf(command)` for it; it never writes to the console itself.
 */
import { styleText } from "node:util";
import type { Command } from "commander";
import { errorEnvelope, errorText } from "./error-printing.ts";
import { type Column, table } from "./table.ts";

export type Format = Parameters<typeof styleText>[0];

/** The part of a stream that we use. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What surrounds one run of the program; tests pass their own. */
export interface Surroundings {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C, SIGTERM or a closed output: long work stops at its next safe point. */
  readonly signal: AbortSignal;
}

/** The options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
  /** Folder of the settings files. */
  readonly config: string;
}

/** Follows https://no-color.org and FORCE_COLOR; an option on the command line beats both. */
export function wantsColour(
  stream: TextStream,
  environment: Surroundings["environment"],
  option: boolean | undefined,
): boolean {
  if (option !== undefined) return option;
  if (environment["NO_COLOR"]) return false;
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY === true && environment["TERM"] !== "dumb";
}

export class Output {
  /** One JSON document on stdout instead of text. */
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** A person watches: progress bars and status lines make sense. */
  readonly interactive: boolean;
  /** Folder of the settings files (`--config`). */
  readonly configFolder: string;
  readonly environment: Surroundings["environment"];
  /** Columns of the terminal that shows stdout; 80 where there is none. */
  readonly width: number;
  readonly #surroundings: Surroundings;
  readonly #colourData: boolean;
  readonly #colourMessages: boolean;

  constructor(surroundings: Surroundings, options: GlobalOptions) {
    this.#surroundings = surroundings;
    this.json = options.json === true;
    this.quiet = options.quiet === true;
    this.verbose = options.verbose === true;
    this.configFolder = options.config;
    this.environment = surroundings.environment;
    this.interactive = surroundings.stderr.isTTY === true && !this.quiet && !this.json;
    this.width = surroundings.stdout.columns ?? 80;
    this.#colourData = !this.json && wantsColour(surroundings.stdout, surroundings.environment, options.color);
    this.#colourMessages = wantsColour(surroundings.stderr, surroundings.environment, options.color);
  }

  /**
   * See `Surroundings.signal`. Only a command that asks for it is asked to stop; any other is ended by the first Ctrl-C,
   * so a command that computes without a pause must not ask.
   */
  get signal(): AbortSignal {
    return this.#surroundings.signal;
  }

  /** Writes data as it is to stdout and ends the line. */
  data(text: string): void {
    this.#surroundings.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  /** The result of a command: the value as one JSON document with --json, else the text. */
  result(value: unknown, text: () => string): void {
    this.data(this.json ? JSON.stringify(value, null, 2) : text());
  }

  /** A message for the person at the terminal, on stderr; --quiet silences it. */
  note(text: string): void {
    if (!this.quiet) this.#message(text);
  }

  /** A message that --quiet does not silence. */
  warn(text: string): void {
    this.#message(`${this.#paintMessage("yellow", "warning:")} ${text}`);
  }

  /** Replaces the last line of a terminal that a person watches; an empty text clears it. */
  redraw(text: string): void {
    if (this.interactive) this.#surroundings.stderr.write(`\r\u001b[2K${text}`);
  }

  /** An error that does not end the command: text on stderr even with --json, since stdout holds the result. */
  problem(error: unknown): void {
    this.#message(errorText(error, { paint: this.#paintMessage, verbose: this.verbose }));
  }

  /** Says what ended the command: on stderr as text, or with --json as a document `{ "errors": [...] }` on stdout. */
  error(error: unknown): void {
    if (this.json) this.data(JSON.stringify(errorEnvelope(error), null, 2));
    else this.problem(error);
  }

  /** Colours a part of the data where stdout shows colours. */
  readonly paint = (format: Format, text: string): string =>
    this.#colourData ? styleText(format, text, { validateStream: false }) : text;

  /** Rows under bold column titles, as text. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
    return table(
      columns.map((column) => ({ ...column, title: this.paint("bold", column.title) })),
      rows,
    );
  }

  readonly #paintMessage = (format: Format, text: string): string =>
    this.#colourMessages ? styleText(format, text, { validateStream: false }) : text;

  #message(text: string): void {
    this.#surroundings.stderr.write(`${text}\n`);
  }
}

/** Kept beside the program rather than in a global, so that several programs can run in one process. */
const surroundingsOf = new WeakMap<Command, Surroundings>();

export function setSurroundings(program: Command, surroundings: Surroundings): void {
  surroundingsOf.set(program, surroundings);
}

/** The output of the program that this command belongs to, with the global options as they were given. */
export function outputOf(command: Command): Output {
  let root = command;
  while (root.parent !== null) root = root.parent;
  const surroundings = surroundingsOf.get(root);
  if (surroundings === undefined) throw new Error("setSurroundings was not called for this program");
  return new Output(surroundings, command.optsWithGlobals<GlobalOptions>());
}

/**
 * Appends examples to a command's --help.
 * @param lines pairs of a command line and what it does
 */
export function examples(command: Command, lines: readonly (readonly [line: string, about: string])[]): Command {
  const text = lines.map(([line, about]) => `  $ ${line}\n      ${about}`).join("\n");
  return command.addHelpText("after", `\nExamples:\n${text}`);
}
