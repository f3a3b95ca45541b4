/**
 * Drift: how what is there differs from what is on record, told once when it comes and once when it goes. Pure.
 *
 * A host that cannot be asked says nothing of what is on it: that is told, and is no drift.
 */
import { type Configuration, lost, none } from "../semantics/configuration.ts";
import {
  type Impairment,
  type StaleReading,
  impairments,
  staleReadings,
} from "../semantics/impairment.ts";
import type { State } from "./fold.ts";

/** A place of an instance. */
export interface PlaceName {
  readonly instance: string;
  readonly place: string;
}
/** What a place's probe said: it holds, it does not, or the host could not be asked. */
export type Answer = boolean | { readonly unreachable: string };

export type Drift = {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** What it is and what it means for whom: one sentence. */
  readonly text: string;
} & (
  | (PlaceName & { readonly what: "lost" | "found" })
  | (Omit<Impairment, "because"> & { readonly what: "impaired" | "restored" })
  | (StaleReading & { readonly what: "stale" | "fresh" })
  | {
      readonly what: "unreachable" | "reachable";
      readonly host: string;
      /** Of which nothing was known meanwhile. */
      readonly instances: readonly string[];
    }
);

/** What was told and has not gone. */
export class Drifts {
  readonly #lost = new Map<string, PlaceName>();
  readonly #impaired = new Map<string, Impairment>();
  readonly #stale = new Map<string, StaleReading>();
  readonly #unreachable = new Map<string, readonly string[]>();

  /** Places that do not hold, as they were told. */
  get lost(): readonly PlaceName[] {
    return [...this.#lost.values()];
  }

  /** Hosts that cannot be asked. */
  get unreachable(): readonly string[] {
    return [...this.#unreachable.keys()];
  }

  /** @param state  in which the answer is noted already */
  answered(state: State, about: PlaceName, answer: Answer, atMs: number): readonly Drift[] {
    const host = state.on.get(about.instance) ?? "local";
    if (typeof answer === "object") return this.#unasked(state, host, answer.unreachable, atMs);
    return [...this.#asked(host, atMs), ...this.#placeDrift(about, answer, atMs)];
  }

  /** What has become of ports and readers since; places that are not held any more are forgotten. O(assembly). */
  compared({ configuration: c }: State, atMs: number): readonly Drift[] {
    for (const [key, about] of this.#lost) if (markOf(c, about) === none) this.#lost.delete(key);
    const harmed = new Map(impairments(c).map((one) => [`${one.instance}.${one.port}`, one]));
    const stale = new Map(
      staleReadings(c).map((one) => [`${one.instance}.${one.port}=${one.provide}`, one]),
    );
    return [
      ...change(this.#impaired, harmed, (one, has) => impairedDrift(one, has, atMs)),
      ...change(this.#stale, stale, (one, has) => staleDrift(one, has, atMs)),
    ];
  }

  #placeDrift(about: PlaceName, holds: boolean, atMs: number): readonly Drift[] {
    const key = `${about.instance}.${about.place}`;
    if (holds !== this.#lost.has(key)) return [];
    const { instance, place } = about;
    if (holds) this.#lost.delete(key);
    else this.#lost.set(key, { instance, place });
    const [what, text] = holds
      ? (["found", `${instance} is ${place} again`] as const)
      : (["lost", `${instance} is no longer ${place}`] as const);
    return [{ atMs, what, instance, place, text }];
  }

  #unasked(state: State, host: string, why: string, atMs: number): readonly Drift[] {
    if (this.#unreachable.has(host)) return [];
    const instances = [...state.configuration.numbers.keys()].filter(
      (name) => (state.on.get(name) ?? "local") === host,
    );
    this.#unreachable.set(host, instances);
    const text = `${host} cannot be asked, so that nothing is known of ${instances.join(", ")}: ${why}`;
    return [{ atMs, what: "unreachable", host, instances, text }];
  }

  #asked(host: string, atMs: number): readonly Drift[] {
    const instances = this.#unreachable.get(host);
    if (instances === undefined) return [];
    this.#unreachable.delete(host);
    return [{ atMs, what: "reachable", host, instances, text: `${host} can be asked again` }];
  }
}

/** Is a token on the place, and does the record say that it is lost? */
export function markOf(c: Configuration, { instance, place }: PlaceName): number {
  const number = c.number(instance);
  if (number === undefined) return none;
  const index = c.life(number).places.indexOf(place);
  return index < 0 ? none : c.mark(number, index);
}

/** Does the answer say something else than the record? */
export const isNews = (c: Configuration, about: PlaceName, holds: boolean): boolean => {
  const mark = markOf(c, about);
  return mark !== none && holds === (mark === lost);
};

/** Tells what has come and what has gone, and makes `before` what is now. */
function change<One>(
  before: Map<string, One>,
  now: ReadonlyMap<string, One>,
  tell: (one: One, isThere: boolean) => Drift,
): readonly Drift[] {
  const told: Drift[] = [];
  for (const [key, one] of before)
    if (!now.has(key) && before.delete(key)) told.push(tell(one, false));
  for (const [key, one] of now) {
    if (!before.has(key)) told.push(tell(one, true));
    before.set(key, one);
  }
  return told;
}

function impairedDrift({ because, ...about }: Impairment, isThere: boolean, atMs: number): Drift {
  const port = `${about.instance}.${about.port}`;
  if (!isThere) return { atMs, what: "restored", ...about, text: `${port} can be relied on again` };
  const told = [
    `${port} is impaired, for ${because.join(" and ")}: ${usersText(about)}`,
    ...(about.beyond.length === 0 ? [] : [`${names(about.beyond)} may feel it, too`]),
  ];
  return { atMs, what: "impaired", ...about, text: told.join("; ") };
}

const usersText = ({ users }: Pick<Impairment, "users">): string =>
  users.length === 0
    ? "nobody uses it, and nobody may begin to"
    : `${names(users)} ${users.length === 1 ? "uses" : "use"} it, and nobody else may begin to`;

function staleDrift(one: StaleReading, isThere: boolean, atMs: number): Drift {
  const { instance, provide, read, version } = one;
  const text = isThere
    ? `${instance} has read version ${read} of ${provide}, which is at version ${version} by now`
    : `${instance} no longer relies on an older version of ${provide}`;
  return { atMs, what: isThere ? "stale" : "fresh", ...one, text };
}

function names(all: readonly string[]): string {
  const told = all.slice(0, namesMax);
  if (told.length < all.length) told.push(`${all.length - told.length} more`);
  return told.length < 2 ? told.join() : `${told.slice(0, -1).join(", ")} and ${told.at(-1)}`;
}
const namesMax = 8;
