/** Numbers as people read them: the same in the terminal, on the page and in sentences. */
import type { Unit } from "../metrics/metric.ts";

const MINUS = "−";

/** Fixed decimals with a proper minus sign and thin thousands groups: `−12,345.68`. */
export function decimals(value: number, digits = 2): string {
  const text = grouped(Math.abs(value), digits);
  // A value that rounds to zero has no sign.
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/**
 * What `toLocaleString("en-US")` gives with as many fraction digits, without the 10 ms that its first use takes: rounded from
 * the shortest decimals that denote the number, halves up.
 */
function grouped(size: number, digits: number): string {
  const shortest = String(size);
  const [, integer, fraction = ""] = /^(\d{1,15})(?:\.(\d+))?$/.exec(shortest) ?? [];
  const isHalf = fraction.length === digits + 1 && fraction.endsWith("5");
  // The longest decimals leave no room to step off a half.
  if (integer === undefined || (isHalf && shortest.length > 16))
    return size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const [whole, rest] =
    fraction.length <= digits
      ? [integer, fraction.padEnd(digits, "0")]
      : // The number behind a half may be a little less than it, and toFixed would look at that.
        Number(isHalf ? `${shortest.slice(0, -1)}9` : shortest)
          .toFixed(digits)
          .split(".");
  const groups = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return digits === 0 ? groups : `${groups}.${rest}`;
}

/** A fraction as per cent: 0.0312 is `3.12 %`. */
export function percent(fraction: number, digits = 2): string {
  return `${decimals(fraction * 100, digits)} %`;
}

export function money(amount: number, currency: string): string {
  return `${decimals(amount, 2)} ${currency}`;
}

/** A price with as many digits as its size needs: five or six that count. */
export function price(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  const digits = size >= 1000 ? 2 : size >= 1 ? 4 : Math.min(12, 5 - Math.floor(Math.log10(size)));
  return decimals(value, digits);
}

/** `2024-03-01 14:15` UTC. */
export function minuteText(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

/** `2024-03-01` UTC. */
export function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `45 min`, `7.5 h`, `12 d`. */
export function durationText(durationMs: number): string {
  const minutes = durationMs / 60_000;
  if (minutes < 120) return `${decimals(minutes, 0)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${decimals(hours, 1)} h` : `${decimals(hours / 24, hours < 240 ? 1 : 0)} d`;
}

/** A metric's value in its unit. */
export function valueText(value: number, unit: Unit, currency: string): string {
  switch (unit) {
    case "fraction":
      return percent(value);
    case "currency":
      return money(value, currency);
    case "count":
      return decimals(value, Number.isInteger(value) ? 0 : 1);
    case "days":
      return `${decimals(value, 1)} d`;
    case "hours":
      return durationText(value * 3_600_000);
    case "basis points":
      return `${decimals(value, 1)} bp`;
    case "multiple of risk":
      return `${decimals(value)} R`;
    case "per day":
    case "per year":
      return `${decimals(value)} ${unit}`;
    case "ratio":
      return decimals(value);
  }
}
