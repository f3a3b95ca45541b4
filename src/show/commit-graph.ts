/**
 * How commits descend from each other, drawn with characters beside a list of them: a column for each line of descent that is open.
 *
 *     *       a merge
 *     |\
 *     | *     made on a branch
 *     |/
 *     *       where it began
 */

export interface Drawn<Commit> {
  readonly commit: Commit;
  /** Before its text: `| * `. */
  readonly mark: string;
  /** Lines to be printed before it, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}
/** What is drawn of a commit. */
interface Descent {
  readonly id: string;
  readonly parents: readonly string[];
}

/** @param commits  none before one that was made from it. O(commits × open lines) */
export function commitGraph<Commit extends Descent>(
  commits: readonly Commit[],
): readonly Drawn<Commit>[] {
  /** What each column leads to. */
  const lanes: string[] = [];
  return commits.map((commit) => {
    const at = laneOf(lanes, commit.id);
    const before = joined(lanes, at);
    const mark = lanes.map((_, k) => (k === at ? "* " : "| ")).join("");
    const [first, ...others] = commit.parents;
    if (first === undefined) return { commit, mark, before, after: ended(lanes, at) };
    lanes[at] = first;
    return { commit, mark, before, after: others.map((parent) => parted(lanes, at, parent)) };
  });
}

/** The first column that leads to a commit; a new one where none does. */
function laneOf(lanes: string[], id: string): number {
  const found = lanes.indexOf(id);
  return found < 0 ? lanes.push(id) - 1 : found;
}

/** Ends the other columns that lead to the same commit. */
function joined(lanes: string[], at: number): readonly string[] {
  const rows: string[] = [];
  const other = (): number => lanes.indexOf(lanes[at] ?? "", at + 1);
  for (let from = other(); from >= 0; from = other()) {
    const row = Array.from({ length: 2 * lanes.length }, () => " ");
    for (let k = 0; k < lanes.length; k += 1)
      row[k < from ? 2 * k : 2 * k - 1] = k < from ? "|" : "/";
    for (let k = at + 1; k < from; k += 1) row[2 * k - 1] = "_";
    rows.push(row.join("").trimEnd());
    lanes.splice(from, 1);
  }
  return rows;
}

/** A column for a further parent, to the right of that of the commit. */
function parted(lanes: string[], at: number, parent: string): string {
  const row = lanes.map((_, k) => (k < at ? "| " : k === at ? "|\\" : " \\")).join("");
  lanes.splice(at + 1, 0, parent);
  return row;
}

/** The column of a first commit ends; those to its right move up. */
function ended(lanes: string[], at: number): readonly string[] {
  lanes.splice(at, 1);
  if (at === lanes.length) return [];
  return [lanes.map((_, k) => (k < at ? "| " : " /")).join("")];
}
