/** Completion scripts for the shells, made from the program itself, so that they know every verb and option. */
import type { Command } from "commander";
import { CandlewrightError } from "../engine/errors.ts";
import { usageErrors } from "./errors.ts";

interface CommandWords {
  /** The words that lead to the command: `data download`; empty for the program. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly { readonly flag: string; readonly about: string }[];
}

/** Every command of the tree with what can follow it. */
function commandWords(program: Command): readonly CommandWords[] {
  const help = program.createHelp();
  const collect = (command: Command, path: string): CommandWords[] => {
    const subcommands = help.visibleCommands(command);
    return [
      {
        path,
        subcommands: subcommands.map((child) => ({ name: child.name(), about: help.subcommandDescription(child) })),
        options: [...help.visibleOptions(command), ...(path === "" ? [] : help.visibleGlobalOptions(command))]
          .filter((option) => option.long)
          .map((option) => ({ flag: option.long ?? "", about: option.description })),
      },
      ...subcommands
        .filter((child) => child.name() !== "help")
        .flatMap((child) => collect(child, `${path} ${child.name()}`.trim())),
    ];
  };
  return collect(program, "");
}

/** Bash: complete words of the longest known command path; file names where nothing else fits. */
function bashScript(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ path, subcommands, options }) => {
    const words = [...subcommands.map((one) => one.name), ...options.map((one) => one.flag)];
    return `    "${path}") words="${words.join(" ")}" ;;`;
  });
  return `# bash completion for candlewright
_candlewright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "$word" in -*) continue ;; esac
    case "\${path:+$path }$word" in
${commands
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path}") path="${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _candlewright candlewright`;
}

const singleQuoted = (text: string) => text.replaceAll("'", "'\\''");

/** Zsh: the same, with descriptions. */
function zshScript(commands: readonly CommandWords[]): string {
  const described = (name: string, about: string) =>
    `'${singleQuoted(name.replaceAll(":", "\\:"))}:${singleQuoted(about)}'`;
  const cases = commands.map(({ path, subcommands, options }) => {
    const words = [
      ...subcommands.map((one) => described(one.name, one.about)),
      ...options.map((one) => described(one.flag, one.about)),
    ];
    return `    "${path}") entries=(${words.join(" ")}) ;;`;
  });
  return `#compdef candlewright
_candlewright() {
  local -a entries
  local command_path="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) continue ;; esac
    case "\${command_path:+$command_path }$word" in
${commands
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path}") command_path="${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$command_path" in
${cases.join("\n")}
  esac
  _describe 'candlewright' entries || _files
}
if [ "$funcstack[1]" = "_candlewright" ]; then
  _candlewright "$@"
else
  compdef _candlewright candlewright
fi`;
}

/** Fish: one line for each word, valid once the words of its command are on the line. */
function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ path, subcommands, options }) => {
    const seen = path.split(" ").filter(Boolean);
    const here =
      seen.length === 0
        ? "__fish_use_subcommand"
        : seen.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    const names = subcommands.map((one) => one.name).join(" ");
    const before = seen.length === 0 || names === "" ? here : `${here}; and not __fish_seen_subcommand_from ${names}`;
    return [
      ...subcommands.map(
        (one) => `complete -c candlewright -n '${before}' -f -a '${one.name}' -d '${singleQuoted(one.about)}'`,
      ),
      ...options.map(
        (one) => `complete -c candlewright -n '${here}' -l '${one.flag.slice(2)}' -d '${singleQuoted(one.about)}'`,
      ),
    ];
  });
  return `# fish completion for candlewright\n${lines.join("\n")}`;
}

const scripts: Readonly<Record<string, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** @throws CandlewrightError USAGE_BAD_VALUE for a shell that is not bash, zsh or fish */
export function completionScript(program: Command, shell: string): string {
  if (!Object.hasOwn(scripts, shell))
    throw new CandlewrightError(usageErrors.badValue, {
      detail: `No completion for ${JSON.stringify(shell)}.`,
      fix: `Use one of: ${Object.keys(scripts).join(", ")}.`,
    });
  return scripts[shell](commandWords(program));
}
