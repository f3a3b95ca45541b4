/** How far instances have come by `deploy`, as the probes of their places tell, asked from the end backwards. */
import type { Crew } from "../engine/crew.ts";
import type { State } from "../engine/fold.ts";
import { placeProbe } from "../semantics/declared.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";

/** `early`: its probe reads a value that nobody has given yet. `silent`: there is no probe to ask. */
export type Verdict = "yes" | "no" | "early" | "silent";

export class Whereabouts {
  readonly #state: State;
  readonly #crew: Pick<Crew, "probePlace">;
  readonly #said: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #known = new Map<string, boolean>();

  /** @param said  instance → the places that somebody says it is at: then no probe is asked */
  constructor(
    state: State,
    crew: Pick<Crew, "probePlace">,
    said: ReadonlyMap<string, ReadonlySet<string>>,
  ) {
    this.#state = state;
    this.#crew = crew;
    this.#said = said;
  }

  /**
   * Has it come to the place, or past it? Each probe that answers is asked once.
   *
   * @param isAllGiven  no further value will be given: it has not come to a later place whose probe still reads one, and where its own
   * does, there is nobody to ask
   */
  async hasReached(instance: number, place: number, isAllGiven = false): Promise<Verdict> {
    const c = this.#state.configuration;
    const life = c.life(instance);
    const later = placesAfter(life, place);
    const said = this.#said.get(c.names[instance] ?? "");
    if (said !== undefined)
      return [...later, place].some((one) => said.has(life.places[one] ?? "")) ? "yes" : "no";
    let isEarly = false;
    for (const one of later) {
      const verdict = await this.#ask(instance, one);
      if (verdict === "yes") return "yes";
      isEarly ||= verdict === "early";
    }
    const own = await this.#ask(instance, place);
    if (isAllGiven) return own === "early" ? "silent" : own;
    return own !== "yes" && isEarly ? "early" : own;
  }

  async #ask(instance: number, place: number): Promise<Verdict> {
    const { places, component } = this.#state.configuration.life(instance);
    const name = places[place] ?? "";
    if (placeProbe(component, name) === undefined) return "silent";
    const key = `${instance} ${place}`;
    const known = this.#known.get(key) ?? (await this.#crew.probePlace(instance, name));
    if (known === undefined) return "early";
    this.#known.set(key, known);
    return known ? "yes" : "no";
  }
}

/** Where `deploy` leads from a place, the farthest first: each before all from which it leads there. O(transitions). */
export function placesAfter(life: Lifecycle, place: number): readonly number[] {
  const deploy = life.behaviors.indexOf("deploy");
  const entered = new Set<number>([place]);
  const found: number[] = [];
  const follow = (from: number): void => {
    const next = (life.leaving[deploy]?.[from] ?? []).flatMap((t) => endsOf(life, t));
    for (const one of next.reverse()) {
      if (entered.has(one)) continue;
      entered.add(one);
      follow(one);
      found.push(one);
    }
  };
  follow(place);
  return found;
}

/** The places at which a transition may end, in the order of `to`. */
export const endsOf = (life: Lifecycle, transition: number): readonly number[] =>
  (life.transitions[transition]?.docks ?? []).map(
    (d) => life.stations[life.docks[d]?.station ?? -1]?.place ?? life.initial,
  );
