/**
 * The block form of an operator: one loop over a block of candles, generated once per operator class.
 *
 * Two measured reasons for generating source text instead of writing one shared loop:
 * V8 keeps the operator's numbers in registers only when it can see that the state object does not escape, so the loop
 * works on a local copy of the fields and writes them back at the end (3 times faster for an EMA); and feedback belongs
 * to the source text, so a loop shared by many operator classes is slow for all of them.
 *
 * Two more make short loops shorter. A column that holds no NaN, as nearly all, needs no test on every candle: an EMA then
 * takes half the time. And one loop can run two operators of a class side by side: each value waits for the one before
 * it, so the processor does the second chain while it waits for the first.
 */
import type { Operator, OperatorDefinition } from "./operator.ts";

/**
 * Runs `count` candles. For each operator: the operator, its inputs (a series as column and offset, a condition as its
 * true bits, its known bits and an offset), its outputs (columns, written from index 0).
 */
export type BlockFunction = (count: number, ...operatorsAndColumns: unknown[]) => void;

export interface BlockForm {
  /** For blocks in which no input is NaN. */
  readonly known: BlockFunction;
  /** For all blocks. The same function where the operator takes NaN. */
  readonly guarded: BlockFunction;
}

export type InputKind = "series" | "condition";

const compiled = new WeakMap<object, Map<string, BlockForm>>();

/**
 * The block form for operators of this class with these kinds of inputs; compiled once, then shared.
 * @param lanes number of operators that it runs side by side
 */
export function blockForm(
  operator: Operator,
  definition: OperatorDefinition,
  inputKinds: readonly InputKind[],
  lanes = 1,
): BlockForm {
  const prototype = Object.getPrototypeOf(operator) as object;
  let forms = compiled.get(prototype);
  if (forms === undefined) {
    forms = new Map();
    compiled.set(prototype, forms);
  }
  const key = `${lanes} ${definition.name}(${inputKinds.join()})`;
  let form = forms.get(key);
  if (form === undefined) {
    form = compile(operator, definition, inputKinds, lanes);
    forms.set(key, form);
  }
  return form;
}

/** Whether `count` values from `from` on hold no NaN. */
export function isKnownThroughout(column: Float64Array, from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (column[i] !== column[i]) return false;
  return true;
}

/** The source text of what one operator of the loop needs; its names end in the operator's number. */
interface Lane {
  readonly parameters: string;
  readonly copies: string;
  readonly known: string;
  readonly guarded: string;
  readonly assigns: string;
}

/** Reads a condition at `i` as 1, 0 or NaN (unknown). */
function readCondition(name: string): string {
  const bit = (bits: string) => `((${bits}${name}[(i + offset${name}) >> 5] >>> ((i + offset${name}) & 31)) & 1)`;
  return `${bit("known")} === 1 ? ${bit("true")} : NaN`;
}

function laneText(
  lane: number,
  stateName: string,
  fields: readonly string[],
  definition: OperatorDefinition,
  inputKinds: readonly InputKind[],
): Lane {
  const named = inputKinds.map((kind, n) => ({ kind, name: `${n}_${lane}` }));
  const inputs = named.map(({ kind, name }) =>
    kind === "series" ? `in${name}, offset${name}` : `true${name}, known${name}, offset${name}`,
  );
  const outputs = definition.outputs.map((_, n) => `out${n}_${lane}`);
  const reads = named.map(
    ({ kind, name }) => `const x${name} = ${kind === "series" ? `in${name}[i + offset${name}]` : readCondition(name)};`,
  );
  const values = named.map(({ name }) => `x${name}`);
  const state = `s${lane}`;
  const writes = definition.outputs.map((output, n) =>
    n === 0 ? `${outputs[0]}[i] = ${state}.next(${values.join(", ")});` : `${outputs[n]}[i] = ${state}.${output.name};`,
  );
  const blanks = outputs.map((output) => `${output}[i] = NaN;`);
  const step = [...reads, ...writes].join(" ");
  const knownValues = values.map((value) => `${value} === ${value}`).join(" && ");
  const operator = `operator${lane}`;
  return {
    parameters: [operator, ...inputs, ...outputs].join(", "),
    copies: `const ${state} = new ${stateName}(${fields.map((field) => `${operator}.${field}`).join(", ")});`,
    known: step,
    guarded: takesNaN(definition)
      ? step
      : `${reads.join(" ")} if (${knownValues}) { ${writes.join(" ")} } else { ${blanks.join(" ")} }`,
    assigns: fields.map((field) => `${operator}.${field} = ${state}.${field};`).join(" "),
  };
}

/** Whether `next` is called on every candle, whatever its inputs are. */
function takesNaN(definition: OperatorDefinition): boolean {
  return definition.acceptsNaN === true || definition.inputs.length === 0;
}

function compile(
  operator: Operator,
  definition: OperatorDefinition,
  inputKinds: readonly InputKind[],
  laneCount: number,
): BlockForm {
  const fields = Object.keys(operator);
  const name = `${definition.name.replace(/\W/g, "_")}_state`;
  const lanes = Array.from({ length: laneCount }, (_, lane) => laneText(lane, name, fields, definition, inputKinds));
  const all = (part: keyof Lane, separator: string) => lanes.map((lane) => lane[part]).join(separator);
  const loop = (step: "known" | "guarded") => `function ${name}_${step}(count, ${all("parameters", ", ")}) {
  ${all("copies", "\n  ")}
  for (let i = 0; i < count; i++) { ${all(step, "\n    ")} }
  ${all("assigns", "\n  ")}
}`;
  const source = `"use strict";
function ${name}(${fields.join(", ")}) { ${fields.map((field) => `this.${field} = ${field};`).join(" ")} }
${name}.prototype = prototype;
${loop("guarded")}
${takesNaN(definition) ? `return { known: ${name}_guarded, guarded: ${name}_guarded };` : `${loop("known")}\nreturn { known: ${name}_known, guarded: ${name}_guarded };`}`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text holds nothing but our own operators' field names
  const make = new Function("prototype", source) as (prototype: object) => BlockForm;
  return make(Object.getPrototypeOf(operator) as object);
}
