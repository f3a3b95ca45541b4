/**
 * The merge of trees: leaf by leaf, each by the rule of its path.
 *
 * What only one side changed is taken whole, known by its id and not read. So the cost is that of what both have changed.
 */
import { Directory, Leaf, type Part, depthMax, tooDeep } from "../directory.ts";
import type { Json } from "../leaf.ts";
import { type NameIndex, namesIn, valueOf, withName, withoutName } from "../name-index.ts";
import { compareNames } from "../object-tree.ts";
import { type Path, Tree } from "../tree.ts";
import {
  type Merge,
  type Merged,
  all,
  below,
  conflict,
  conflictsOf,
  mapped,
  merged,
} from "./merge.ts";
import { jsonTelling, oneSide } from "./one-side.ts";
import { option } from "./option.ts";

/** How what stands at a path is merged. */
export interface Rules {
  /** A leaf; undefined where there is none. */
  readonly leaf: (path: Path) => Merge<Json | undefined>;
  /** A directory that is one value, as a queue is; undefined for one that is merged name by name. */
  readonly whole?: (path: Path) => Merge<Tree | undefined> | undefined;
}

/** Leaves that one side changed, or both alike; all else is a conflict. */
export const usualRules: Rules = {
  leaf: () => usualLeaf,
};
const usualLeaf = option(oneSide(jsonTelling), jsonTelling);

/**
 * @param old  what both come from; undefined where they have nothing in common: then whatever one of them lacks is taken from the other
 * @throws MadeusError  where the store cannot give what it must
 */
export function mergeTrees(
  old: Tree | undefined,
  x: Tree,
  y: Tree,
  rules: Rules = usualRules,
): Merged<Tree> {
  const result = mergeParts(rules, { old: old?.root, x: x.root, y: y.root }, []);
  return mapped(result, (part) =>
    part === x.root
      ? x
      : part === y.root
        ? y
        : new Tree(part?.kind === "directory" ? part : Directory.empty),
  );
}

/** What stands under one name, or nothing. */
interface Sides<T> {
  readonly old: T | undefined;
  readonly x: T | undefined;
  readonly y: T | undefined;
}

function mergeParts(rules: Rules, sides: Sides<Part>, path: Path): Merged<Part | undefined> {
  const { old, x, y } = sides;
  if (path.length > depthMax) throw tooDeep();
  if (isSame(old, x)) return merged(y);
  if (isSame(old, y)) return merged(x);
  // A leaf may have become a directory or the other way round: each is merged on its own, and at most one of them may be left.
  const leaf = mergeLeaves(rules, sidesOf(sides, asLeaf), path);
  const directory = mergeDirectories(rules, sidesOf(sides, asDirectory), path);
  if (!leaf.ok || !directory.ok)
    return { ok: false, conflicts: [...conflictsOf(leaf), ...conflictsOf(directory)] };
  if (leaf.value === undefined || directory.value === undefined)
    return merged(leaf.value ?? directory.value);
  const [here, there] = x?.kind === "leaf" ? ["a leaf", "a directory"] : ["a directory", "a leaf"];
  return conflict("leaf and directory", `It is ${here} here and ${there} there.`);
}

function mergeLeaves(
  rules: Rules,
  { old, x, y }: Sides<Leaf>,
  path: Path,
): Merged<Leaf | undefined> {
  if (x === undefined && y === undefined) return merged(undefined);
  const result = rules.leaf(path)(old?.value(), x?.value(), y?.value());
  return mapped(result, (value) => {
    if (value === undefined) return undefined;
    // A leaf that is there already keeps its id.
    return (
      [x, y].find((one) => one !== undefined && jsonTelling.same(one.value(), value)) ??
      Leaf.of(value)
    );
  });
}

function mergeDirectories(
  rules: Rules,
  sides: Sides<Directory>,
  path: Path,
): Merged<Directory | undefined> {
  const { old, x, y } = sides;
  if (x === undefined && y === undefined) return merged(undefined);
  const whole = rules.whole?.(path);
  if (whole !== undefined) {
    const result = whole(treeOf(old), treeOf(x), treeOf(y));
    return mapped(result, (tree) => filled(tree?.root));
  }
  const changes: Merged<readonly [string, Part | undefined]>[] = [];
  for (const name of namesOf(sides)) {
    const parts = sidesOf(sides, (directory) => valueOf(directory.parts(), name));
    const result = mergeParts(rules, parts, [...path, name]);
    changes.push(
      below(
        name,
        mapped(result, (part) => [name, part] as const),
      ),
    );
  }
  return mapped(all(changes), (found) => filled(changed(x ?? Directory.empty, found)));
}

/** The names that stand for different things, in order. */
function namesOf({ old, x, y }: Sides<Directory>): readonly string[] {
  const [inOld, inX, inY] = [old, x, y].map((one) => new Map(namesIn(one?.parts())));
  const names = new Set([...(inOld?.keys() ?? []), ...(inX?.keys() ?? []), ...(inY?.keys() ?? [])]);
  return [...names]
    .filter(
      (name) =>
        !isSame(inX?.get(name), inY?.get(name)) || !isSame(inOld?.get(name), inX?.get(name)),
    )
    .toSorted(compareNames);
}

/** A directory with other parts under some names; the same one where they are there already. */
function changed(
  directory: Directory,
  found: readonly (readonly [string, Part | undefined])[],
): Directory {
  const parts = directory.parts();
  const next = found.reduce<NameIndex<Part>>((index, [name, part]) => {
    if (isSame(valueOf(index, name), part)) return index;
    return part === undefined ? withoutName(index, name) : withName(index, name, part);
  }, parts);
  return next === parts ? directory : directory.with(next);
}

/** Empty directories vanish. */
const filled = (directory: Directory | undefined): Directory | undefined =>
  directory?.parts() === undefined ? undefined : directory;

const treeOf = (directory: Directory | undefined): Tree | undefined =>
  directory === undefined ? undefined : new Tree(directory);

function sidesOf<T, U>({ old, x, y }: Sides<T>, of: (one: T) => U | undefined): Sides<U> {
  const each = (one: T | undefined): U | undefined => (one === undefined ? undefined : of(one));
  return { old: each(old), x: each(x), y: each(y) };
}
const asLeaf = (part: Part): Leaf | undefined => (part.kind === "leaf" ? part : undefined);
const asDirectory = (part: Part): Directory | undefined =>
  part.kind === "directory" ? part : undefined;

/** Known to be the same without a look. */
const isSame = (a: Part | undefined, b: Part | undefined): boolean =>
  a === b || (a?.id !== undefined && a.id === b?.id);
