/**
 * A running deployment as a tree of typed leaves, made so that `git log --stat` reads as what happened to it:
 *
 *     assembly/name   assembly/home/{state,machine,directory}   assembly/instances/db/{type,version,host}   assembly/connections/web.database
 *     configuration/db/{places,lost,transitions,failures,behaviors,withdrawing}   configuration/db/values/address
 *     limits/{total,perHost,perInstance,named}   program/position   program/left/00000064
 *     runs/7/{limits,program}
 *
 * The last of them are those of runs with a scope, until they are at their end.
 *
 * It is a function of the state alone, so that a replayed journal gives the same tree, id for id.
 */
import { portName } from "../model/program.ts";
import { type Configuration, nothing } from "../semantics/configuration.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";
import { Directory, Leaf, type Part } from "./directory.ts";
import {
  type Leaves,
  type Origins,
  declaredLeaves,
  likenessOf,
  markingLeaves,
  providersOf,
  valueLeaves,
} from "./instance-leaves.ts";
import type { Home, Limits } from "./journal.ts";
import { indexOf, namesIn, sizeOf, valueOf, withName, withoutName } from "./name-index.ts";
import { compareNames } from "./object-tree.ts";
import { pathName } from "./path-name.ts";
import { ProgramDirectory } from "./program-directory.ts";
import { type Path, Tree } from "./tree.ts";

/** What stands, and under which names and limits. */
export interface Standing extends Origins {
  readonly configuration: Configuration;
  /** The name of the assembly. */
  readonly assembly: string;
  readonly limits: Limits;
  /** It is no more than a part: what this run took out of all that stands. */
  readonly run?: number | undefined;
}
/** What may be different from the time before. */
export interface Touched {
  /** Instances that have come, gone or moved. */
  readonly instances: Iterable<string>;
  /** Use ports that were connected or disconnected, as `instance.port`. */
  readonly uses: Iterable<string>;
}

/** The tree of what stands. O(instances + connections + instructions still to come). */
export const treeOf = (standing: Standing): Tree => new DeploymentTree().drawn(standing);

/** Where the limits and the program of a run with a scope stand, until it is at its end. */
export const runPath = (run: number): Path => ["runs", `${run}`];

/** With a run that is not at its end: how far its program is, and by what it is bound. */
export function withRun(
  tree: Tree,
  run: number,
  { configuration, limits }: Pick<Standing, "configuration" | "limits">,
): Tree {
  const limited = placed(tree, [...runPath(run), "limits"], directoryOf(limitLeaves(limits)));
  const program = new ProgramDirectory().drawn(configuration);
  return placed(limited, [...runPath(run), "program"], program);
}

/** What stands at these instances, use ports and runs in one tree, put in the place of what stands there in another. */
export function grafted(onto: Tree, from: Tree, { instances, uses }: Touched, run: number): Tree {
  const paths: Path[] = [runPath(run)];
  for (const [path] of sorted(instances))
    paths.push(["assembly", "instances", path], ["configuration", path]);
  for (const [path] of sorted(uses)) paths.push(["assembly", "connections", path]);
  return paths.reduce((tree, path) => {
    const [directory, value] = [from.at(path), from.find(path)];
    if (directory !== undefined) return tree.graft(path, directory);
    return value === undefined ? tree.remove(path) : tree.set(path, value);
  }, onto);
}

const homePath: Path = ["assembly", "home"];

/** A tree that is drawn again and again: what was not touched is shared with the time before. */
export class DeploymentTree {
  #tree: Tree;
  readonly #program = new ProgramDirectory();
  /** Directories by what is in them: many instances are alike, and stand alike. */
  readonly #declared = new Likes<string>();
  readonly #configured = new Likes<Lifecycle>();
  #limits: { readonly of: Limits; readonly directory: Directory } | undefined;
  #home: Home | undefined;

  /** @param tree  of what stands already */
  constructor(tree: Tree = Tree.empty) {
    this.#tree = tree;
  }

  /**
   * As it is now. Cost: what is touched, a logarithm of all for each of it, and the instructions that have come since.
   *
   * @param touched  undefined: anything
   */
  drawn(standing: Standing, touched?: Touched): Tree {
    const { configuration: c, assembly, limits, run } = standing;
    // One that is about all has taken in what others had in hand.
    const own = run === undefined ? this.#tree.remove(["runs"]) : this.#tree;
    const before = touched === undefined ? Tree.empty : own;
    const names = sorted(touched?.instances ?? c.numbers.keys());
    const each = (make: (instance: number) => Part): readonly Redrawn[] =>
      names.map(([path, name]) => {
        const number = c.number(name);
        return [path, number === undefined ? undefined : make(number)];
      });
    const declared = each((one) => this.#declaredAs(standing, one));
    const configured = each((one) => this.#configuredAs(c, one));
    const uses = sorted(touched?.uses ?? usesIn(c));
    const wired = uses.map(([path, use]): Redrawn => [path, wireOf(c, use)]);
    const isNamed = before.find(["assembly", "name"]) === assembly;
    let tree = isNamed ? before : before.set(["assembly", "name"], assembly);
    tree = this.#housed(tree, standing.home);
    tree = redrawn(tree, ["assembly", "instances"], declared);
    tree = redrawn(tree, ["assembly", "connections"], wired);
    tree = redrawn(tree, ["configuration"], configured);
    const place = run === undefined ? [] : runPath(run);
    tree = placed(tree, [...place, "limits"], this.#limited(limits));
    this.#tree = placed(tree, [...place, "program"], this.#program.drawn(c));
    return this.#tree;
  }

  /** What is drawn next is drawn on this tree. */
  goOnFrom(tree: Tree): void {
    this.#tree = tree;
  }

  #housed(tree: Tree, home: Home | undefined): Tree {
    const isThere = this.#home === home && tree.entry(homePath) !== undefined;
    if (home === undefined || isThere) return tree;
    this.#home = home;
    return placed(tree, homePath, directoryOf({ ...home }));
  }

  #limited(limits: Limits): Directory {
    if (this.#limits?.of !== limits)
      this.#limits = { of: limits, directory: directoryOf(limitLeaves(limits)) };
    return this.#limits.directory;
  }

  #declaredAs(standing: Standing, instance: number): Directory {
    const leaves = declaredLeaves(standing.configuration, instance, standing);
    const { type, version = "", host = "" } = leaves;
    const make = (): Directory => directoryOf({ ...leaves });
    return this.#declared.find(type, `${version}/${host}`, make);
  }

  #configuredAs(c: Configuration, instance: number): Directory {
    const make = (): Directory => directoryOf(markingLeaves(c, instance), valueLeaves(c, instance));
    const key = likenessOf(c, instance);
    return key === undefined ? make() : this.#configured.find(c.life(instance), key, make);
  }
}

/** Directories that are found again by a type and a key. */
class Likes<Type> {
  readonly #byType = new Map<Type, Map<string, Directory>>();
  #size = 0;

  find(type: Type, key: string, make: () => Directory): Directory {
    const known = this.#byType.get(type)?.get(key);
    if (known !== undefined) return known;
    if (this.#size === likesMax) this.#byType.clear();
    this.#size = this.#byType.size === 0 ? 1 : this.#size + 1;
    const made = make();
    const ofType = this.#byType.get(type) ?? new Map<string, Directory>();
    this.#byType.set(type, ofType.set(key, made));
    return made;
  }
}
/** So many are kept; then it begins anew. */
const likesMax = 4096;

/** Names with those that they have in paths, in the order of these. */
function sorted(names: Iterable<string>): readonly (readonly [path: string, name: string])[] {
  const all = Array.from(names, (name) => [pathName(name), name] as const);
  return all.sort(([a], [b]) => compareNames(a, b));
}

/** What is to stand under a name; undefined: nothing. */
type Redrawn = readonly [name: string, part: Part | undefined];

/** With other parts in the directory there; they are sorted by their names. Few are put one by one, many at once. */
function redrawn(tree: Tree, path: readonly string[], parts: readonly Redrawn[]): Tree {
  const directory = tree.at(path)?.root ?? Directory.empty;
  const before = directory.parts();
  if (parts.length * fewPer >= sizeOf(before)) {
    const merged = mergedParts(namesIn(before), parts);
    return merged === undefined ? tree : placed(tree, path, directory.with(indexOf(merged)));
  }
  const put = (index: typeof before, [name, part]: Redrawn): typeof before => {
    if (valueOf(index, name) === part) return index;
    return part === undefined ? withoutName(index, name) : withName(index, name, part);
  };
  const after = parts.reduce(put, before);
  return after === before ? tree : placed(tree, path, directory.with(after));
}

/** Two sorted lists as one, in which the second counts; undefined where that changes nothing. */
function mergedParts(
  before: readonly (readonly [string, Part])[],
  parts: readonly Redrawn[],
): readonly (readonly [string, Part])[] | undefined {
  const merged: (readonly [string, Part])[] = [];
  let isChanged = false;
  let k = 0;
  for (const [name, part] of parts) {
    let was = before[k];
    while (was !== undefined && was[0] !== name && compareNames(was[0], name) < 0) {
      merged.push(was);
      was = before[++k];
    }
    const isThere = was?.[0] === name;
    if (isThere) k += 1;
    if (part !== undefined) merged.push([name, part]);
    if (part !== (isThere ? was?.[1] : undefined)) isChanged = true;
  }
  for (const was of before.slice(k)) merged.push(was);
  return isChanged ? merged : undefined;
}
/** Below one for so many, one by one is quicker. */
const fewPer = 8;

/** A tree that has that directory there already is left as it is. */
const placed = (tree: Tree, path: readonly string[], directory: Directory): Tree =>
  tree.at(path)?.root === directory ? tree : tree.graft(path, new Tree(directory));

/** All use ports that are connected, as `instance.port`. */
function usesIn(c: Configuration): readonly string[] {
  return [...c.all()].flatMap((instance) =>
    c.life(instance).ports.flatMap(({ side, name }, q) => {
      const isWired = side === "use" && c.firstOf(c.port(instance, q)) !== nothing;
      return isWired ? [`${c.names[instance]}.${name}`] : [];
    }),
  );
}

/** The leaf of a use port; undefined where it is not connected, or gone. */
function wireOf(c: Configuration, use: string): Leaf | undefined {
  const { instance, port } = portName(use);
  const number = c.number(instance);
  const at = number === undefined ? undefined : c.portNamed(number, "use", port);
  if (number === undefined || at === undefined) return undefined;
  const providers = providersOf(c, number, at);
  return providers === undefined ? undefined : Leaf.of(providers);
}

function directoryOf(leaves: Leaves, values: Leaves = {}): Directory {
  const parts = Object.entries(leaves).map(([name, value]): [string, Part] => [
    name,
    Leaf.of(value),
  ]);
  if (Object.keys(values).length > 0) parts.push(["values", directoryOf(values)]);
  return Directory.empty.with(indexOf(parts.sort(([a], [b]) => compareNames(a, b))));
}

/** A limit that is not there was not set. */
function limitLeaves({ total, perHost, perInstance, named = {} }: Limits): Leaves {
  return {
    ...(total !== undefined && { total }),
    ...(perHost !== undefined && { perHost }),
    ...(perInstance !== undefined && { perInstance }),
    ...(Object.keys(named).length > 0 && { named: { ...named } }),
  };
}
