/**
 * How urgent an action is: the longest way from its start to the end of all that follows, by declared durations, in its own instance and
 * in those that wait for it. Only where a limit makes actions stand in line does it matter who goes first.
 *
 * It is a guess at what will be: of the behaviors that are asked for it knows the active ones.
 */
import type { Configuration } from "../semantics/configuration.ts";
import { declarationOf, declaredS } from "./urgency.ts";

export class LongestPath {
  readonly #configuration: Configuration;
  /** By transition of an instance: seconds; below 0 while they are being looked for. */
  readonly #found = new Map<number, number>();
  /** Up to where the program was when they were. */
  #position = -1;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** Seconds. What was found is kept until an instruction changes the assembly: amortised O(1), at worst O(assembly). */
  from(instance: number, transition: number): number {
    const { position } = this.#configuration;
    if (position !== this.#position) this.#found.clear();
    this.#position = position;
    const first = key(instance, transition);
    const open = [first];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const known = this.#found.get(top);
      const next = this.#after(top);
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

  #lastsS(at: number): number {
    const [instance, transition] = parts(at);
    return declaredS(declarationOf(this.#configuration.life(instance), transition));
  }

  /** What may begin when a transition has ended: what leaves its places, and what uses the services and values that come with them. */
  #after(at: number): readonly number[] {
    const c = this.#configuration;
    const [instance, transition] = parts(at);
    const life = c.life(instance);
    const edge = life.transitions[transition];
    const next: number[] = [];
    for (const dock of edge?.docks ?? []) {
      const place = life.stations[life.docks[dock]?.station ?? -1]?.place ?? -1;
      for (const t of life.leaving[edge?.behavior ?? -1]?.[place] ?? [])
        next.push(key(instance, t));
      for (const [q, port] of life.ports.entries())
        if (port.side === "provide" && port.places.includes(place))
          for (const far of c.across(instance, q))
            next.push(...this.#using(far.instance, far.port));
    }
    return next;
  }

  /** The transitions of the active behavior that begin or end with a use. */
  #using(instance: number, use: number): readonly number[] {
    const c = this.#configuration;
    const { transitions, stations, docks, ports } = c.life(instance);
    const places = ports[use]?.places ?? [];
    return transitions.flatMap((edge, t) => {
      if (edge.behavior !== c.behavior(instance)) return [];
      const enters = edge.docks.some((dock) =>
        places.includes(stations[docks[dock]?.station ?? -1]?.place ?? -1),
      );
      return edge.uses.includes(use) || enters ? [key(instance, t)] : [];
    });
  }
}

const underWay = -1;

const transitionsMax = 2 ** 16;
const key = (instance: number, transition: number): number =>
  instance * transitionsMax + transition;
const parts = (at: number): readonly [number, number] => [
  Math.floor(at / transitionsMax),
  at % transitionsMax,
];
