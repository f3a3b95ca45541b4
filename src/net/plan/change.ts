/**
 * What changes: the program that leads from what stands to what is wanted, with as little interruption as the interfaces of the components
 * allow. New instances come first, what uses them follows, what nobody uses any more goes last; replicas are changed one after the other.
 *
 * It is made from interfaces alone, so it is fast for any size; that it comes to its end is for a proof to say.
 */
import type { Instruction } from "../../model/program.ts";
import { lifecycle } from "../../semantics/lifecycle.ts";
import { Draft } from "./draft.ts";
import { part, unservedIn } from "./parting.ts";
import { sequenceOf } from "./sequence.ts";
import { type Stance, type System, type Wanted, type WantedInstance, goalOf } from "./system.ts";

export interface Change {
  readonly instructions: readonly Instruction[];
  /** Why it cannot be done, a sentence each; empty: it can. */
  readonly obstacles: readonly string[];
}

/**
 * Cost: instances and connections; for each replica what has to step aside for it.
 *
 * @param atOnce  replicas are changed together, not one after the other
 */
export function changeTo(now: System, wanted: Wanted, atOnce = false): Change {
  const seeds = seedsIn(now, wanted);
  const names = new Set([...now.instances.keys(), ...wanted.instances.keys()]);
  const [single, ...rounds] = atOnce ? [[...seeds]] : batchesOf(seeds, wanted);
  const whole = new Draft(now, wanted, { names, seeds: new Set(single), others: seeds });
  const left = seeds.difference(new Set([...(single ?? []), ...whole.passing]));
  const drafts = [whole, ...oneByOne(whenDone(now, wanted), rounds, left)];
  for (const draft of drafts) part(draft);
  return {
    obstacles: drafts.flatMap((draft) => [...draft.obstacles, ...unservedIn(draft)]),
    instructions: drafts.flatMap(sequenceOf),
  };
}

/** Who is to pass a behavior. Where it begins, there is nothing to be brought up to date. */
function seedsIn(now: System, wanted: Wanted): ReadonlySet<string> {
  const seeds = [...wanted.instances].filter(([name, { via, anew }]) => {
    const stance = now.instances.get(name);
    if (via === undefined || anew === true || stance === undefined) return false;
    return stance.places.join() !== `${stance.life.initial}`;
  });
  return new Set(seeds.map(([name]) => name));
}

/** Those that are alone of their type; of the others the first of each type, then the second of each, and so on. */
function batchesOf(
  seeds: ReadonlySet<string>,
  { instances }: Wanted,
): readonly (readonly string[])[] {
  const typeOf = (name: string): unknown => instances.get(name)?.component.name;
  const byType = [...Map.groupBy(seeds, typeOf).values()];
  const replicas = byType.filter((names) => names.length > 1);
  const longest = replicas.reduce((most, { length }) => Math.max(most, length), 0);
  return [
    byType.flatMap((names) => (names.length === 1 ? names : [])),
    ...Array.from({ length: longest }, (_, k) => replicas.flatMap((names) => names[k] ?? [])),
  ];
}

/** Whoever has to step aside for somebody passes its own behavior then. */
function oneByOne(
  { now, wanted }: Middle,
  rounds: readonly (readonly string[])[],
  seeds: ReadonlySet<string>,
): readonly Draft[] {
  const left = new Set(seeds);
  return rounds.flatMap((round) => {
    const batch = new Set(round.filter((name) => left.has(name)));
    if (batch.size === 0) return [];
    const draft = new Draft(now, wanted, { names: batch, seeds: batch, others: left });
    for (const name of [...batch, ...draft.passing]) left.delete(name);
    return [draft];
  });
}

/** What stands, and is wanted, when all but the replicas is as it is to be. */
interface Middle {
  readonly now: System;
  readonly wanted: Wanted;
}

function whenDone(now: System, { instances, connections }: Wanted): Middle {
  const stances = new Map<string, Stance>();
  const wanted = new Map<string, WantedInstance>();
  for (const [name, { component, via, ...one }] of instances) {
    const there = one.anew === true ? undefined : now.instances.get(name);
    const life = there?.life ?? lifecycle(component);
    const places = goalOf(life, there?.places ?? [life.initial], one);
    stances.set(name, { life, places });
    wanted.set(name, { component, via, places });
  }
  return { now: { instances: stances, connections }, wanted: { instances: wanted, connections } };
}
