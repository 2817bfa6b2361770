/** Exact decimals for what the policy compares: bigints of 1e-18 units, which holds every grid that an exchange uses. */

const PLACES = 18;
export const ONE = 10n ** BigInt(PLACES);

/** A positive or zero decimal in plain digits: no sign, no exponent, no blanks, ASCII only. */
export const DECIMAL_PATTERN = /^(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?$/;

/**
 * @param text must match `DECIMAL_PATTERN`
 * @throws RangeError otherwise: callers check what comes from outside first
 */
export function parseDecimal(text: string): bigint {
  if (!DECIMAL_PATTERN.test(text)) throw new RangeError("not a plain decimal");
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, "0"));
}

/** Product, rounded up: what is compared with a limit must never come out too small. */
export function multiplyUp(a: bigint, b: bigint): bigint {
  return (a * b + ONE - 1n) / ONE;
}

/** Product, rounded down. */
export function multiplyDown(a: bigint, b: bigint): bigint {
  return (a * b) / ONE;
}

/** Plain digits without trailing zeros. */
export function formatDecimal(value: bigint): string {
  const digits = value.toString().padStart(PLACES + 1, "0");
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, "");
}
