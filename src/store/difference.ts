/** What differs between two trees, leaf by leaf. */
import { type Directory, type Part, depthMax, tooDeep } from "./directory.ts";
import { type Json, leafText } from "./leaf.ts";
import { namesIn } from "./name-index.ts";
import { compareNames } from "./object-tree.ts";
import { type Path, type Tree, leavesOf } from "./tree.ts";

/** A leaf that was added (no `before`), removed (no `after`) or updated. */
export interface Change {
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * In the order of the paths; where a leaf became a directory or the other way round, what was removed comes first.
 *
 * Cost: parts with equal ids are not read; of the others each is read once, and the names in them are compared.
 */
export function difference(before: Tree, after: Tree): Iterable<Change> {
  return between(before.root, after.root, []);
}

function* between(
  before: Part | undefined,
  after: Part | undefined,
  path: Path,
): Generator<Change, undefined> {
  if (isSame(before, after)) return;
  if (path.length > depthMax) throw tooDeep();
  if (before?.kind === "directory" && after?.kind === "directory") {
    for (const [name, was, is] of pairsOf(before, after)) yield* between(was, is, [...path, name]);
  } else if (before?.kind === "leaf" && after?.kind === "leaf") {
    const change = { path, before: before.value(), after: after.value() };
    if (leafText(change.before) !== leafText(change.after)) yield change;
  } else {
    for (const [at, value] of before === undefined ? [] : leavesOf(before, path))
      yield { path: at, before: value, after: undefined };
    for (const [at, value] of after === undefined ? [] : leavesOf(after, path))
      yield { path: at, before: undefined, after: value };
  }
}

/** The names that do not stand for the same in two directories, and what each stands for. */
function pairsOf(
  before: Directory,
  after: Directory,
): readonly (readonly [name: string, before: Part | undefined, after: Part | undefined])[] {
  const [was, is] = [new Map(namesIn(before.parts())), new Map(namesIn(after.parts()))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => !isSame(was.get(name), is.get(name)))
    .toSorted(compareNames)
    .map((name) => [name, was.get(name), is.get(name)]);
}

/** Known to be the same without a look. */
const isSame = (a: Part | undefined, b: Part | undefined): boolean =>
  a === b || (a?.id !== undefined && a.id === b?.id);
