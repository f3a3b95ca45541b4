/** A configuration at rest made from what is known of it by names: nothing is asked of anybody, and no token is on its way. */
import type { Wiring } from "./assembled.ts";
import { Configuration, type Value, held, lost, none } from "./configuration.ts";
import { connect, ends } from "./connection.ts";
import { add } from "./instance.ts";
import { type Lifecycle, portKey } from "./lifecycle.ts";
import { makeReadable, refresh, setMark } from "./marking.ts";

export interface Resting {
  readonly life: Lifecycle;
  /** Its marked places by number, and those of them that do not hold true any more. */
  readonly places: readonly number[];
  readonly lost: readonly number[];
  /** By the number of the provide port. */
  readonly values: ReadonlyMap<number, Value>;
}

/** Values by the numbers of their ports; of one that is not there any more nothing is known. */
export function valuesByPort(
  life: Lifecycle,
  values: Readonly<Record<string, Value>>,
): Resting["values"] {
  const known = Object.entries(values).flatMap(([port, value]) => {
    const number = life.portNamed.get(portKey("provide", port));
    return number === undefined ? [] : [[number, value] as const];
  });
  return new Map(known);
}

/**
 * Connections of ports that are not there are left out. O(instances + connections).
 *
 * @param connections  those of one use port in their order
 */
export function restored(
  instances: ReadonlyMap<string, Resting>,
  connections: readonly Wiring[],
): Configuration {
  const c = new Configuration();
  for (const [name, { life, places, lost: gone }] of instances) {
    add(c, name, life);
    const instance = c.number(name) ?? 0;
    if (!places.includes(life.initial)) setMark(c, instance, life.initial, none);
    for (const place of places) setMark(c, instance, place, gone.includes(place) ? lost : held);
  }
  refresh(c);
  for (const wiring of connections) {
    const at = ends(c, wiring);
    if (at !== undefined) connect(c, at);
  }
  for (const [name, { values }] of instances)
    for (const [port, value] of values) {
      const instance = c.number(name) ?? 0;
      c.values.set(c.port(instance, port), value);
      if (value.version > 0) makeReadable(c, instance, port);
    }
  refresh(c);
  c.agenda.clear();
  c.steps.clear();
  return c;
}
