/**
 * Three-way merge: what becomes of a value that two sides have changed since they had it in common.
 *
 * A merge is a function of values and of nothing else. It gives a value, or conflicts in words; it never throws and never chooses in
 * silence. In the words *here* is the side that takes in, *there* the one that is taken in.
 */

/**
 * @param old  what both sides had; undefined where they have nothing in common, or where it was not there yet
 * @param x    what it is here
 * @param y    what it is there
 */
export type Merge<T> = (old: T | undefined, x: T, y: T) => Merged<T>;

export type Merged<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly conflicts: readonly Conflict[] };

export interface Conflict {
  /** Where it is, from the outside in: names of directories, keys, `first` or `second` of a pair. */
  readonly path: readonly string[];
  readonly kind: ConflictKind;
  /** A sentence, e.g. `It was 1; here it became 2, there 3.` */
  readonly text: string;
}
export type ConflictKind =
  | "both changed"
  | "changed and deleted"
  | "nothing in common"
  | "leaf and directory"
  | "rewritten"
  | "histories crossed";

export const merged = <T>(value: T): Merged<T> => ({ ok: true, value });

export const conflict = (kind: ConflictKind, text: string): Merged<never> => ({
  ok: false,
  conflicts: [{ path: [], kind, text }],
});

/** The same, told as what happened below a name. */
export function below<T>(name: string, result: Merged<T>): Merged<T> {
  if (result.ok) return result;
  const conflicts = result.conflicts.map((one) => ({ ...one, path: [name, ...one.path] }));
  return { ok: false, conflicts };
}

/** None where it is a value. */
export const conflictsOf = (result: Merged<unknown>): readonly Conflict[] =>
  result.ok ? [] : result.conflicts;

/** All values, or all conflicts. */
export function all<T>(results: readonly Merged<T>[]): Merged<readonly T[]> {
  const conflicts = results.flatMap(conflictsOf);
  if (conflicts.length > 0) return { ok: false, conflicts };
  return merged(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

/** Another form of the same value. */
export function mapped<T, U>(result: Merged<T>, form: (value: T) => U): Merged<U> {
  return result.ok ? merged(form(result.value)) : result;
}

/** A conflict as one line: `web/port: It was 80; here it became 81, there 82.` */
export const conflictLine = ({ path, text }: Conflict): string =>
  path.length === 0 ? text : `${path.join("/")}: ${text}`;
