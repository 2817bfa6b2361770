import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { errorCatalogue } from "./error-catalogue.ts";

const source = dirname(import.meta.dirname);

test("the catalogue holds every list of errors in the sources", async () => {
  const codes = (await errorCatalogue()).flatMap((section) => section.entries.map((entry) => entry.code));
  const areas = globSync("**/*.ts", { cwd: source })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) =>
      Array.from(readFileSync(join(source, file), "utf8").matchAll(/errorList\(\s*"([A-Z_]+)"/g), (match) => match[1]),
    );
  assert.ok(areas.length >= 5);
  for (const area of areas)
    assert.ok(
      codes.some((code) => code.startsWith(`${area}_`)),
      `${area} is missing in error-catalogue.ts`,
    );
  const catalogue = readFileSync(join(source, "commands/error-catalogue.ts"), "utf8");
  for (const file of globSync("**/errors.ts", { cwd: source }))
    assert.match(
      catalogue,
      new RegExp(file === join("commands", "errors.ts") ? "./errors.ts" : file.replaceAll("\\", "/")),
    );
});

test("no code stands twice, and every entry says what, why and what to do", async () => {
  const entries = (await errorCatalogue()).flatMap((section) => section.entries);
  assert.equal(new Set(entries.map((entry) => entry.code)).size, entries.length);
  for (const { code, what, why, fix } of entries) {
    assert.match(code, /^[A-Z]+(_[A-Z0-9]+)+$/);
    for (const text of [what, why, fix]) assert.ok(text.length > 3, code);
  }
});
