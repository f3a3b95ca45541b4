/**
 * How urgent an action is: the longest way from its start to the end of all that follows, by declared durations, in its own instance and
 * in those that wait for it. Only where a limit makes actions stand in line does it matter who goes first.
 *
 * It is a guess at what will be: of the behaviors that are asked for it knows the active ones.
 */
import type { Configuration } from "../semantics/configuration.ts";
import { declarationOf, declaredS } from "../semantics/declared.ts";

/** Who goes first for a slot, as `Admission` asks: the one whom the longest path follows. */
export function urgencyIn(of: LongestPath["of"]): (one: Subject) => number {
  const paths = new LongestPath(of);
  return (one) => paths.from(one);
}

/** A transition of an instance, by numbers. */
interface Subject {
  readonly number: number;
  readonly edge: number;
}

export class LongestPath {
  readonly of: { readonly configuration: Configuration };
  /** By transition, or place, of an instance: seconds; below 0 while they are being looked for. */
  readonly #found = new Map<number, number>();
  /** Up to where the program was when they were. */
  #position = -1;

  /** @param of  what holds the configuration, which may be exchanged for another */
  constructor(of: LongestPath["of"]) {
    this.of = of;
  }

  /** Seconds. What was found is kept until an instruction changes the assembly: amortised O(1), at worst O(assembly). */
  from({ number, edge }: Subject): number {
    const { position } = this.of.configuration;
    if (position !== this.#position) this.#found.clear();
    this.#position = position;
    const first = transitionOf(number, edge);
    const open = [first];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const known = this.#found.get(top);
      const next = known === undefined || known === underWay ? this.#after(top) : [];
      if (known === undefined) {
        this.#found.set(top, underWay);
        // What is under way already is a circle: it is not followed.
        for (const one of next) if (!this.#found.has(one)) open.push(one);
        continue;
      }
      open.pop();
      if (known !== underWay) continue;
      const longest = next.reduce((most, one) => Math.max(most, this.#found.get(one) ?? 0), 0);
      this.#found.set(top, this.#lastsS(top) + longest);
    }
    return this.#found.get(first) ?? 0;
  }

  /** A token passes a place at once. */
  #lastsS(at: number): number {
    const { instance, index, isPlace } = parts(at);
    return isPlace ? 0 : declaredS(declarationOf(this.of.configuration.life(instance), index));
  }

  /** What cannot come before a transition has ended, or before a place is entered. */
  #after(at: number): readonly number[] {
    const { instance, index, isPlace } = parts(at);
    if (isPlace) return this.#afterPlace(instance, index);
    const { transitions, docks, stations } = this.of.configuration.life(instance);
    return (transitions[index]?.docks ?? []).map((dock) =>
      placeOf(instance, stations[docks[dock]?.station ?? -1]?.place ?? 0),
    );
  }

  /** The transitions that leave it, and all that uses a service or a value which comes with it. */
  #afterPlace(instance: number, place: number): readonly number[] {
    const c = this.of.configuration;
    const life = c.life(instance);
    const leaving = life.leaving[c.behavior(instance)]?.[place] ?? [];
    const next = leaving.map((t) => transitionOf(instance, t));
    for (const [q, port] of life.ports.entries())
      if (port.side === "provide" && port.places.includes(place))
        for (const far of c.across(instance, q)) this.#using(far.instance, far.port, next);
    return next;
  }

  /** What a use keeps waiting: in the active behavior, the transitions that it names and the places that it keeps closed. */
  #using(instance: number, use: number, next: number[]): void {
    const c = this.of.configuration;
    const { transitions, ports } = c.life(instance);
    const behavior = c.behavior(instance);
    for (const t of ports[use]?.transitions ?? [])
      if (transitions[t]?.behavior === behavior) next.push(transitionOf(instance, t));
    for (const place of ports[use]?.places ?? []) next.push(placeOf(instance, place));
  }
}

const underWay = -1;

const indicesMax = 2 ** 16;
const transitionOf = (instance: number, transition: number): number =>
  2 * instance * indicesMax + transition;
const placeOf = (instance: number, place: number): number =>
  (2 * instance + 1) * indicesMax + place;

function parts(at: number): { instance: number; index: number; isPlace: boolean } {
  const row = Math.floor(at / indicesMax);
  return { instance: Math.floor(row / 2), index: at % indicesMax, isPlace: row % 2 === 1 };
}
