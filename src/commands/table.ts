import { stripVTControlCharacters } from "node:util";

export interface Column {
  readonly title: string;
  /** Numbers stand right, so that their digits line up; text stands left (the default). */
  readonly align?: "left" | "right";
}

/** Width on the screen of a text without wide characters, colours not counted. */
const widthOf = (text: string) => Array.from(stripVTControlCharacters(text)).length;

/**
 * Lays out rows under column titles, two spaces between columns, without trailing blanks.
 * @param rows one text a column; the cells may hold colours
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => widthOf(line[index] ?? ""))));
  const layOut = (line: readonly string[]) =>
    columns
      .map((column, index) => {
        const cell = line[index] ?? "";
        const blanks = " ".repeat(widths[index] - widthOf(cell));
        return column.align === "right" ? blanks + cell : cell + blanks;
      })
      .join("  ")
      .trimEnd();
  return lines.map(layOut).join("\n");
}
