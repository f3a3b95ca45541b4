/** What becomes of the ports of one instance while its tokens move: when they begin and end, and which take no new use meanwhile. */
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import { refuses } from "../../semantics/marking.ts";
import type { Slots } from "../translate/outcome.ts";
import type { PortEvent } from "./passage.ts";

export class PortWatch {
  /** So far, in the order of time. */
  readonly events: PortEvent[] = [];
  readonly #life: Lifecycle;
  readonly #behavior: number;
  /** By port: tokens in its group, and those of them that do not leave it next. */
  readonly #tokens: number[];
  readonly #staying: number[];
  /** Provides that a new use could have had at some moment since the begin. */
  readonly #offered = new Set<number>();
  /** Provides that have ended → could they be had at some moment before? */
  readonly #ended = new Map<number, boolean>();

  constructor(life: Lifecycle, behavior: number, from: Slots) {
    this.#life = life;
    this.#behavior = behavior;
    this.#tokens = life.ports.map(() => 0);
    this.#staying = life.ports.map(() => 0);
    for (const slot of from) this.#count(slot, 1);
    for (const port of life.ports.keys()) this.#noteOffer(port);
  }

  /** Those that ended and could not be had before. */
  get withholds(): readonly number[] {
    return [...this.#ended].flatMap(([port, wasOffered]) => (wasOffered ? [] : [port]));
  }

  move(taken: Slots, put: Slots, atS: number): void {
    const { groups } = this.#life;
    const touched = new Set([...taken, ...put].flatMap((slot) => groups[slot] ?? []));
    const before = new Map([...touched].map((port) => [port, this.#isActive(port)]));
    for (const slot of taken) this.#count(slot, -1);
    for (const slot of put) this.#count(slot, 1);
    for (const [port, was] of before) {
      const is = this.#isActive(port);
      if (was !== is) this.events.push({ atS, port, what: is ? "begins" : "ends" });
      if (was && !is && this.#life.ports[port]?.side === "provide")
        this.#ended.set(port, this.#offered.has(port));
      this.#noteOffer(port);
    }
  }

  /** A transition fires that names these uses. */
  read(uses: readonly number[], atS: number): void {
    for (const port of uses)
      if (this.#life.ports[port]?.kind === "data") this.events.push({ atS, port, what: "reads" });
  }

  /** A place is entered. */
  give(place: number, atS: number): void {
    for (const port of this.#life.publishes[place] ?? [])
      this.events.push({ atS, port, what: "gives" });
  }

  #isActive(port: number): boolean {
    return (this.#tokens[port] ?? 0) > 0;
  }

  #count(slot: number, by: number): void {
    for (const port of this.#life.groups[slot] ?? []) {
      const departs = this.#life.ports[port]?.departs[this.#behavior]?.[slot] === 1;
      this.#tokens[port] = (this.#tokens[port] ?? 0) + by;
      if (!departs) this.#staying[port] = (this.#staying[port] ?? 0) + by;
    }
  }

  #noteOffer(port: number): void {
    if (!refuses(this.#tokens[port] ?? 0, 0, this.#staying[port] ?? 0)) this.#offered.add(port);
  }
}
