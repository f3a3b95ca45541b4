/** Which groups a host is in, those of groups included, in the order in which their variables count. Pure. */
import { quote, quoteAll } from "../model/name.ts";
import { type Draft, all, ungrouped } from "./draft.ts";

/** Host → its groups, outer ones first: of two values for a variable the last one counts. `all` is the first of every host. */
export type Family = ReadonlyMap<string, readonly string[]>;

/** Circles are among the findings of the draft afterwards, and opened. */
export function familyOf(draft: Draft): Family {
  draft.groups.delete(ungrouped);
  openCircles(draft);
  refuseTwins(draft);
  const parents = parentsOf(draft);
  const depths = depthsOf(draft, parents);
  const own = new Map([...draft.hosts.keys()].map((host) => [host, new Set([all])]));
  for (const { name, hosts } of draft.groups.values())
    for (const host of hosts.keys()) own.get(host)?.add(name);
  const priority = (name: string): number =>
    Number(draft.variables.get(name)?.get("ansible_group_priority")?.value ?? 1);
  const byDepth = (a: string, b: string): number =>
    (depths.get(a) ?? 0) - (depths.get(b) ?? 0) ||
    priority(a) - priority(b) ||
    (a < b ? -1 : Number(a > b));
  return new Map(
    [...own].map(([host, groups]) => {
      // A set that grows while it is gone through: with the parents come theirs.
      for (const group of groups) for (const parent of parents.get(group) ?? []) groups.add(parent);
      return [host, [...groups].toSorted(byDepth)];
    }),
  );
}

/** Group → those that it is a child of. */
function parentsOf({ groups }: Draft): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const { name, children } of groups.values())
    for (const child of children.keys()) parents.set(child, [...(parents.get(child) ?? []), name]);
  return parents;
}

/** How far each group is from `all`, by the longest way. */
function depthsOf(
  { groups }: Draft,
  parents: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const depths = new Map([[all, 0]]);
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const depth = 1 + Math.max(0, ...(parents.get(name) ?? []).map(depthOf));
    depths.set(name, depth);
    return depth;
  };
  for (const name of groups.keys()) depthOf(name);
  return depths;
}

/** A group that is in itself has no members that anybody could name: the child that closes the circle is left out. */
function openCircles(draft: Draft): void {
  const closed = new Set<string>();
  const way: string[] = [];
  const follow = (name: string): void => {
    way.push(name);
    for (const [child, at] of draft.groups.get(name)?.children ?? []) {
      if (way.includes(child)) {
        const circle = [...way.slice(way.indexOf(child)), child];
        const text =
          circle.length > 2
            ? `the groups ${quoteAll(circle.slice(0, -1))} contain each other`
            : `the group ${quote(name)} contains itself`;
        draft.wrong("MADEUS_GROUP_CYCLE", text, at, "leave out this child");
        draft.groups.get(name)?.children.delete(child);
      } else if (!closed.has(child)) follow(child);
    }
    way.pop();
    closed.add(name);
  };
  for (const name of draft.groups.keys()) if (!closed.has(name)) follow(name);
}

function refuseTwins(draft: Draft): void {
  for (const { name, at } of draft.groups.values())
    if (draft.hosts.has(name))
      draft.wrong(
        "MADEUS_DUPLICATE_NAME",
        `${quote(name)} is the name of a group and of a host`,
        at,
        "give one of them another name",
      );
}
