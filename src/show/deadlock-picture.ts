/** Where a deployment gets stuck: its lifecycles with their tokens, and in red what waits and what it waits for. */
import { type Configuration, none } from "../semantics/configuration.ts";
import { type Blocked, blockedPort } from "./blocked.ts";
import { graphOf } from "./graph.ts";
import { picture } from "./picture.ts";
import {
  type Connection,
  type Instance,
  type Site,
  partOfSite,
  siteOfConfiguration,
} from "./site.ts";

export interface DeadlockScene {
  readonly name: string;
  /** In which nothing moves. */
  readonly c: Configuration;
  /** instance → host. */
  readonly on: ReadonlyMap<string, string>;
  /** What the story is about: instances with their places, transitions, stations or ports. */
  readonly involved: readonly { readonly instance: string; readonly element: string | undefined }[];
}

/** The SVG. Of a large deployment those who are involved alone, the first forty of them. */
export function deadlockPicture({ name, c, on, involved }: DeadlockScene): string {
  const names = [...new Set(involved.map(({ instance }) => instance))];
  const all = siteOfConfiguration(`${name}, stuck`, c, on);
  const isSmall = all.instances.length <= instancesMax;
  const shown = isSmall ? all : partOfSite(all, new Set(names.slice(0, instancesMax)));
  const site = marked(shown, c, new Set(names), elementsOf(involved));
  const view = site.instances.length <= lifecyclesMax ? "lifecycle" : "assembly";
  return picture(graphOf(site, "none"), view, "svg");
}
const instancesMax = 40;
const lifecyclesMax = 12;

type Elements = ReadonlyMap<string, ReadonlySet<string>>;

function elementsOf(involved: DeadlockScene["involved"]): Elements {
  const elements = new Map<string, Set<string>>();
  for (const { instance, element } of involved) {
    const own = elements.get(instance) ?? new Set();
    elements.set(instance, own);
    if (element !== undefined) own.add(element);
  }
  return elements;
}

/** A connection is blocked where both its ends are in the story, and one of its ports. */
function marked(
  site: Site,
  c: Configuration,
  names: ReadonlySet<string>,
  elements: Elements,
): Site {
  const portOf = (instance: number, port: number) => site.instances[instance]?.life.ports[port];
  const nameOf = (instance: number): string => site.instances[instance]?.name ?? "";
  const isTold = (instance: number, port: number): boolean =>
    elements.get(nameOf(instance))?.has(portOf(instance, port)?.name ?? "") === true;
  const isBlocked = ({ provider, provide, user, use }: Connection): boolean =>
    names.has(nameOf(user)) &&
    names.has(nameOf(provider)) &&
    (isTold(provider, provide) || isTold(user, use));
  const links = site.connections.filter(isBlocked);
  const instances = site.instances.map((one, k): Instance => {
    const own = elements.get(one.name);
    if (own === undefined) return one;
    const linked = links.flatMap(({ provider, provide, user, use }) => [
      ...(provider === k ? [portOf(provider, provide)] : []),
      ...(user === k ? [portOf(user, use)] : []),
    ]);
    const named = one.life.ports.filter(({ name, side }) => own.has(name) && side === "use");
    const ports = [...linked, ...named].flatMap((port) =>
      port === undefined ? [] : blockedPort(port),
    );
    const blocked: Blocked = { ports: new Set(ports), transitions: waiting(one, c) };
    return { ...one, blocked };
  });
  const connections = site.connections.map((one) =>
    isBlocked(one) ? { ...one, isBlocked: true } : one,
  );
  return { ...site, instances, connections };
}

/** The transitions of which a token waits on a dock. */
function waiting({ name, life }: Instance, c: Configuration): ReadonlySet<string> {
  const instance = c.number(name);
  if (instance === undefined) return new Set();
  const holds = (slot: number): boolean => c.mark(instance, slot) !== none;
  return new Set(
    life.transitions.flatMap((edge) => {
      const slots = [edge.out, ...edge.docks.map((d) => life.docks[d]?.slot ?? edge.out)];
      return slots.some(holds) ? [edge.name] : [];
    }),
  );
}
