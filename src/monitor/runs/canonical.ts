/** One text for equal data: what run ids and comparisons rest on. */

/** JSON with sorted keys and without undefined values: equal data give equal texts, whatever order they were built in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

/** `a.b.0.c` to the value there as text, for every leaf. */
export function leavesOf(value: unknown, path = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null)
    return new Map([[path, typeof value === "string" ? value : JSON.stringify(value)]]);
  const leaves = new Map<string, string>();
  for (const [key, part] of Object.entries(value))
    for (const [place, leaf] of leavesOf(part, path === "" ? key : `${path}.${key}`)) leaves.set(place, leaf);
  return leaves;
}
