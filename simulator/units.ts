/**
 * Exact money: every amount and price in the simulator is a bigint of 1e-8 units, the grid that Binance itself uses.
 */

const PLACES = 8;
export const ONE = 10n ** BigInt(PLACES);

/**
 * @returns the amount in units, or undefined where the text is no plain decimal of at most eight places (exponents, signs and blanks are none)
 */
export function parseUnits(text: string): bigint | undefined {
  const match = /^(\d{1,20})(?:\.(\d{1,8}))?$/.exec(text);
  if (match === null) return undefined;
  return BigInt(match[1]) * ONE + BigInt((match[2] ?? "").padEnd(PLACES, "0"));
}

/** For amounts written in the code itself. Throws on anything that `parseUnits` refuses. */
export function units(text: string): bigint {
  const value = parseUnits(text);
  if (value === undefined) throw new RangeError(`"${text}" is not a decimal amount`);
  return value;
}

/** Eight places, as Binance prints: `0.10000000`. */
export function formatUnits(value: bigint): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, "0");
  return `${sign}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** Without trailing zeros, as Coinbase prints: `0.1`. */
export function formatShort(value: bigint): string {
  return formatUnits(value).replace(/\.?0+$/, "");
}

/** Price times quantity, rounded down to a unit. */
export function multiplyUnits(a: bigint, b: bigint): bigint {
  return (a * b) / ONE;
}

/** Rounded down to a unit. */
export function divideUnits(a: bigint, b: bigint): bigint {
  return (a * ONE) / b;
}
