/**
 * What a move of tokens changes, compiled once for every rule of a type: the marks and all counters that hang on them, as one sum.
 *
 * A move takes held tokens from slots and puts as many on others as the rule says; what else may happen to a token, `marking` does.
 */
import type { Lifecycle, Port } from "./lifecycle.ts";
import {
  instanceRow,
  markFromHome,
  markShift,
  portAt,
  portFromHome,
  provideRow,
  useRow,
} from "./record.ts";

export interface Move {
  /** Pairs: a cell of the instance, seen from its home, and what is added to it. */
  readonly additions: readonly number[];
  /** The service ports whose counters are among them. */
  readonly ports: readonly number[];
}

/** What is known of a type before its moves. */
type Counting = Pick<Lifecycle, "places" | "leaving" | "ports" | "groups"> & {
  readonly transitions: readonly unknown[];
};

/** The cells, seen from the home, that count a token on `slot` while behavior `b` is active. */
export function countedAt(life: Counting, b: number, slot: number): number[] {
  const { places, transitions, leaving, ports, groups } = life;
  const firstOn = places.length + transitions.length;
  const counted: number[] = [];
  if (slot >= places.length) counted.push(instanceRow.busy);
  else if ((leaving[b]?.[slot]?.length ?? 0) > 0) counted.push(instanceRow.firable);
  if (slot >= firstOn && slot < firstOn + transitions.length) counted.push(instanceRow.running);
  for (const q of groups[slot] ?? []) {
    const port = ports[q];
    if (port !== undefined) counted.push(...countedBy(q, port, b, slot));
  }
  return counted;
}

function countedBy(q: number, port: Port, b: number, slot: number): number[] {
  const tokens = portFromHome(q) + useRow.tokens;
  const stays = port.side === "provide" && port.departs[b]?.[slot] !== 1;
  return stays ? [tokens, portFromHome(q) + provideRow.staying] : [tokens];
}

/** Held tokens go from the slots `taken` to the slots `put`, while behavior `b` is active. */
export function moveOf(
  life: Counting,
  b: number,
  taken: readonly number[],
  put: readonly number[],
): Move {
  const sums = new Map<number, number>();
  const add = (cell: number, by: number): void => void sums.set(cell, (sums.get(cell) ?? 0) + by);
  const count = (slot: number, by: number): void => {
    add(markFromHome(slot), by * 2 ** markShift(slot));
    for (const cell of countedAt(life, b, slot)) add(cell, by);
  };
  for (const slot of taken) count(slot, -1);
  for (const slot of put) count(slot, 1);
  const changes = [...sums].filter(([, by]) => by !== 0);
  const ports = new Set(changes.flatMap(([cell]) => (cell < 0 ? [portAt(cell)] : [])));
  return { additions: changes.flat(), ports: [...ports].sort((a, z) => a - z) };
}
