import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { NumberScanner } from "./number-scanner.ts";

const scan = (text: string, delimiter = ",") => {
  const scanner = new NumberScanner(Buffer.from(`${text}\n`), delimiter.charCodeAt(0));
  return { value: scanner.number(), position: scanner.position };
};

test("reads every decimal number exactly as Number does", () => {
  const decimal = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(fc.bigInt(0n, 10n ** 24n), fc.bigInt(0n, 10n ** 12n)).map(([whole, part]) => `${whole}.${part}`),
    fc.tuple(fc.nat(), fc.stringMatching(/^\d{1,25}$/)).map(([whole, part]) => `${whole}.${part}`),
  );
  fc.assert(fc.property(decimal, (text) => Object.is(scan(text).value, Number(text))));
});

test("takes the forms that files have, and stops at the end of the field", () => {
  const cases: [string, number][] = [
    ["46216.93000000", 46216.93],
    ["0.00000001", 1e-8],
    ["007", 7],
    ["5.", 5],
    [".5", 0.5],
    ["-3.5", -3.5],
    ["+2", 2],
    ['"1.25"', 1.25],
    [" 8 ", 8],
    ["1e-7", 1e-7],
    ["0.0000000000000000000000012", 1.2e-24],
    ["9007199254740993", 9007199254740992],
  ];
  for (const [text, value] of cases) {
    assert.deepEqual(scan(`${text},9`), { value, position: text.length }, text);
    assert.deepEqual(scan(`${text}\r`), { value, position: text.length }, `${text} before a line's end`);
  }
});

test("anything else is no number", () => {
  for (const text of [
    "",
    "abc",
    "12a",
    "1,2".slice(0, 0),
    "--1",
    "1.2.3",
    "0x10",
    "NaN",
    "Infinity",
    "1e",
    ".",
    "1 2",
  ]) {
    assert.ok(Number.isNaN(scan(text).value), JSON.stringify(text));
  }
});
