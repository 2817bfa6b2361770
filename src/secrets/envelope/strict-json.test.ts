import { test } from "node:test";
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { SealedError } from "./errors.ts";
import { readStrictJson } from "./strict-json.ts";

const read = (text: string): unknown => readStrictJson(Buffer.from(text), 10_000);
const refused = (text: string | Buffer, entry: string): void => {
  assert.throws(
    () => readStrictJson(Buffer.from(text as string), 10_000),
    (error) => error instanceof SealedError && error.entry === entry,
    JSON.stringify(text),
  );
};

test("strict JSON: reads what JSON.parse reads, for integers and well-formed text", () => {
  const leaf = fc.oneof(fc.string({ unit: "grapheme" }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
  const lists = { maxLength: 4 };
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("node"), lists),
      fc.dictionary(fc.string(), tie("node"), { maxKeys: 4 }),
    ),
  })).node;
  fc.assert(
    fc.property(tree, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(!text.includes("-0") && text.length < 10_000);
      assert.deepEqual(JSON.parse(JSON.stringify(read(text))), JSON.parse(text));
    }),
  );
});

test("threats 07 duplicate keys: a doubled name is refused at every depth, in every spelling", () => {
  refused('{"a":1,"a":1}', "duplicateField");
  refused('{"a":{"b":1,"\\u0062":2}}', "duplicateField");
  refused('[{"__proto__":1,"__proto__":2}]', "duplicateField");
  assert.equal(JSON.parse('{"a":1,"a":2}').a, 2, "control: JSON.parse keeps the last one silently");
});

test("threats 07 prototype: a field named __proto__ is a plain field", () => {
  const object = read('{"__proto__":{"admin":true}}') as object;
  assert.equal(Object.getPrototypeOf(object), null);
  assert.ok(Object.hasOwn(object, "__proto__"));
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});

test("strict JSON: what is not JSON, or not ours, is refused with a typed error", () => {
  for (const text of [
    "",
    "{",
    "[1,]",
    '{"a":1,}',
    "{a:1}",
    "'a'",
    "01",
    "1.5",
    "1e3",
    "-0",
    "--1",
    "9007199254740993",
  ]) {
    refused(text, "syntax");
  }
  for (const text of [
    '"\\x"',
    '"\u0001"',
    '"\\ud800"',
    '"abc',
    "nul",
    "true false",
    "\ufeff{}",
    '{"a"1}',
    "[[[[[[[[[[1]]]]]]]]]]",
  ]) {
    refused(text, "syntax");
  }
  refused(Buffer.from([0x22, 0xff, 0x22]), "syntax");
  refused(`"${"x".repeat(10_000)}"`, "tooLarge");
});
