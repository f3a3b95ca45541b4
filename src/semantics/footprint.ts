/** The footprint of a program: what it would touch of what stands, and so who may run beside it. */
import type { Instruction } from "../model/program.ts";
import type { Scope } from "../model/scope.ts";
import type { Configuration } from "./configuration.ts";

/** The host of instances that have none of their own. */
const thisMachine = "local";

/**
 * The scope of a program that is to run on what stands; undefined where that is all that stands, or nothing that is known here. Cost: what
 * it touches, with its neighbours.
 *
 * @param on  instance → the name of its host, where it has one
 */
export function footprintOf(
  c: Configuration,
  on: ReadonlyMap<string, string>,
  instructions: readonly Instruction[],
): Scope | undefined {
  const moved = new Set(instructions.flatMap(namedBy));
  const added = new Map<string, string | undefined>();
  for (const one of instructions) if (one.op === "add") added.set(one.instance, one.on);
  const hosts = new Set<string>();
  const beside = new Set<string>();
  for (const name of moved) {
    const number = c.number(name);
    if (number === undefined && !added.has(name)) return undefined;
    if (number !== undefined) hosts.add(on.get(name) ?? thisMachine);
    if (added.has(name)) hosts.add(added.get(name) ?? thisMachine);
    for (const other of number === undefined ? [] : neighbours(c, number))
      if (!moved.has(other)) beside.add(other);
  }
  const isRest = [...moved, ...beside].filter((name) => c.number(name) !== undefined);
  if (moved.size === 0 || isRest.length === c.numbers.size) return undefined;
  return { instances: [...moved], beside: [...beside], hosts: [...hosts] };
}

/** The instances that an instruction is about; of a connection both ends. */
export function namedBy(one: Instruction): readonly string[] {
  switch (one.op) {
    case "connect":
    case "disconnect":
      return [one.use.instance, one.provide.instance];
    case "wait":
      return one.instances;
    default:
      return [one.instance];
  }
}

/** Those at the other ends of its connections. */
const neighbours = (c: Configuration, instance: number): readonly string[] =>
  c
    .life(instance)
    .ports.flatMap((_, port) =>
      c.across(instance, port).map(({ instance: other }) => c.names[other] ?? ""),
    );
