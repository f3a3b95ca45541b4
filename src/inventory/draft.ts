/** What an inventory says, before anything is made of it: its groups, hosts and variables, each with the line that says it. Pure. */
import type { Code, Finding } from "../model/code.ts";
import { path, quote } from "../model/name.ts";
import { type Position } from "../model/position.ts";

/** A variable's value as it is written. */
export interface Said {
  readonly value: unknown;
  readonly at: Position;
  /** It is encrypted by ansible-vault. */
  readonly isEncrypted?: boolean;
}
export type Variables = Map<string, Said>;

export interface Group {
  readonly name: string;
  readonly at: Position;
  /** By name, where it is said. */
  readonly hosts: Map<string, Position>;
  readonly children: Map<string, Position>;
}

/** The groups that every inventory has. */
export const all = "all";
export const ungrouped = "ungrouped";

/** Grows while a file is read; what is wrong is noted, and reading goes on. */
export class Draft {
  readonly groups: Map<string, Group> = new Map();
  /** In the order in which they are first named. */
  readonly hosts: Map<string, Variables> = new Map();
  /** Of groups, by name; they may stand before the group does. */
  readonly variables: Map<string, Variables> = new Map();
  readonly findings: Finding[] = [];

  group(name: string, at: Position): Group {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const group = { name, at, hosts: new Map(), children: new Map() };
    this.groups.set(name, group);
    return group;
  }

  /** Puts a host into a group, and gives its variables. */
  member(group: Group, host: string, at: Position): Variables {
    const before = group.hosts.get(host);
    if (before !== undefined)
      this.wrong(
        "MADEUS_DUPLICATE_NAME",
        `${quote(host)} is in the group ${quote(group.name)} twice; the first time in line ${before.line}`,
        at,
        "leave one out",
      );
    group.hosts.set(host, at);
    const variables = this.hosts.get(host) ?? new Map<string, Said>();
    this.hosts.set(host, variables);
    return variables;
  }

  variablesOf(group: string): Variables {
    const known = this.variables.get(group) ?? new Map<string, Said>();
    this.variables.set(group, known);
    return known;
  }

  /** Ansible would follow the last of two values; which one is meant nobody can know. */
  set(of: string, variables: Variables, name: string, said: Said): void {
    const before = variables.get(name);
    if (before !== undefined && JSON.stringify(before.value) !== JSON.stringify(said.value))
      this.wrong(
        "MADEUS_DUPLICATE_NAME",
        `${path(of)} has two values for ${name}; the first is in line ${before.at.line}`,
        said.at,
        "leave one out",
      );
    variables.set(name, said);
  }

  wrong(code: Code, text: string, at: Position, hint?: string): void {
    this.findings.push({ code, severity: "error", at, text, hint });
  }
}
