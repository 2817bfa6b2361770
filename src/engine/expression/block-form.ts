/**
 * The block form of an operator: one loop over a block of candles, generated once per operator class.
 *
 * Two measured reasons for generating source text instead of writing one shared loop:
 * V8 keeps the operator's numbers in registers only when it can see that the state object does not escape, so the loop
 * works on a local copy of the fields and writes them back at the end (3 times faster for an EMA); and feedback belongs
 * to the source text, so a loop shared by many operator classes is slow for all of them.
 *
 * Two more make short loops shorter. A column that holds no NaN, as nearly all, needs no test on every candle: an EMA then
 * takes half the time. The loop that does without sums its inputs up, beside its chain of waits: a sum that is a number had
 * no NaN in it; otherwise nothing is kept of that run. And one loop can run two operators of a class side by side: each
 * value waits for the one before it, so the processor does the second chain while it waits for the first.
 */
import type { Operator, OperatorDefinition } from "./operator.ts";

/**
 * Runs `count` candles. For each operator: the operator, its inputs (a series as column and offset, a condition as its
 * true bits, its known bits and an offset), its outputs (columns, written from index 0).
 */
export type BlockFunction = (count: number, ...operatorsAndColumns: unknown[]) => void;

/** @returns false where an input may be NaN: the operators are as they were, and the outputs are worth nothing */
export type TrustingFunction = (count: number, ...operatorsAndColumns: unknown[]) => boolean;

export interface BlockForm {
  /** Undefined where the operator takes NaN anyway, or reads conditions. */
  readonly trusting: TrustingFunction | undefined;
  /** For all blocks. */
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

/** The source text of what one operator of the loop needs; its names end in the operator's number. */
interface Lane {
  readonly parameters: string;
  readonly copies: string;
  readonly trusting: string;
  readonly guarded: string;
  /** The sum of all inputs, NaN where one of them is. */
  readonly sum: string;
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
    trusting: `${step} sum${lane} += ${values.join(" + ")};`,
    sum: `sum${lane}`,
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
  const guarded = `function ${name}_guarded(count, ${all("parameters", ", ")}) {
  ${all("copies", "\n  ")}
  for (let i = 0; i < count; i++) { ${all("guarded", "\n    ")} }
  ${all("assigns", "\n  ")}
}`;
  const trusting = `function ${name}_trusting(count, ${all("parameters", ", ")}) {
  ${all("copies", "\n  ")}
  let ${lanes.map(({ sum }) => `${sum} = 0.5`).join(", ")};
  for (let i = 0; i < count; i++) { ${all("trusting", "\n    ")} }
  const sum = ${all("sum", " + ")};
  if (sum !== sum) return false;
  ${all("assigns", "\n  ")}
  return true;
}`;
  const canTrust = !takesNaN(definition) && inputKinds.every((kind) => kind === "series");
  const source = `"use strict";
function ${name}(${fields.join(", ")}) { ${fields.map((field) => `this.${field} = ${field};`).join(" ")} }
${name}.prototype = prototype;
${guarded}
${canTrust ? trusting : ""}
return { trusting: ${canTrust ? `${name}_trusting` : "undefined"}, guarded: ${name}_guarded };`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text holds nothing but our own operators' field names
  const make = new Function("prototype", source) as (prototype: object) => BlockForm;
  return make(Object.getPrototypeOf(operator) as object);
}
