/** Inventories in YAML: groups by name, each with its `hosts`, `children` and `vars`. Pure. */
import { path, quote } from "../model/name.ts";
import { Draft, type Group, type Variables } from "./draft.ts";
import { expanded } from "./range.ts";
import { type Branch, kindIn, readTree } from "./yaml-tree.ts";

/** Reads all of it; what is wrong is among the findings of the draft. */
export function readYaml(text: string, file: string): Draft {
  const draft = new Draft();
  const tree = readTree(text, file, draft);
  if (tree === undefined) return draft;
  /** Groups that stand somewhere with nothing under them, and those with something. */
  const bare = new Map<string, Branch>();
  const full = new Set<string>();
  for (const [name, under] of namesIn(draft, tree, "an inventory"))
    take(draft, name, under, bare, full);
  for (const [name, { at }] of bare)
    if (!full.has(name) && name !== "ungrouped")
      draft.wrong(
        "MADEUS_UNKNOWN_GROUP",
        `${quote(name)} is named as a child and has no hosts and no children anywhere`,
        at,
        `if it is to be empty, write ${name}: { hosts: {} }`,
      );
  return draft;
}

function take(
  draft: Draft,
  name: string,
  under: Branch,
  bare: Map<string, Branch>,
  full: Set<string>,
): void {
  const group = draft.group(name, under.at);
  const parts = namesIn(draft, under, `the group ${quote(name)}`);
  if (under.entries === undefined) bare.set(name, under);
  else full.add(name);
  for (const [part, own] of parts)
    if (part === "hosts") hosts(draft, group, own);
    else if (part === "vars")
      variables(
        draft,
        name,
        draft.variablesOf(name),
        namesIn(draft, own, `the variables of ${path(name)}`),
      );
    else if (part === "children")
      for (const [child, its] of namesIn(draft, own, `the children of ${path(name)}`)) {
        group.children.set(child, its.at);
        take(draft, child, its, bare, full);
      }
    else
      draft.wrong(
        "MADEUS_FILE_FORMAT",
        `the group ${quote(name)} has ${quote(part)}, which means nothing`,
        own.at,
        "a group has hosts, children and vars",
      );
}

function hosts(draft: Draft, group: Group, under: Branch): void {
  for (const [pattern, own] of namesIn(draft, under, `the hosts of ${path(group.name)}`)) {
    const given = namesIn(draft, own, `the host ${quote(pattern)}`);
    try {
      const { names, port } = expanded(pattern);
      for (const host of names) {
        const known = draft.member(group, host, own.at);
        if (port !== undefined) draft.set(host, known, "ansible_port", { value: port, at: own.at });
        variables(draft, host, known, given);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      draft.wrong(
        "MADEUS_FILE_FORMAT",
        `${quote(pattern)} names no hosts: ${error.message}`,
        own.at,
      );
    }
  }
}

function variables(
  draft: Draft,
  of: string,
  known: Variables,
  given: readonly (readonly [string, Branch])[],
): void {
  for (const [name, own] of given) draft.set(of, known, name, own.said());
}

/** The names under something; nothing is as good as an empty mapping, and one name alone as a mapping of it. */
function namesIn(
  draft: Draft,
  under: Branch,
  what: string,
): readonly (readonly [string, Branch])[] {
  if (under.entries !== undefined) return under.entries;
  const kind = kindIn(under);
  if (kind !== "nothing")
    draft.wrong("MADEUS_FILE_FORMAT", `${what} must be a mapping, but is ${kind}`, under.at);
  return [];
}
