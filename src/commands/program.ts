/** The program: global options, verbs, errors and exit codes. */
import { Command, CommanderError } from "commander";
import { knownErrors } from "./error-printing.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { Failed } from "./failed.ts";
import { interruption } from "./interruption.ts";
import { hideExperimentalWarnings } from "./node-warnings.ts";
import { examples, type GlobalOptions, Output, type Surroundings, setSurroundings } from "./output.ts";
import { packageVersion } from "./package-version.ts";
import { usageError } from "./usage-error.ts";
import { loadVerbs, type VerbModule } from "./verbs.ts";

/** Builds the program with these verbs; global options are understood before and after the verb. */
export function createProgram(surroundings: Surroundings, modules: readonly VerbModule[]): Command {
  const configFolder = surroundings.environment["CANDLEWRIGHT_CONFIG"] ?? "config";
  const program = new Command("candlewright")
    .description("A trading bot you can hand your keys and your money: one engine for backtest, dry run and live.")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--config <folder>", "folder of the settings files", configFolder)
    .option("--json", "print one JSON document on stdout instead of text")
    .option("-q, --quiet", "no messages on stderr but warnings and errors")
    .option("--verbose", "more detail, stack traces with errors")
    .option("--color", "colours even where no terminal is seen")
    .option("--no-color", "no colours (as with NO_COLOR=1)")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
      // Usage errors are printed by runProgram, in the form of all other errors.
      outputError: () => {},
      getOutHelpWidth: () => surroundings.stdout.columns ?? 100,
      getErrHelpWidth: () => surroundings.stderr.columns ?? 100,
    });
  setSurroundings(program, surroundings);
  for (const module of modules) module.register(program);
  return examples(program, [
    ["candlewright data generate BTC/USDT", "make synthetic candles; data download fetches real ones"],
    ["candlewright backtest --candles synthetic", "run the strategy of config/ over them and report"],
    ["candlewright config explain stop_loss_pct", "what a setting means"],
    ["candlewright explain CONFIG_UNKNOWN_KEY", "what an error means"],
  ]);
}

/**
 * Runs one command line.
 * @param commandLine what follows the program's name
 * @param load gives the verbs that the command line can need
 * @returns the exit code; errors have been printed
 */
export async function runProgram(
  commandLine: readonly string[],
  surroundings: Surroundings,
  load: (commandLine: readonly string[]) => Promise<readonly VerbModule[]> = loadVerbs,
): Promise<number> {
  let program: Command | undefined;
  try {
    program = createProgram(surroundings, await load(commandLine));
    await program.parseAsync(commandLine, { from: "user" });
    return EXIT.success;
  } catch (error) {
    // --help and --version end this way too; they have been printed.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.success;
    // A bare `candlewright`, or a group without its second word: the help has been printed.
    if (error instanceof CommanderError && error.code === "commander.help") return EXIT.usage;
    if (error instanceof Failed) return error.exitCode;
    // What a command throws because it was told to stop is no failure of its own.
    if (surroundings.signal.aborted && isAbort(error, surroundings.signal)) return EXIT.interrupted;
    const known = error instanceof CommanderError ? usageError(error) : error;
    new Output(surroundings, optionsForErrors(program, commandLine)).error(known);
    return exitCodeOf(knownErrors(known)[0].code);
  }
}

const isAbort = (error: unknown, signal: AbortSignal) =>
  error === signal.reason || (error instanceof Error && error.name === "AbortError");

/** The global options as far as they are known: a usage error may come before they were parsed. */
function optionsForErrors(program: Command | undefined, commandLine: readonly string[]): GlobalOptions {
  const options: GlobalOptions = program?.opts<GlobalOptions>() ?? { config: "config" };
  return commandLine.includes("--json") ? { ...options, json: true } : options;
}

/** Runs the command line of this process: real streams, real signals, the exit code set at the end. */
export async function runProcess(commandLine: readonly string[]): Promise<void> {
  hideExperimentalWarnings(process);
  const stop = interruption(process);
  const surroundings: Surroundings = {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    get signal() {
      return stop.signal;
    },
  };
  // What is thrown outside of any command's own course (a timer, a forgotten promise) is a defect, and says so.
  process.on("uncaughtException", (error) => {
    new Output(surroundings, optionsForErrors(undefined, commandLine)).error(error);
    process.exit(EXIT.bug);
  });
  const code = await runProgram(commandLine, surroundings);
  // Not process.exit: what was written to a pipe must get out first.
  process.exitCode ??= stop.exitCode() ?? code;
  stop.release();
}
