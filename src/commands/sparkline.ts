const LEVELS = "▁▂▃▄▅▆▇█";

/** A line of block characters, each the last value of its share of the series, scaled between the least and the largest. */
export function sparkline(values: readonly number[], width: number): string {
  if (values.length === 0) return "";
  const columns = Math.min(width, values.length);
  const shown = Array.from(
    { length: columns },
    (_, column) => values[Math.ceil(((column + 1) * values.length) / columns) - 1],
  );
  const low = Math.min(...shown);
  const range = Math.max(...shown) - low;
  // A flat line stands in the middle: at the bottom it would look like a loss.
  return shown
    .map((value) => LEVELS[range === 0 ? 3 : Math.round(((value - low) / range) * (LEVELS.length - 1))])
    .join("");
}
