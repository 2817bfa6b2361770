/** Light and dark: the system's choice until the reader makes one. */

export interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly up: string;
  readonly down: string;
  readonly hold: string;
  readonly series: readonly string[];
}

/** The colours of the style sheet, as they are now; charts are drawn on canvases and must be told. */
export function currentPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: read("surface"),
    text: read("text"),
    muted: read("muted"),
    line: read("line"),
    accent: read("accent"),
    up: read("up"),
    down: read("down"),
    hold: read("hold"),
    series: ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6"].map(read),
  };
}

/** `#rrggbb` with an opacity, for fills on canvases. */
export function faded(colour: string, opacity: number): string {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0");
  return `${colour}${alpha}`;
}

const listeners: (() => void)[] = [];

/** Calls back whenever the colours have changed. */
export function onPaletteChange(listener: () => void): void {
  listeners.push(listener);
}

function announce(): void {
  for (const listener of listeners) listener();
}

export function setUpTheme(button: HTMLButtonElement): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = (): boolean => (root.dataset["theme"] ?? (system.matches ? "dark" : "light")) === "dark";
  const show = (): void => {
    button.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
    announce();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  // Paper is white: canvases are drawn anew in light colours while printing.
  let chosen: string | undefined;
  addEventListener("beforeprint", () => {
    chosen = root.dataset["theme"];
    root.dataset["theme"] = "light";
    announce();
  });
  addEventListener("afterprint", () => {
    if (chosen === undefined) delete root.dataset["theme"];
    else root.dataset["theme"] = chosen;
    announce();
  });
  show();
}
