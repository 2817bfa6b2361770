/** Everything that is generated from the code: documents and JSON Schemas. A test holds that the files are current. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configurationDocument } from "./generators/configuration.ts";
import { errorsDocument } from "./generators/errors.ts";
import { indicatorsDocument } from "./generators/indicators.ts";
import { metricsDocument } from "./generators/metrics.ts";
import { ordersDocument } from "./generators/orders.ts";
import { settingsSchemas } from "./generators/schemas.ts";

/** Path from the root to content. */
type Files = Readonly<Record<string, string>>;

/** One line a generator. */
const generators: readonly (() => Promise<Files>)[] = [
  async () => ({ "docs/errors.md": await errorsDocument() }),
  async () => ({ "docs/configuration.md": await configurationDocument() }),
  async () => ({ "docs/indicators.md": indicatorsDocument() }),
  async () => ({ "docs/metrics.md": metricsDocument() }),
  async () => ({ "docs/orders.md": ordersDocument() }),
  settingsSchemas,
];

export async function generatedFiles(): Promise<Files> {
  return Object.assign({}, ...(await Promise.all(generators.map((generate) => generate())))) as Files;
}

if (import.meta.main) {
  const root = dirname(import.meta.dirname);
  for (const [path, content] of Object.entries(await generatedFiles())) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`${path}\n`);
  }
}
