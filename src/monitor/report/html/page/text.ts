/** Numbers and elements for the page's script. */

const MINUS = "−";

export function number(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

export function signedPercent(fraction: number, digits = 2): string {
  return `${fraction > 0 ? "+" : ""}${number(fraction * 100, digits)} %`;
}

export function priceText(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1000 ? 2 : size >= 1 ? 4 : Math.min(10, 5 - Math.floor(Math.log10(Math.max(size, 1e-10))));
  return number(value, digits);
}

/** `2024-03-01 14:15`, UTC. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}

export function heldText(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 2) return `${number(seconds / 60, 0)} min`;
  return hours < 48 ? `${number(hours, 1)} h` : `${number(hours / 24, 1)} d`;
}

/** An element with classes and text; text is never read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = "",
  text = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  if (text !== "") made.textContent = text;
  return made;
}

/** The element that the markup is known to contain. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return found;
}
