/** Copying and restoring state objects: operators and whatever else keeps its state in plain fields. */

/** State as plain data, deep: what `restore` needs to go on bit for bit. */
export type Snapshot = { readonly [field: string]: SnapshotValue };
export type SnapshotValue = number | boolean | string | undefined | Column | Snapshot | readonly SnapshotValue[];
type Column = Float64Array | Int32Array | Uint8Array;

function isColumn(value: unknown): value is Column {
  return value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array;
}

function copyValue(value: unknown): SnapshotValue {
  if (isColumn(value)) return value.slice();
  if (Array.isArray(value)) return value.map(copyValue);
  if (typeof value === "object" && value !== null) return snapshot(value);
  return value as SnapshotValue;
}

/** Deep copy of the fields of an operator, or of any state object built by the same rules. */
export function snapshot(state: object): Snapshot {
  const copy: Record<string, SnapshotValue> = {};
  for (const [field, value] of Object.entries(state)) copy[field] = copyValue(value);
  return copy;
}

function restoreValue(current: unknown, saved: SnapshotValue): unknown {
  if (isColumn(current)) {
    current.set(saved as Float64Array);
    return current;
  }
  if (Array.isArray(current)) {
    const values = saved as readonly SnapshotValue[];
    current.length = values.length;
    for (let i = 0; i < values.length; i++) current[i] = restoreValue(current[i], values[i]);
    return current;
  }
  if (typeof current === "object" && current !== null) {
    restore(current, saved as Snapshot);
    return current;
  }
  return saved;
}

/** Puts a snapshot back into a state object that was created with the same parameters. */
export function restore(state: object, saved: Snapshot): void {
  const fields = state as Record<string, unknown>;
  for (const field of Object.keys(saved)) fields[field] = restoreValue(fields[field], saved[field]);
}
