/** The events of a run that one member's tokens make, and what of them comes before and after another: its way along its lifecycle. */
import type { Port } from "../../semantics/lifecycle.ts";
import type { Occurrence } from "../time/occurrence.ts";
import { type Rows, inverse, row } from "../rows.ts";
import type { NetStep, Translation } from "../translate/translate.ts";

export class OwnEvents {
  readonly #translation: Translation;
  readonly #occurrence: Occurrence;
  readonly #effects: Rows;
  readonly #before = new Map<string, ReadonlyMap<string, number>>();

  constructor(translation: Translation, occurrence: Occurrence) {
    this.#translation = translation;
    this.#occurrence = occurrence;
    this.#effects = inverse(occurrence.causes, occurrence.eventCount);
  }

  /** What is entered or fired. */
  nameOf(event: number): string {
    const { rule, member, element } = this.#step(event);
    const life = this.#translation.course.members[member]?.life;
    if (rule === "fire") return life?.transitions[element]?.name ?? "";
    return life?.places[life.stations[element]?.place ?? -1] ?? "";
  }

  /**
   * The component's places that were entered on the way to an event of a provider, by name, with the event that entered each for the last
   * time; back to where it provided already. @param provided  the places at which it does
   */
  entriesBefore(event: number, provided: readonly number[]): ReadonlyMap<string, number> {
    const key = [event, ...provided].join();
    const known = this.#before.get(key);
    if (known !== undefined) return known;
    const entries = new Map<string, number>();
    const way = new Set(this.#own(this.#occurrence.causes, event));
    for (const one of way) {
      const { rule, member, element } = this.#step(one);
      const life = this.#translation.course.members[member]?.life;
      const place = rule === "enter" ? (life?.stations[element]?.place ?? -1) : -1;
      if (provided.includes(place)) continue;
      const name = life?.places[place];
      if (name !== undefined) entries.set(name, Math.max(one, entries.get(name) ?? 0));
      for (const cause of this.#own(this.#occurrence.causes, one)) way.add(cause);
    }
    this.#before.set(key, entries);
    return entries;
  }

  /** The next events of the same member at which it may begin to use something: it fires a transition, or, of a service, enters a place. */
  pointsAfter(event: number, kind: Port["kind"]): readonly number[] {
    const points = new Set<number>();
    const way = new Set(this.#own(this.#effects, event));
    for (const one of way) {
      const { rule } = this.#step(one);
      if (rule === "fire" || (rule === "enter" && kind === "service")) points.add(one);
      else for (const effect of this.#own(this.#effects, one)) way.add(effect);
    }
    // What comes after one of them is not next.
    const last = Math.max(...points);
    const after = new Set([...points].flatMap((one) => this.#own(this.#effects, one)));
    for (const one of after) {
      points.delete(one);
      if (one < last) for (const effect of this.#own(this.#effects, one)) after.add(effect);
    }
    return [...points];
  }

  #own(links: Rows, event: number): number[] {
    const { member } = this.#step(event);
    return [...row(links, event)].filter((other) => this.#step(other).member === member);
  }

  #step(event: number): NetStep {
    return this.#translation.stepOf(this.#occurrence.transitions[event] ?? 0);
  }
}
