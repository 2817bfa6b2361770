import { readFileSync } from "node:fs";

/** The version in package.json, found by the package's own name: sources and build lie at different depths. */
export function packageVersion(): string {
  const file = new URL(import.meta.resolve("candlewright/package.json"));
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
