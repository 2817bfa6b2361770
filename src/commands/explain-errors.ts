import { CandlewrightError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import { errorCatalogue } from "./error-catalogue.ts";
import { usageErrors } from "./errors.ts";
import type { Output } from "./output.ts";

const allEntries = async () => (await errorCatalogue()).flatMap((section) => section.entries);

export async function listErrors(output: Output): Promise<void> {
  const entries = await allEntries();
  output.result(entries, () =>
    output.table(
      [{ title: "CODE" }, { title: "WHAT" }],
      entries.map((entry) => [entry.code, entry.what]),
    ),
  );
}

/** @throws CandlewrightError USAGE_UNKNOWN_ERROR_CODE, with the nearest code */
export async function explainError(output: Output, asked: string): Promise<void> {
  const entries = await allEntries();
  const code = asked.replace(/^\[|\]$/g, "").toUpperCase();
  const entry = entries.find((one) => one.code === code);
  if (entry === undefined) {
    const suggestion = nearest(
      code,
      entries.map((one) => one.code),
    );
    throw new CandlewrightError(usageErrors.unknownErrorCode, {
      detail: `Got ${JSON.stringify(asked)}.`,
      ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
    });
  }
  output.result(entry, () =>
    [output.paint("bold", entry.code), `  what:  ${entry.what}`, `  why:   ${entry.why}`, `  fix:   ${entry.fix}`].join(
      "\n",
    ),
  );
}
