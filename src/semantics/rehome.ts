/**
 * The same configuration under types that are declared anew: every token, push, connection and value is found again by its name.
 *
 * This is how a run goes on after its file has changed, and how a history that was replayed under the types of its time gets the
 * actions of today. Whoever calls it has made sure that all that holds something still exists (`store/compatibility`).
 */
import type { AnyComponent } from "../model/component.ts";
import { Configuration } from "./configuration.ts";
import { lifecycle } from "./lifecycle.ts";
import {
  type Move,
  moveConnections,
  moveInstance,
  moveValues,
  moveWithdrawal,
  newTransition,
} from "./transfer.ts";

/** Finds the type of an instance as it is declared now. */
export type FindType = (instance: string, before: AnyComponent) => AnyComponent;

/** What has moved, by old number. */
export interface Rehomed {
  readonly configuration: Configuration;
  /** An instance and one of its transitions, by their new numbers. */
  readonly transition: (instance: number, transition: number) => readonly [number, number];
}

/** @throws RangeError  where something that holds a token, a push, a connection or a value has no new home */
export function rehome(old: Configuration, find: FindType): Rehomed {
  const c = new Configuration();
  const moves = new Map<number, Move>();
  for (const from of old.all()) {
    const life = lifecycle(find(old.names[from] ?? "", old.life(from).component));
    moves.set(from, moveInstance(old, c, from, life));
  }
  const moved = (instance: number): Move | undefined => moves.get(instance);
  for (const move of moves.values()) moveConnections(old, c, move, moved);
  for (const move of moves.values()) {
    moveValues(old, c, move);
    moveWithdrawal(old, c, move);
  }
  for (const one of old.program)
    c.program.push(
      one.op === "add" ? { ...one, component: find(one.instance, one.component) } : one,
    );
  c.begins.push(...old.begins);
  const { position, firstPush, nextPush, awaiting, stopped } = old;
  Object.assign(c, { position, firstPush, nextPush, awaiting, stopped });
  c.agenda.clear();
  c.steps.clear();
  const transition = (instance: number, t: number): readonly [number, number] => {
    const move = moves.get(instance);
    if (move === undefined) throw new RangeError(`instance ${instance} has no new home`);
    return [move.to, newTransition(move, t)];
  };
  return { configuration: c, transition };
}
