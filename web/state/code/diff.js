/** Which lines of a file differ from the original: the longest common subsequence of lines. */

/**
 * A run of lines that differ: `first` to `last` of the new text, counted from 1, stand where the original had `removed`. Where
 * lines are only missing, `last` is `first - 1`: they stood before line `first`.
 * @typedef {{first: number, last: number, removed: string[]}} Change
 */

/**
 * The changes from one text to another, in order.
 *
 *     changesOf("a\nb\nc", "a\nB\nc")   // [{ first: 2, last: 2, removed: ["b"] }]
 *     changesOf("a\nb", "a")            // [{ first: 2, last: 1, removed: ["b"] }]
 *
 * @param {string} before @param {string} after
 * @returns {Change[]}
 */
export function changesOf(before, after) {
  if (before === after) return [];
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0; // of equal lines, from the end
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const middle = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return between(middle[0], middle[1], start + 1);
}

/** The changes between two lists of lines, the second of which begins at line `from`. @param {string[]} old @param {string[]} now @param {number} from */
function between(old, now, from) {
  const length = lengths(old, now);
  /** @type {Change[]} */
  const changes = [];
  /** @type {Change | null} */
  let open = null;
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      open = null;
      i++;
      j++;
      continue;
    }
    if (!open) {
      open = { first: from + j, last: from + j - 1, removed: [] };
      changes.push(open);
    }
    if (j >= now.length || (i < old.length && length[i + 1][j] >= length[i][j + 1]))
      open.removed.push(old[i++]);
    else open.last = from + j++;
  }
  return changes;
}

/** The most lines that what is left of both has in common, for each pair of beginnings. @param {string[]} old @param {string[]} now */
function lengths(old, now) {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      table[i][j] = old[i] === now[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

/** The numbers of the lines that are new or changed; where lines are only missing, that of the line after them. @param {Change[]} changes */
export const changedLines = (changes) =>
  changes.flatMap(({ first, last }) =>
    last < first ? [first] : Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
