/**
 * What changes: the program that leads from what stands to what is wanted, with as little interruption as the interfaces of the components
 * allow. New instances come first, what uses them follows, what nobody uses any more goes last; replicas are changed one after the other.
 *
 * It is made from interfaces alone, so it is fast for any size; that it comes to its end is for a proof to say.
 */
import type { Instruction } from "../../model/program.ts";
import type { Wiring } from "../../semantics/assembled.ts";
import { lifecycle } from "../../semantics/lifecycle.ts";
import { Draft } from "./draft.ts";
import { isAsked } from "./leg.ts";
import { part, unservedIn } from "./parting.ts";
import { sequenceOf } from "./sequence.ts";
import { type Stance, type System, type Wanted, type WantedInstance, goalOf } from "./system.ts";
import { textOf, textsOf } from "./wires.ts";

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
  if (atOnce) return changeIn(now, wanted, seeds, [seeds]);
  const turns = turnsOf(now, wanted, seeds);
  const change = changeIn(now, wanted, seeds, turns);
  // Somebody may need what is there only when all of them are made anew.
  const mayHelp = turns.slice(1).some((turn) => turn.some((name) => isAnew(wanted, name)));
  return change.obstacles.length > 0 && mayHelp ? changeTo(now, wanted, true) : change;
}

/** @param turns  who is changed with all that is not a replica, and then who after whom */
function changeIn(
  now: System,
  wanted: Wanted,
  seeds: readonly string[],
  [first = [], ...turns]: readonly (readonly string[])[],
): Change {
  const names = new Set([...now.instances.keys(), ...wanted.instances.keys()]);
  const left = new Set(seeds);
  const whole = carriedOut(draftOf(now, wanted, { names, seeds: first, left }));
  const changes = [whole, ...oneByOne(now, wanted, turns, left)];
  return {
    obstacles: changes.flatMap(({ obstacles }) => obstacles),
    instructions: changes.flatMap(({ instructions }) => instructions),
  };
}

/** Who is to pass a behavior, or to be made anew. Where it begins, there is nothing to be brought up to date. */
function seedsIn(now: System, wanted: Wanted): readonly string[] {
  const seeds = [...wanted.instances].filter(([name, { via, anew }]) => {
    const stance = now.instances.get(name);
    if (stance === undefined || anew === true) return stance !== undefined;
    return via !== undefined && stance.places.join() !== `${stance.life.initial}`;
  });
  return seeds.map(([name]) => name);
}

const isAnew = ({ instances }: Wanted, name: string): boolean => instances.get(name)?.anew === true;

/** Those that are alone of their type; of the others the first of each type, then the second of each, and so on. */
function turnsOf(
  now: System,
  wanted: Wanted,
  seeds: readonly string[],
): readonly (readonly string[])[] {
  const typeOf = (name: string): unknown => wanted.instances.get(name)?.component.name;
  const rewired = rewiredIn(now.connections, wanted.connections);
  const mayWait = (name: string): boolean => !isAnew(wanted, name) || !rewired.has(name);
  const byType = [...Map.groupBy(seeds, typeOf).values()];
  const replicas = byType
    .filter((names) => names.length > 1)
    .map((names) => names.filter(mayWait))
    .filter((names) => names.length > 0);
  const longest = replicas.reduce((most, { length }) => Math.max(most, length), 0);
  const later = new Set(replicas.flat());
  return [
    seeds.filter((name) => !later.has(name)),
    ...Array.from({ length: longest }, (_, k) => replicas.flatMap((names) => names[k] ?? [])),
  ];
}

/** Whose connections change: who is made anew has those that are wanted then. */
function rewiredIn(is: readonly Wiring[], shall: readonly Wiring[]): ReadonlySet<string> {
  const [before, after] = [textsOf(is), textsOf(shall)];
  const changed = [
    ...is.filter((one) => !after.has(textOf(one))),
    ...shall.filter((one) => !before.has(textOf(one))),
  ];
  return new Set(changed.flatMap(({ use, provide }) => [use.instance, provide.instance]));
}

/** Whoever has to step aside for somebody has its own turn then. */
function oneByOne(
  now: System,
  wanted: Wanted,
  turns: readonly (readonly string[])[],
  left: Set<string>,
): readonly Change[] {
  const middle = whenDone(now, wanted, left);
  return turns.flatMap((turn) => {
    const seeds = turn.filter((name) => left.has(name));
    if (seeds.length === 0) return [];
    const draft = draftOf(middle.now, middle.wanted, { names: seeds, seeds, left });
    const change = carriedOut(draft);
    for (const { name, kind } of draft.legs) if (kind === "anew") middle.remake(name);
    return [change];
  });
}

interface Turn {
  readonly names: Iterable<string>;
  readonly seeds: readonly string[];
  /** Who has not had its turn; those that have it now are taken out. */
  readonly left: Set<string>;
}

/** Who is to be made anew and has to move anyway is made anew now. */
function draftOf(now: System, wanted: Wanted, { names, seeds, left }: Turn): Draft {
  const [all, ours] = [new Set(names), new Set(seeds)];
  for (;;) {
    const draft = new Draft(now, wanted, { names: all, seeds: ours, others: left });
    const more = draft.legs.filter(
      (leg) =>
        isAsked(leg) && left.has(leg.name) && isAnew(wanted, leg.name) && leg.kind !== "anew",
    );
    if (more.length === 0) {
      for (const name of [...ours, ...draft.passing]) left.delete(name);
      return draft;
    }
    for (const { name } of more) {
      all.add(name);
      ours.add(name);
    }
  }
}

function carriedOut(draft: Draft): Change {
  part(draft);
  const obstacles = [...draft.obstacles, ...unservedIn(draft)];
  return { obstacles, instructions: sequenceOf(draft) };
}

/** What stands, and is wanted, when all but the replicas is as it is to be. */
interface Middle {
  readonly now: System;
  readonly wanted: Wanted;
  /** It has been made anew. */
  remake(name: string): void;
}

/** @param left  who has not had its turn */
function whenDone(
  now: System,
  { instances, connections }: Wanted,
  left: ReadonlySet<string>,
): Middle {
  const stances = new Map<string, Stance>();
  const wanted = new Map<string, WantedInstance>();
  const remake = (name: string): void => {
    const one = instances.get(name);
    if (one === undefined) return;
    const life = lifecycle(one.component);
    stances.set(name, { life, places: goalOf(life, [life.initial], one) });
  };
  for (const [name, one] of instances) {
    remake(name);
    const there = now.instances.get(name);
    if (there !== undefined && one.anew !== true)
      stances.set(name, { ...there, places: goalOf(there.life, there.places, one) });
    wanted.set(name, { ...one, places: stances.get(name)?.places ?? [], renew: undefined });
    if (there !== undefined && left.has(name) && one.anew === true) stances.set(name, there);
  }
  return {
    now: { instances: stances, connections },
    wanted: { instances: wanted, connections },
    remake,
  };
}
