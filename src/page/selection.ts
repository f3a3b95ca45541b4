/** What was clicked: an instance or a part of it, and why that does not go on. */
import { type Configuration, none } from "../semantics/configuration.ts";
import type { Question } from "../semantics/lack.ts";
import { portKey } from "../semantics/lifecycle.ts";
import { type Reason, why, whyOf } from "../semantics/why.ts";
import { type Box, thisMachine } from "../show/graph.ts";
import type { Site } from "../show/site.ts";

export interface Part {
  readonly kind: "place" | "transition" | "use" | "provide";
  readonly name: string;
}
export interface Selection {
  /** The name of the instance, or of what the box stands for. */
  readonly instance: string;
  /** All instances of a component, or on a host. */
  readonly group?: "component" | "host";
  readonly part?: Part | undefined;
}

export const isSamePart = (a: Part | undefined, b: Part | undefined): boolean =>
  a?.kind === b?.kind && a?.name === b?.name;

/** The members of a group, or the instance: their numbers in the site. */
export function membersOf({ instances }: Site, { instance, group }: Selection): readonly number[] {
  return instances.flatMap(({ name, life, host }, k) => {
    const own =
      group === undefined
        ? name
        : group === "component"
          ? life.component.name
          : (host ?? thisMachine);
    return own === instance ? [k] : [];
  });
}

/** What a box of a graph is when it is clicked. */
export function selectionOf({ name, count, life }: Box): Selection {
  if (life === undefined) return { instance: name, group: "host" };
  return count === 1 ? { instance: name } : { instance: name, group: "component" };
}

/** Why what is selected does not go on; empty where it does, is at rest, or is not there. */
export function reasonsOf(
  c: Configuration,
  { instance: name, group, part }: Selection,
): readonly Reason[] {
  const instance = c.number(name);
  if (instance === undefined || group !== undefined) return [];
  if (part === undefined) return why(c, instance);
  return questionsOf(c, instance, part).flatMap((question) => whyOf(c, question));
}

function questionsOf(
  c: Configuration,
  instance: number,
  { kind, name }: Part,
): readonly Question[] {
  const life = c.life(instance);
  if (kind === "place") {
    const place = life.places.indexOf(name);
    const isThere = place >= 0 && c.mark(instance, place) !== none;
    return isThere ? [{ about: "token", instance, index: place }] : [];
  }
  if (kind === "transition") {
    const edge = life.transitions.find((one) => one.name === name);
    const isThere = edge?.slots.some((slot) => c.mark(instance, slot) !== none) === true;
    return edge !== undefined && isThere ? [{ about: "token", instance, index: edge.on }] : [];
  }
  const port = life.portNamed.get(portKey(kind, name));
  if (port === undefined) return [];
  if (kind === "provide") return [{ about: "provide", instance, index: port }];
  const far = c.across(instance, port);
  return [
    { about: "use", instance, index: port },
    ...far.map((one): Question => ({ about: "provide", instance: one.instance, index: one.port })),
  ];
}
