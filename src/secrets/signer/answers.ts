/** Reading the few fields of an exchange's answers that the signer itself acts on. All other answers pass through unread. */

/** @returns undefined where the text is not a JSON object */
export function readObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function textField(answer: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
  const value = answer?.[name];
  return typeof value === "string" ? value : undefined;
}
