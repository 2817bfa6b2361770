import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";

export function register(program: Command): void {
  const command = program
    .command("completion")
    .argument("<shell>", "bash, zsh or fish")
    .description("print the completion script for a shell")
    .action(async (shell: string) => {
      const { completionScript } = await import("./completion-scripts.ts");
      outputOf(command).data(completionScript(program, shell));
    });
  examples(command, [
    ['eval "$(candlewright completion bash)"', "for this shell; put it into ~/.bashrc for every one"],
    ["candlewright completion zsh > ~/.zfunc/_candlewright", "for zsh, with ~/.zfunc in fpath"],
    ["candlewright completion fish > ~/.config/fish/completions/candlewright.fish", "for fish"],
  ]);
}
