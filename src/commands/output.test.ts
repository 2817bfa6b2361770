import assert from "node:assert/strict";
import { test } from "node:test";
import { Output, type Surroundings, wantsColour } from "./output.ts";

const terminal = { write: () => {}, isTTY: true };
const pipe = { write: () => {} };

test("colour: the option beats NO_COLOR, which beats FORCE_COLOR, which beats the terminal", () => {
  assert.equal(wantsColour(terminal, {}, undefined), true);
  assert.equal(wantsColour(pipe, {}, undefined), false);
  assert.equal(wantsColour(terminal, { TERM: "dumb" }, undefined), false);
  assert.equal(wantsColour(pipe, { FORCE_COLOR: "1" }, undefined), true);
  assert.equal(wantsColour(terminal, { FORCE_COLOR: "0" }, undefined), false);
  assert.equal(wantsColour(terminal, { FORCE_COLOR: "1", NO_COLOR: "1" }, undefined), false);
  assert.equal(wantsColour(terminal, { NO_COLOR: "" }, undefined), true, "an empty NO_COLOR does not count");
  assert.equal(wantsColour(pipe, { NO_COLOR: "1" }, true), true);
  assert.equal(wantsColour(terminal, { FORCE_COLOR: "1" }, false), false);
});

function outputWith(options: { json?: boolean; quiet?: boolean; color?: boolean }) {
  const written = { stdout: "", stderr: "" };
  const surroundings: Surroundings = {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text), isTTY: true },
    environment: { NO_COLOR: "1" },
    signal: new AbortController().signal,
  };
  return { output: new Output(surroundings, { config: "config", ...options }), written };
}

test("data goes to stdout, notes and warnings to stderr; --quiet silences notes only", () => {
  const loud = outputWith({});
  loud.output.data("1");
  loud.output.note("reading");
  loud.output.warn("old");
  assert.deepEqual(loud.written, { stdout: "1\n", stderr: "reading\nwarning: old\n" });
  const quiet = outputWith({ quiet: true });
  quiet.output.note("reading");
  quiet.output.warn("old");
  assert.deepEqual(quiet.written, { stdout: "", stderr: "warning: old\n" });
  assert.equal(loud.output.interactive, true);
  assert.equal(quiet.output.interactive, false);
});

test("an error that does not end the command stays off stdout, even with --json", () => {
  const { output, written } = outputWith({ json: true });
  output.result({ a: 1 }, () => "one");
  output.problem(new Error("oh"));
  assert.deepEqual(JSON.parse(written.stdout), { a: 1 });
  assert.match(written.stderr, /Error: oh/);
});

test("a result is text, or one JSON document without colours", () => {
  const text = outputWith({ color: true });
  text.output.result({ a: 1 }, () => text.output.paint("red", "one"));
  assert.equal(text.written.stdout, "\u001B[31mone\u001B[39m\n");
  const json = outputWith({ json: true, color: true });
  json.output.result({ a: 1 }, () => "one");
  assert.deepEqual(JSON.parse(json.written.stdout), { a: 1 });
  assert.equal(json.output.paint("red", "one"), "one");
});

test("a table lines up its columns by what is seen, colours not counted", () => {
  const { output } = outputWith({});
  const rows = [
    ["\u001B[31mBTC/USDT\u001B[39m", "1.5"],
    ["X", "12.25"],
  ];
  assert.equal(
    output.table([{ title: "SYMBOL" }, { title: "PRICE", align: "right" }], rows),
    "SYMBOL    PRICE\n\u001B[31mBTC/USDT\u001B[39m    1.5\nX         12.25",
  );
});
