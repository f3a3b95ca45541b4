/**
 * The graph that a picture shows: boxes and links, each of which may stand for many.
 *
 * The same graph becomes SVG, DOT and Mermaid, so that these say the same. O(instances + connections).
 */
import type { Lifecycle } from "../semantics/lifecycle.ts";
import type { Blocked } from "./blocked.ts";
import type { Instance, Site, Token } from "./site.ts";

export type Collapse = "none" | "type" | "host";

export interface Graph {
  readonly name: string;
  readonly collapse: Collapse;
  /** What its boxes stand for. */
  readonly instances: number;
  readonly connections: number;
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
}
export interface Box {
  /** Of the instance, the component or the host. */
  readonly name: string;
  /** What more there is to say of it: the component of an instance; components and how many of each. */
  readonly about: readonly string[];
  /** How many instances it stands for. */
  readonly count: number;
  readonly host: string | undefined;
  /** Of its instances; undefined for a host, which may hold any. */
  readonly life: Lifecycle | undefined;
  /** slot → how many of its instances have which token there; undefined where no marking is shown. */
  readonly tokens: Tokens | undefined;
  /** Connections between what it stands for. */
  readonly within: number;
  /** Of a single instance: what cannot go on. */
  readonly blocked?: Blocked;
}
export type Tokens = ReadonlyMap<number, Readonly<Partial<Record<Token, number>>>>;
/** From a provide port to a use port. */
export interface Link {
  readonly provider: number;
  readonly user: number;
  /** The ports; undefined between hosts. */
  readonly provide: string | undefined;
  readonly use: string | undefined;
  readonly kind: "service" | "data";
  /** How many connections it stands for. */
  readonly count: number;
  readonly isBlocked?: boolean;
}

/** Up to 40 instances each has a box of its own; of more those of one component share one. */
export const fittingCollapse = ({ instances }: Site): Collapse =>
  instances.length <= 40 ? "none" : "type";

export function graphOf(site: Site, collapse: Collapse): Graph {
  const groups = new Map<string | Lifecycle | number, number[]>();
  const boxOf = new Int32Array(site.instances.length);
  site.instances.forEach((instance, k) => {
    const key =
      collapse === "none" ? k : collapse === "type" ? instance.life : (instance.host ?? "");
    const members = groups.get(key) ?? [];
    if (members.length === 0) groups.set(key, members);
    members.push(k);
  });
  [...groups.values()].forEach((members, box) => {
    for (const k of members) boxOf[k] = box;
  });
  const { links, within } = linksOf(site, boxOf, collapse);
  return {
    name: site.name,
    collapse,
    instances: site.instances.length,
    connections: site.connections.length,
    boxes: [...groups.values()].map((members, box) =>
      boxFor(
        members.flatMap((k) => site.instances[k] ?? []),
        collapse,
        within[box] ?? 0,
      ),
    ),
    links,
  };
}

function boxFor(members: readonly Instance[], collapse: Collapse, within: number): Box {
  const [first] = members;
  const count = members.length;
  const component = first?.life.component.name ?? "";
  if (collapse === "host")
    return {
      name: first?.host ?? thisMachine,
      about: componentsOf(members),
      count,
      host: undefined,
      life: undefined,
      tokens: undefined,
      within,
    };
  const isOne = count === 1;
  const hosts = new Set(members.map(({ host }) => host));
  return {
    name: isOne ? (first?.name ?? "") : component,
    about: isOne ? [component] : [],
    count,
    host: hosts.size === 1 ? first?.host : `${hosts.size} hosts`,
    life: first?.life,
    tokens: tokensOf(members),
    within,
    ...(isOne && first?.blocked !== undefined && { blocked: first.blocked }),
  };
}
export const thisMachine = "this machine";

function componentsOf(members: readonly Instance[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { life } of members)
    counts.set(life.component.name, (counts.get(life.component.name) ?? 0) + 1);
  return [...counts].map(([name, count]) => times(name, count));
}

/** `app × 187`, or `app` where it is one. */
export const times = (name: string, count: number): string =>
  count === 1 ? name : `${name} × ${count}`;

function tokensOf(members: readonly Instance[]): Tokens | undefined {
  const all = new Map<number, Partial<Record<Token, number>>>();
  for (const { tokens } of members) {
    if (tokens === undefined) return undefined;
    for (const [slot, token] of tokens) {
      const at = all.get(slot) ?? {};
      all.set(slot, at);
      at[token] = (at[token] ?? 0) + 1;
    }
  }
  return all;
}

function linksOf(
  { instances, connections }: Site,
  boxOf: Int32Array,
  collapse: Collapse,
): { readonly links: readonly Link[]; readonly within: readonly number[] } {
  const found = new Map<string, { -readonly [K in keyof Link]: Link[K] }>();
  const within: number[] = [];
  for (const { provider, provide, user, use, isBlocked } of connections) {
    const [from, to] = [boxOf[provider] ?? 0, boxOf[user] ?? 0];
    if (from === to) {
      within[from] = (within[from] ?? 0) + 1;
      continue;
    }
    const port = instances[provider]?.life.ports[provide];
    const { kind = "service" } = port ?? {};
    const key = collapse === "host" ? `${from} ${to} ${kind}` : `${from} ${provide} ${to} ${use}`;
    const one = found.get(key);
    if (one !== undefined) one.count++;
    else
      found.set(key, {
        provider: from,
        user: to,
        provide: collapse === "host" ? undefined : port?.name,
        use: collapse === "host" ? undefined : instances[user]?.life.ports[use]?.name,
        kind,
        count: 1,
        ...(isBlocked === true && { isBlocked }),
      });
  }
  return { links: [...found.values()], within };
}
