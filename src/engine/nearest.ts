/** "Did you mean": the known name that a mistyped one was probably meant to be. */

/**
 * The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
 * Source: L. Boytsov, Indexing methods for approximate dictionary searching, 2011, section 2.2.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let distance = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        distance = Math.min(distance, beforeLast[column - 2] + 1);
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length];
}

/**
 * The nearest of the known names, if any is near enough to be meant (at most two edits in five letters).
 * Case and the difference between `-`, `_` and camelCase are ignored.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, "");
  const wanted = plain(word);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length * 0.4)) + 1;
  for (const name of known) {
    const distance = editDistance(wanted, plain(name));
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}
