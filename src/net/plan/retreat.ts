/**
 * The retreat: the way back from wherever a program has come to, to how things stood before it. What waits or has failed is withdrawn to where
 * it was in one piece; from there behaviors lead back, what came goes, and what went comes again.
 */
import type { AnyComponent } from "../../model/component.ts";
import type { Instruction } from "../../model/program.ts";
import { advance } from "../../semantics/advance.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import { type Lifecycle, lifecycle } from "../../semantics/lifecycle.ts";
import { settle } from "../../semantics/settle.ts";
import type { Slots } from "../translate/outcome.ts";
import { changeTo } from "./change.ts";
import { isOnlyUnserved, rescueOf, standing } from "./rescue.ts";
import type { Stance, System, WantedInstance } from "./system.ts";

/** How things stood, and on which hosts. */
export interface Former {
  readonly system: System;
  readonly on: ReadonlyMap<string, string>;
  /** Those that stand and were another version: by their behavior `update`, or taken away and made again. */
  readonly brings?: ReadonlyMap<string, "update" | "anew">;
  /** The type of an instance with its actions; undefined: nobody knows it any more. */
  typeOf(component: string, instance: string): AnyComponent | undefined;
}
export interface Retreat {
  /** Who is withdrawn first; what is left of the program is given up then. */
  readonly withdrawn: readonly string[];
  readonly instructions: readonly Instruction[];
  /** Why there is none, a sentence each; empty: there is one. */
  readonly obstacles: readonly string[];
}

/**
 * @param c  nothing of it at work, and nothing unknown; it stays as it is
 * @param on  on which hosts its instances are now; where they were, if not given
 */
export function retreat(c: Configuration, former: Former, on: Former["on"] = former.on): Retreat {
  const busy = c.busy();
  const withdrawn = busy.map((instance) => c.names[instance] ?? "");
  const after = givenUp(c, busy);
  const { instances, obstacles } = wantedAgain(after, former, on);
  const kept = [...after.withdrawals.keys()].filter((instance) => !isOnlyUnserved(after, instance));
  const lacks = [...kept.map((instance) => notWithdrawn(after, instance)), ...obstacles];
  if (lacks.length > 0) return { withdrawn, instructions: [], obstacles: lacks };
  const wanted = { instances, connections: former.system.connections };
  const first = rescueOf(after, instances);
  const rescued = after.clone();
  const isRescued = settle(rescued, { type: "program", instructions: first }).outcome === "done";
  const begin = isRescued ? rescued : after;
  const way = changeTo(standing(begin), wanted, true);
  if (after.withdrawals.size === 0 || way.obstacles.length > 0) return { withdrawn, ...way };
  // How those move that are to be withdrawn no interface says.
  const instructions = [...(isRescued ? first : []), ...way.instructions];
  if (settle(begin, { type: "program", instructions: way.instructions }).outcome === "done")
    return { withdrawn, instructions, obstacles: [] };
  const stuck = [...after.withdrawals.keys()].map((instance) => notWithdrawn(after, instance));
  return { withdrawn, instructions: [], obstacles: stuck };
}

/** What was still to come is forgotten, and those that are not at rest go back to where they were in one piece. */
function givenUp(c: Configuration, busy: readonly number[]): Configuration {
  const after = c.clone();
  advance(after, { type: "stop" });
  advance(after, { type: "abandon" });
  for (const instance of busy) advance(after, { type: "withdraw", instance });
  advance(after, { type: "go" });
  return after;
}

const notWithdrawn = (c: Configuration, instance: number): string =>
  `${c.names[instance]} cannot be withdrawn from where it is`;

/** Everybody where he was: under the type that he has now, if it is the one that he had. */
function wantedAgain(
  c: Configuration,
  former: Former,
  on: Former["on"],
): {
  readonly instances: ReadonlyMap<string, WantedInstance>;
  readonly obstacles: readonly string[];
} {
  const instances = new Map<string, WantedInstance>();
  const obstacles: string[] = [];
  for (const [name, { life: before, places }] of former.system.instances) {
    const type: string = before.component.name;
    const now = typeNow(c, name);
    const component = now?.name === type ? now : former.typeOf(type, name);
    if (component === undefined) {
      obstacles.push(`${name} is gone, and the file no longer has ${type}`);
      continue;
    }
    const wanted = translated({ life: before, places }, lifecycle(component));
    if (wanted === undefined) {
      obstacles.push(`${name} has no such places any more`);
      continue;
    }
    const host = former.on.get(name);
    const isElsewhere = now !== undefined && (now.name !== type || on.get(name) !== host);
    const how = isElsewhere ? "anew" : former.brings?.get(name);
    const by = how === "update" ? { via: how } : { anew: how === "anew" };
    instances.set(name, { component, on: host, places: wanted, ...by });
  }
  return { instances, obstacles };
}

function typeNow(c: Configuration, name: string): AnyComponent | undefined {
  const number = c.number(name);
  return number === undefined ? undefined : c.life(number).component;
}

/** The same places of a later declaration of the type. */
function translated({ life, places }: Stance, now: Lifecycle): Slots | undefined {
  const numbers = places.map((place) => now.places.indexOf(life.places[place] ?? ""));
  return numbers.includes(-1) ? undefined : numbers.toSorted((a, z) => a - z);
}
