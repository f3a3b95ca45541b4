/**
 * Which values become readable together: the data provide ports of a type that are bound to the same component's places.
 *
 * Values are given by actions and can be read once a token has entered such a place; from then on, for good.
 */
import type { Lifecycle } from "../../semantics/lifecycle.ts";

export interface Publications {
  /** data provide port → its publication */
  readonly of: ReadonlyMap<number, number>;
  /** component's place → the publications that are made there */
  readonly at: readonly (readonly number[])[];
}

/** The publications of a type; made once for each. */
export function publicationsOf(life: Lifecycle): Publications {
  let made = known.get(life);
  if (made === undefined) known.set(life, (made = compile(life)));
  return made;
}
const known = new WeakMap<Lifecycle, Publications>();

function compile({ places, ports }: Lifecycle): Publications {
  const numbers = new Map<string, number>();
  const of = new Map<number, number>();
  const at: number[][] = places.map(() => []);
  for (const [q, port] of ports.entries()) {
    if (port.side !== "provide" || port.kind !== "data") continue;
    const key = port.places.join();
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = numbers.size));
      for (const place of port.places) at[place]?.push(number);
    }
    of.set(q, number);
  }
  return { of, at };
}
