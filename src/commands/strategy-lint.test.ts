import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOnly, importsOf } from "./source-text.ts";
import { lintDeterminism } from "./strategy-lint.ts";

const found = (source: string) => lintDeterminism(source).map((finding) => `${finding.line} ${finding.found}`);

test("each way out of determinism is found, with its line", () => {
  const forbidden = [
    "Date.now()",
    "new Date()",
    "new Date",
    "Date()",
    "performance.now()",
    "Math.random()",
    "crypto.randomUUID()",
    "fetch(url)",
    "new WebSocket(url)",
    "setTimeout(f, 1)",
    "setInterval(f, 1)",
    "setImmediate(f)",
    "queueMicrotask(f)",
    "process.env.HOME",
    "globalThis.x",
    "eval(text)",
    "new Function('x')",
    "require('fs')",
    "x.toLocaleString()",
    "a.localeCompare(b)",
    "time.getHours()",
    "new Intl.DateTimeFormat()",
    "await import('./x.ts')",
    "new WeakRef(x)",
  ];
  for (const source of forbidden) assert.match(found(`\nconst a = ${source};`).join(), /^2 /, source);
  for (const source of [
    'import { readFileSync } from "node:fs";',
    "import http from 'http';",
    'export * from "node:net";',
    'import "fs/promises";',
  ])
    assert.equal(found(source).length, 1, source);
});

test("what only looks like it is not found", () => {
  const allowed = [
    "new Date(time).getUTCHours()",
    "Date.UTC(2024, 0, 1)",
    "view.performance",
    "const o = { process: 1, fetch: 2 };",
    "// Date.now() is forbidden",
    "/* Math.random()\n fetch() */",
    "'Math.random()'",
    '"process.env"',
    "`fetch ${1} eval(`",
    "/Math.random/.test(x)",
    "preprocess(x) + this.process(x) + random",
    'import { ema } from "candlewright";',
    'import { x } from "./mine.ts";',
    "a / b / process2",
    "functionFunction()",
  ];
  for (const source of allowed) assert.deepEqual(found(source), [], source);
});

test("code inside a template's placeholder counts", () => {
  assert.deepEqual(found("const a = `x ${ {b: Math.random()}.b } ${fetch(`y${eval('')}`)} crypto`;"), [
    "1 Math.random",
    "1 fetch",
    "1 eval",
  ]);
});

test("blanking keeps every line and column where it was", () => {
  const source = 'a("x // y") /* c\n d */ + /[/"]/.test(b) // e\n`f ${g} h`';
  const code = codeOnly(source, { strings: true });
  assert.equal(code.length, source.length);
  assert.equal(code.replace(/ +/g, " "), 'a(" ") \n + / /.test(b) \n` ${g} `');
});

test("imports are found in every form, not in comments", () => {
  const source = `import a from "./a.ts";\nimport {\n b,\n} from './b.ts';\nexport * from "./c.ts";\n// from "./no.ts"\nconst d = await import("./d.ts");\nimport "./e.ts";`;
  assert.deepEqual(
    importsOf(source).map(({ specifier, line }) => `${specifier}:${line}`),
    ["./a.ts:1", "./b.ts:4", "./c.ts:5", "./d.ts:7", "./e.ts:8"],
  );
});
