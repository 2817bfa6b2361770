import { errorCatalogue } from "../../src/commands/error-catalogue.ts";
import { exitCodeMeanings } from "../../src/commands/exit-codes.ts";
import { generatedNote, markdownTable } from "./markdown.ts";

/** docs/errors.md: every error by layer, and the exit codes. */
export async function errorsDocument(): Promise<string> {
  const catalogue = await errorCatalogue();
  const sections = catalogue.map(({ title, entries }) => {
    const texts = entries.map(({ code, what, why, fix }) => `### ${code}\n\n${what}\n\n- Why: ${why}\n- Fix: ${fix}\n`);
    return `## ${title}\n\n${texts.join("\n")}`;
  });
  return `${generatedNote("the error lists of all layers")}

# Errors

Every error of Candlewright has a stable code, which it prints in brackets. \`candlewright explain <code>\` prints the same as this page.
With \`--json\`, errors are one document on stdout: \`{ "errors": [{ "code", "what", "detail", "why", "fix", "file", "line", "path" }] }\`.

## Exit codes

${markdownTable(
  ["Code", "Meaning"],
  exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
)}

${sections.join("\n")}`;
}
