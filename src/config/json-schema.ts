/** JSON Schemas of the settings files, so that an editor completes and checks them offline. */
import { z } from "zod";
import { notes } from "./notes.ts";
import { type SectionName, sections } from "./sections.ts";
import { parametersSchema, type StrategyCatalogue, strategySchema } from "./strategy-schema.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

const DIALECT = "http://json-schema.org/draft-07/schema#";

/** A schema as JSON Schema, with the notes as the editor's help. Draft 7 is what editors support best. */
function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema: json }) => {
      const note = notes.get(zodSchema);
      if (note === undefined) return;
      json.description = [note.about, note.unit === undefined ? "" : `Unit: ${note.unit}.`, note.effect ?? ""]
        .filter(Boolean)
        .join(" ");
    },
  });
  return rest;
}

/** The schema of a file whose keys do not depend on a strategy. */
export function sectionJsonSchema(name: Exclude<SectionName, "strategy">): JsonSchema {
  const { file, about, schema } = sections[name];
  return { $schema: DIALECT, title: file, description: about, ...jsonSchema(schema) };
}

/**
 * The schema of strategy_config.json: one strategy or a list; under `parameters` each shipped strategy's own,
 * chosen by strategy_name. A strategy from a file is unknown here: its parameters are left to the program.
 */
export async function strategyJsonSchema(catalogue: StrategyCatalogue): Promise<JsonSchema> {
  const { file, about } = sections.strategy;
  const general = jsonSchema(strategySchema);
  const properties = general["properties"] as Record<string, JsonSchema>;
  const variants = await Promise.all(
    catalogue.names.map(async (name) => {
      const declaration = await catalogue.find(name);
      return {
        if: { properties: { strategy_name: { const: name } }, required: ["strategy_name"] },
        // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
        then: { properties: { parameters: jsonSchema(parametersSchema(declaration?.parameters ?? {})) } },
      };
    }),
  );
  const strategyName = {
    anyOf: [{ enum: catalogue.names }, { type: "string", pattern: "\\.[cm]?[jt]s$" }],
    description: properties["strategy_name"]["description"],
  };
  return {
    $schema: DIALECT,
    title: file,
    description: about,
    definitions: {
      strategy: { ...general, properties: { ...properties, strategy_name: strategyName }, allOf: variants },
    },
    // Not anyOf: an editor would then say of each slip only that nothing fits.
    if: { type: "array" },
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    then: { items: { $ref: "#/definitions/strategy" }, minItems: 1 },
    else: { $ref: "#/definitions/strategy" },
  };
}
