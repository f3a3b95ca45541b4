/** What an entry of the journal says, as the event that the semantics is told: names become numbers. */
import { type Configuration, nothing } from "../semantics/configuration.ts";
import type { Event } from "../semantics/event.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";
import type { Catalog } from "../store/catalog.ts";
import { fromEntries } from "../store/instruction.ts";
import type { EndedEntry, Entry } from "../store/journal.ts";
import type { Task } from "./task.ts";

/** An instance and one of its transitions by number. */
export type Numbers = Pick<Task, "instance" | "transition">;

/**
 * Undefined where it is none of the semantics' business.
 *
 * @param at  what its names stand for, where that is known
 */
export function eventOf(
  {
    configuration: c,
    catalog,
  }: { readonly configuration: Configuration; readonly catalog: Catalog },
  entry: Entry,
  at?: Numbers,
): Event | undefined {
  switch (entry.type) {
    case "program":
      return { type: "program", instructions: fromEntries(entry.instructions, catalog) };
    case "ended":
      return endedEvent(c, entry, at ?? numbersOf(c, entry));
    case "failed": {
      const { instance, transition } = at ?? numbersOf(c, entry);
      return { type: "failed", instance, transition, error: entry.error };
    }
    case "unknown":
      return {
        type: entry.type,
        ...numbersOf(c, entry),
        ...(entry.error === undefined ? {} : { error: entry.error }),
      };
    case "refire":
      return { type: entry.type, ...numbersOf(c, entry) };
    case "withdraw": {
      const instance = instanceNumber(c, entry.instance);
      const behavior =
        entry.behavior === undefined ? nothing : c.life(instance).behaviors.indexOf(entry.behavior);
      return { type: "withdraw", instance, behavior };
    }
    case "lost":
    case "found": {
      const instance = instanceNumber(c, entry.instance);
      return { type: entry.type, instance, place: c.life(instance).places.indexOf(entry.place) };
    }
    case "stop":
    case "go":
    case "abandon":
      return { type: entry.type };
    default:
      return undefined;
  }
}

/** Instances and transitions of an entry by number; names that no longer exist are a fault of the caller, who compared the declarations. */
export function numbersOf(
  c: Configuration,
  entry: { readonly instance: string; readonly transition: string },
): Numbers {
  const instance = instanceNumber(c, entry.instance);
  const { transitions } = c.life(instance);
  const transition = transitions.findIndex(({ name }) => name === entry.transition);
  return { instance, transition };
}

function instanceNumber(c: Configuration, name: string): number {
  const instance = c.number(name);
  if (instance === undefined) throw new RangeError(`no instance "${name}"`);
  return instance;
}

function endedEvent(
  c: Configuration,
  { station, values, skipped }: EndedEntry,
  { instance, transition }: Numbers,
): Event {
  const event = { type: "ended", instance, transition } as const;
  // By far the most end at the only station there is, and give nothing.
  if (station === undefined && values === undefined && skipped === undefined) return event;
  return {
    ...event,
    dock: dockNamed(c.life(instance), transition, station),
    ...(values === undefined ? {} : { values }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}

function dockNamed(life: Lifecycle, transition: number, station: string | undefined): number {
  const docks = life.transitions[transition]?.docks ?? [];
  const named = docks.findIndex(
    (d) => life.stations[life.docks[d]?.station ?? -1]?.name === station,
  );
  return Math.max(0, named);
}
