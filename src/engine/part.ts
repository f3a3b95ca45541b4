/**
 * Parts of a state: what a run with a scope has in hand. It is taken out of the whole when the run begins, lives by the records of that run,
 * and is taken in again when a run brings it to its end, or when a run begins that is about all.
 */
import type { Scope } from "../model/scope.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { divide, unite } from "../semantics/part.ts";
import type { State } from "./fold.ts";
import type { Task } from "./task.ts";

export interface Part {
  /** The run that took it out, and those that went on with it. */
  readonly runs: readonly [number, ...number[]];
  readonly scope: Scope;
  /** Its instances with those beside them; their program, tasks and keys are its own. */
  readonly state: State;
}

/** The part that a run works on; undefined: the run is about all, or is over. Cost: the open parts. */
export function partOfRun(state: State, run: number): Part | undefined {
  for (const part of state.parts.values()) if (part.runs.includes(run)) return part;
  return undefined;
}

/** All instances of it: those it may move, and those that it only sees. */
const namesIn = ({ instances, beside }: Scope): ReadonlySet<string> =>
  new Set([...instances, ...beside]);

/** Makes an empty state the part of a scope. The whole stays as it is. O(part + instances). */
export function takeOut(whole: State, part: State, scope: Scope): void {
  const names = namesIn(scope);
  part.configuration = divide(whole.configuration, names);
  part.id = whole.id;
  part.home = whole.home;
  part.declared = whole.declared;
  for (const [hash, catalog] of whole.code) part.code.set(hash, catalog);
  moveTasks(whole, part, (name) => names.has(name));
  for (const name of names) copyOrigin(whole, part, name);
}

/** Puts what the part has in the place of what the whole had; its program is forgotten. O(state). */
export function takeIn(whole: State, { state: part, scope }: Pick<Part, "state" | "scope">): void {
  const moved = new Set(scope.instances);
  const before = whole.configuration;
  whole.configuration = unite(before, part.configuration, moved);
  const kept = { configuration: before, tasks: whole.tasks.take() };
  moveTasks(kept, whole, (name) => !moved.has(name));
  moveTasks(part, whole, (name) => moved.has(name));
  for (const name of moved) copyOrigin(part, whole, name);
}

/** Takes in all parts, whatever they have come to. */
export function takeInAll(state: State): void {
  for (const part of state.parts.values()) takeIn(state, part);
  state.parts.clear();
}

/** The whole with these parts as they are now; itself where there is none. O(state). */
export function withParts(
  whole: State,
  parts: Iterable<Pick<Part, "state" | "scope">> = whole.parts.values(),
): State {
  const all = [...parts];
  if (all.length === 0) return whole;
  const united = whole.clone();
  united.parts.clear();
  for (const part of all) takeIn(united, part);
  return united;
}

interface Tasked {
  readonly configuration: Configuration;
  readonly tasks: Iterable<Task>;
}

function moveTasks(from: Tasked, to: State, isWanted: (name: string) => boolean): void {
  for (const task of from.tasks) {
    const name = from.configuration.names[task.instance] ?? "";
    const instance = isWanted(name) ? to.configuration.number(name) : undefined;
    if (instance !== undefined) to.tasks.set({ ...task, instance });
  }
}

/** Where an instance is, and from what it was made. */
function copyOrigin(from: State, to: State, name: string): void {
  const host = from.on.get(name);
  if (host === undefined) to.on.delete(name);
  else to.on.set(name, host);
  const version = from.versions.get(name);
  if (version === undefined) to.versions.delete(name);
  else to.versions.set(name, version);
  if (from.versions.inTheMaking.has(name)) to.versions.inTheMaking.add(name);
  else to.versions.inTheMaking.delete(name);
}
