/**
 * Number of single edits between two words: insertion, deletion, replacement, or a swap of neighbours, which is one slip of the fingers.
 *
 * Source: optimal string alignment, after F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const plain = (name: string): string => name.toLowerCase().replaceAll('-', '_');

/**
 * The known name that was probably meant: the one with the fewest edits, the first of equals. Case, `-` and `_` do not count.
 * Undefined when nothing is near: more than two edits and more than two fifths of the longer word.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > 200) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const distance = editDistance(plain(name), plain(candidate));
    const isNear = distance <= 2 || distance <= 0.4 * Math.max(name.length, candidate.length);
    if (isNear && distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Hint of a message about an unknown name: the nearest known one, else the list of all. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = [...known];
  const nearest = nearestName(name, names);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  return names.length === 0
    ? 'nothing is allowed here'
    : `known: ${names.slice(0, 40).join(', ')}${names.length > 40 ? ', …' : ''}`;
}
