import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { parseDocument, pathText } from "./document.ts";

const codes = (text: string) => parseDocument("a.json", text).problems.map((problem) => problem.code);

test("comments and a trailing comma are allowed; lines are those of the values", () => {
  const document = parseDocument("a.json", '\uFEFF// first\n{\n  "a": { "b": 1, },\n  "list": [1,\n 2]\n}');
  assert.deepEqual(document.problems, []);
  assert.deepEqual(structuredClone(document.value), { a: { b: 1 }, list: [1, 2] });
  assert.equal(document.lineOf(["a", "b"]), 3);
  assert.equal(document.lineOf(["list", 1]), 5);
  assert.equal(document.lineOf(["a", "missing"]), 3, "the object around it");
  assert.equal(document.has(["a", "b"]), true);
  assert.equal(document.has(["a", "missing"]), false);
});

test("what is no JSON is refused with its line", () => {
  const [problem] = parseDocument("a.json", '{\n "a": 1\n "b": 2 }').problems;
  assert.equal(problem.code, "CONFIG_SYNTAX");
  assert.equal(problem.context.line, 3);
  assert.deepEqual(codes(""), ["CONFIG_SYNTAX"]);
  assert.equal(parseDocument("a.json", "{ ").value, undefined);
});

test("duplicate keys and keys that reach into JavaScript are refused", () => {
  assert.deepEqual(codes('{ "a": 1, "a": 2 }'), ["CONFIG_DUPLICATE_KEY"]);
  assert.deepEqual(codes('{ "x": [ { "__proto__": { "polluted": 1 } } ] }'), ["CONFIG_FORBIDDEN_KEY"]);
  assert.deepEqual(codes('{ "constructor": 1 }'), ["CONFIG_FORBIDDEN_KEY"]);
  assert.equal((Object.prototype as Record<string, unknown>)["polluted"], undefined);
});

test("secrets are seen under any spelling, and private keys under any name; other names are not", () => {
  for (const name of [
    "api_key",
    "API-KEY",
    "apiKey",
    "binanceApiSecret",
    "secret",
    "PASSWORD",
    "bot_token",
    "passphrase",
    "private_key",
    "privateKey",
  ])
    assert.deepEqual(codes(JSON.stringify({ [name]: "x" })), ["CONFIG_SECRET_IN_FILE"], name);
  assert.deepEqual(codes('{ "notes": "-----BEGIN EC PRIVATE KEY-----" }'), ["CONFIG_SECRET_IN_FILE"]);
  for (const name of ["key_id", "max_tokens", "keyboard", "secretary", "public_key", "exchange"])
    assert.deepEqual(codes(JSON.stringify({ [name]: "x" })), [], name);
});

test("any JSON value survives the parse, whatever is in it", () => {
  const safe = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__"));
  fc.assert(
    fc.property(safe, (value) => {
      const document = parseDocument("a.json", JSON.stringify(value));
      if (document.problems.length === 0)
        assert.deepEqual(structuredClone(document.value), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("paths read as in JavaScript", () => {
  assert.equal(pathText([1, "symbols", 0]), "[1].symbols[0]");
  assert.equal(pathText(["parameters", "short_window"]), "parameters.short_window");
  assert.equal(pathText([]), "");
});
