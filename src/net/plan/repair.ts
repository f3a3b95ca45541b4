/**
 * The repair: the program that brings back what is lost. Each instance that stands on a lost place leaves it and comes by it again, by the
 * shortest route of its behaviors; who uses it steps aside meanwhile.
 */
import { type Configuration, lost } from "../../semantics/configuration.ts";
import { type Change, changeTo } from "./change.ts";
import { type WantedInstance, systemOf } from "./system.ts";

export interface Repair extends Change {
  /** Instances with a lost place that are brought back; those that no behavior brings back are told by the obstacles. */
  readonly repaired: readonly string[];
}

/** @param c  nothing of it at work, and nothing asked of anybody */
export function repairOf(c: Configuration): Repair {
  const harmed = [...c.all()].filter((instance) => lostPlaces(c, instance).length > 0);
  const whole = repairAll(c, new Set(harmed));
  const namesOf = (some: readonly number[]): readonly string[] =>
    some.map((instance) => c.names[instance] ?? "");
  if (whole.obstacles.length === 0) return { ...whole, repaired: namesOf(harmed) };
  const able = ableOf(c, harmed);
  const { obstacles } = whole;
  if (able.length === 0 || able.length === harmed.length)
    return { instructions: [], obstacles, repaired: [] };
  const part = repairAll(c, new Set(able));
  if (part.obstacles.length > 0) return { instructions: [], obstacles, repaired: [] };
  return { instructions: part.instructions, obstacles, repaired: namesOf(able) };
}

/** One that cannot be brought back does not keep the others from it. Cost: for each of those, `log(harmed)` times the assembly. */
function ableOf(c: Configuration, harmed: readonly number[]): readonly number[] {
  const half = harmed.length >> 1;
  return half === 0
    ? []
    : [harmed.slice(0, half), harmed.slice(half)].flatMap((some) =>
        repairAll(c, new Set(some)).obstacles.length === 0 ? some : ableOf(c, some),
      );
}

function repairAll(c: Configuration, harmed: ReadonlySet<number>): Change {
  const now = systemOf(c);
  const instances = [...c.all()].map((instance): readonly [string, WantedInstance] => {
    const name = c.names[instance] ?? "";
    const { component } = c.life(instance);
    const places = now.instances.get(name)?.places ?? [];
    const renew = harmed.has(instance) ? lostPlaces(c, instance) : undefined;
    return [name, { component, places, renew }];
  });
  return changeTo(now, { instances: new Map(instances), connections: now.connections }, true);
}

/** Places with a token that do not hold. */
export const lostPlaces = (c: Configuration, instance: number): readonly number[] =>
  c.life(instance).places.flatMap((_, place) => (c.mark(instance, place) === lost ? [place] : []));
