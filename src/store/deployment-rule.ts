/** By which rule each leaf of a deployment is merged. */
import type { Json } from "./leaf.ts";
import { type Merge, merged } from "./merge/merge.ts";
import { jsonTelling, oneSide } from "./merge/one-side.ts";
import { option } from "./merge/option.ts";
import { set } from "./merge/set.ts";
import type { Rules } from "./merge/tree.ts";
import type { Path } from "./tree.ts";

/** For the leaf at a path; also where it is missing on a side. */
export const deploymentRules: Rules = {
  leaf: (path) => table.find(([pattern]) => fits(pattern, path))?.[1] ?? changed,
};

/** A leaf, or none. */
type LeafRule = Merge<Json | undefined>;

/** The side that changed it; where both did, and not alike, it is a conflict. */
const changed: LeafRule = option(oneSide(jsonTelling), jsonTelling);

/** The same; where both did, as it is here: what a run comes to by itself, and nobody has wished. */
const incidental: LeafRule = (old, x, y) => {
  const result = changed(old, x, y);
  return result.ok ? result : merged(x);
};

/** Of a port for one, as `changed`; of a port that takes many a set of them: removed is gone, and added is there. */
const providers: LeafRule = (old, x, y) => {
  const [before, here, there] = [listed(old), listed(x), listed(y)];
  if (before === undefined || here === undefined || there === undefined) return changed(old, x, y);
  const result = set<Json>()(new Set(before), new Set(here), new Set(there));
  if (!result.ok) return result;
  const left = [...result.value];
  return merged(left.length === 0 ? undefined : left);
};

/** The providers of a port that takes many; none where nothing is connected. Undefined: it takes one. */
function listed(leaf: Json | undefined): readonly Json[] | undefined {
  if (leaf === undefined) return [];
  return Array.isArray(leaf) ? leaf : undefined;
}

/** `*` stands for any name, `**` at the end for anything below. The first that fits counts. */
const table: readonly (readonly [pattern: string, rule: LeafRule])[] = [
  ["assembly/connections/*", providers],
  ["assembly/home/*", incidental],
  ["configuration/*/values/*", incidental],
  ["limits/**", incidental],
  ["program/**", incidental],
  ["runs/**", incidental],
];

function fits(pattern: string, path: Path): boolean {
  const names = pattern.split("/");
  const isOpen = names.at(-1) === "**";
  if (isOpen ? path.length < names.length : path.length !== names.length) return false;
  return names.every((name, k) => name.startsWith("*") || name === path[k]);
}
