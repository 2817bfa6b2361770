import { strategyCatalogue } from "../../src/commands/strategy-catalogue.ts";
import { secretsJsonSchema } from "../../src/secrets/settings-schema.ts";
import { sectionJsonSchema, strategyJsonSchema } from "../../src/config/json-schema.ts";

/** schemas/: the JSON Schema of each settings file. */
export async function settingsSchemas(): Promise<Readonly<Record<string, string>>> {
  const schemas = {
    strategy: await strategyJsonSchema(strategyCatalogue),
    exchange: sectionJsonSchema("exchange"),
    risk: sectionJsonSchema("risk"),
    backtest: sectionJsonSchema("backtest"),
    secrets: secretsJsonSchema(),
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      `schemas/${name}_config.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
}
