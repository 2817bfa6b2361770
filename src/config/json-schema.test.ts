import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { catalogue } from "../../test/support/settings.ts";
import { sectionJsonSchema, strategyJsonSchema } from "./json-schema.ts";

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
const accepts = (schema: unknown, value: unknown) => z.fromJSONSchema(schema as JsonSchema).safeParse(value).success;

test("the schemas accept the shipped files and refuse a slip, as the program does", () => {
  for (const name of ["exchange", "risk", "backtest"] as const) {
    const schema = sectionJsonSchema(name);
    const file = join(import.meta.dirname, `../../config/${name}_config.json`);
    const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    assert.ok(accepts(schema, settings), name);
    assert.ok(!accepts(schema, { ...settings, mistyped: 1 }), name);
  }
  assert.ok(!accepts(sectionJsonSchema("risk"), { max_drawdown: 20 }));
});

test("under parameters each strategy's own and the shared ones are known, and no others", async () => {
  const schema = await strategyJsonSchema(catalogue);
  const { strategy } = schema["definitions"] as {
    strategy: { allOf: { if: object; then: { properties: { parameters: unknown } } }[] };
  };
  const [ema] = strategy.allOf;
  assert.deepEqual(ema.if, { properties: { strategy_name: { const: "ema_crossover" } }, required: ["strategy_name"] });
  const { parameters } = ema.then.properties;
  assert.ok(accepts(parameters, { short_window: 12, stop_loss_pct: 0.03, minimal_roi: { "30": 0.01 } }));
  assert.ok(!accepts(parameters, { short_windw: 12 }));
  assert.ok(!accepts(parameters, { short_window: 1.5 }));
  assert.ok(!accepts(parameters, { stop_loss_pct: 3 }));
});

test("every key helps in the editor", () => {
  const { properties } = sectionJsonSchema("risk") as { properties: Record<string, { description?: string }> };
  for (const [key, { description }] of Object.entries(properties))
    if (key !== "$schema") assert.match(description ?? "", /\w+ .*\./, key);
});
