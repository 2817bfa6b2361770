/**
 * The block form of an operator: one loop over a block of candles, generated once per operator class.
 *
 * Two measured reasons for generating source text instead of writing one shared loop:
 * V8 keeps the operator's numbers in registers only when it can see that the state object does not escape, so the loop
 * works on a local copy of the fields and writes them back at the end (3 times faster for an EMA); and feedback belongs
 * to the source text, so a loop shared by many operator classes is slow for all of them.
 */
import type { Operator, OperatorDefinition } from "./operator.ts";

/**
 * Runs `count` candles. A series input comes as column and offset, a condition input as its true bits, its known bits
 * and an offset; outputs are columns, written from index 0.
 */
export type BlockFunction = (operator: Operator, count: number, ...columns: unknown[]) => void;

export type InputKind = "series" | "condition";

const compiled = new WeakMap<object, Map<string, BlockFunction>>();

/** The block form for an operator of this class with these kinds of inputs; compiled once, then shared. */
export function blockForm(
  operator: Operator,
  definition: OperatorDefinition,
  inputKinds: readonly InputKind[],
): BlockFunction {
  const prototype = Object.getPrototypeOf(operator) as object;
  let forms = compiled.get(prototype);
  if (forms === undefined) {
    forms = new Map();
    compiled.set(prototype, forms);
  }
  const key = `${definition.name}(${inputKinds.join()})`;
  let form = forms.get(key);
  if (form === undefined) {
    form = compile(operator, definition, inputKinds);
    forms.set(key, form);
  }
  return form;
}

/** Reads a condition at `i` as 1, 0 or NaN (unknown). */
function readCondition(n: number): string {
  const bit = (bits: string) => `((${bits}${n}[(i + offset${n}) >> 5] >>> ((i + offset${n}) & 31)) & 1)`;
  return `${bit("known")} === 1 ? ${bit("true")} : NaN`;
}

function compile(operator: Operator, definition: OperatorDefinition, inputKinds: readonly InputKind[]): BlockFunction {
  const fields = Object.keys(operator);
  const name = `${definition.name.replace(/\W/g, "_")}_state`;
  const inputs = inputKinds.map((kind, n) =>
    kind === "series" ? `in${n}, offset${n}` : `true${n}, known${n}, offset${n}`,
  );
  const outputs = definition.outputs.map((_, n) => `out${n}`);
  const reads = inputKinds.map(
    (kind, n) => `const x${n} = ${kind === "series" ? `in${n}[i + offset${n}]` : readCondition(n)};`,
  );
  const values = inputKinds.map((_, n) => `x${n}`);
  const writes = definition.outputs.map((output, n) =>
    n === 0 ? `out0[i] = s.next(${values.join(", ")});` : `out${n}[i] = s.${output.name};`,
  );
  const blanks = outputs.map((output) => `${output}[i] = NaN;`);
  const guarded =
    definition.acceptsNaN === true || values.length === 0
      ? writes.join(" ")
      : `if (${values.map((value) => `${value} === ${value}`).join(" && ")}) { ${writes.join(" ")} } else { ${blanks.join(" ")} }`;
  const source = `"use strict";
function ${name}(${fields.join(", ")}) { ${fields.map((field) => `this.${field} = ${field};`).join(" ")} }
${name}.prototype = prototype;
return function ${name}_block(operator, count, ${[...inputs, ...outputs].join(", ")}) {
  const s = new ${name}(${fields.map((field) => `operator.${field}`).join(", ")});
  for (let i = 0; i < count; i++) { ${reads.join(" ")} ${guarded} }
  ${fields.map((field) => `operator.${field} = s.${field};`).join(" ")}
};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text holds nothing but our own operators' field names
  const make = new Function("prototype", source) as (prototype: object) => BlockFunction;
  return make(Object.getPrototypeOf(operator) as object);
}
