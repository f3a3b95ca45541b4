/**
 * One way through a behavior: the component is played by the semantics alone, without its ports, and each move of a token is told to the
 * ports that it touches.
 */
import { advance } from "../../semantics/advance.ts";
import { Configuration, held, none } from "../../semantics/configuration.ts";
import type { Event, Step } from "../../semantics/event.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import { refreshBehavior, setMark } from "../../semantics/marking.ts";
import { portless } from "../../semantics/portless.ts";
import type { Slots } from "../translate/outcome.ts";
import type { Fire, LastsS, Passage } from "./passage.ts";
import { PortWatch } from "./port-watch.ts";

export interface Course {
  readonly behavior: number;
  readonly from: Slots;
  readonly lastsS: LastsS;
  /** In the order in which transitions that may choose come to their ends, each by its place in `to`. */
  readonly choices: readonly number[];
}

interface Running {
  readonly transition: number;
  readonly endS: number;
}

export class Walk {
  readonly #life: Lifecycle;
  readonly #course: Course;
  readonly #c: Configuration;
  readonly #watch: PortWatch;
  readonly #running: Running[] = [];
  readonly #fires: Fire[] = [];
  #chosen = 0;
  #nowS = 0;

  constructor(life: Lifecycle, course: Course) {
    this.#life = life;
    this.#course = course;
    this.#c = alone(life, course.from);
    this.#watch = new PortWatch(life, course.behavior, course.from);
  }

  /** To the end, or to a choice that is not made yet: then among how many. */
  run(): number | undefined {
    const behavior = this.#life.behaviors[this.#course.behavior] ?? "";
    this.#tell({ type: "program", instructions: [{ op: "changeBehavior", instance, behavior }] });
    for (let next = this.#takeFirst(); next !== undefined; next = this.#takeFirst()) {
      // A behavior that goes round in a circle, as no sound one does, is not followed for ever.
      if (this.#fires.length > 1000 + 10 * this.#life.transitions.length) return undefined;
      const { transition, endS } = next;
      const options = this.#life.transitions[transition]?.docks.length ?? 1;
      const dock = options > 1 ? this.#course.choices[this.#chosen++] : 0;
      if (dock === undefined) return options;
      this.#nowS = endS;
      this.#tell({ type: "ended", instance: only, transition, dock });
    }
    return undefined;
  }

  /** None where it got stuck. */
  passages(): readonly Passage[] {
    if (!this.#c.done) return [];
    const { behavior, from } = this.#course;
    const { events, withholds } = this.#watch;
    const to = this.#life.places.flatMap((_, p) => (this.#c.mark(only, p) === none ? [] : [p]));
    return [{ behavior, from, to, fires: this.#fires, durationS: this.#nowS, events, withholds }];
  }

  #takeFirst(): Running | undefined {
    // What ends at one time ends in the order in which it began.
    this.#running.sort((a, b) => a.endS - b.endS);
    return this.#running.shift();
  }

  #tell(event: Event): void {
    for (const step of advance(this.#c, event)) this.#follow(step);
  }

  #follow({ rule, element }: Step): void {
    const { transitions, docks, stations, leaving } = this.#life;
    const move = (taken: Slots, put: Slots): void => this.#watch.move(taken, put, this.#nowS);
    if (rule === "leave") {
      const left = leaving[this.#course.behavior]?.[element] ?? [];
      const outs = left.map((t) => transitions[t]?.out ?? 0);
      move([element], outs);
    } else if (rule === "fire") {
      const { out = 0, on = 0, uses = [] } = transitions[element] ?? {};
      move([out], [on]);
      this.#watch.read(uses, this.#nowS);
      this.#fires.push({ transition: element, atS: this.#nowS, dock: undefined });
      const endS = this.#nowS + this.#course.lastsS(this.#life, element);
      this.#running.push({ transition: element, endS });
    } else if (rule === "end") {
      const { transition = 0, slot = 0 } = docks[element] ?? {};
      move([transitions[transition]?.on ?? 0], [slot]);
      this.#noteChoice(transition, element);
    } else if (rule === "enter") {
      const { slots = [], place = 0 } = stations[element] ?? {};
      move(slots, [place]);
      this.#watch.give(place, this.#nowS);
    }
  }

  #noteChoice(transition: number, dock: number): void {
    if (this.#life.transitions[transition]?.docks.length === 1) return;
    const k = this.#fires.findLastIndex((one) => one.transition === transition);
    const fire = this.#fires[k];
    if (fire !== undefined) this.#fires[k] = { ...fire, dock };
  }
}

/** The name and the number of the instance that is alone. */
const instance = "it";
const only = 0;

function alone(life: Lifecycle, from: Slots): Configuration {
  const c = new Configuration();
  const component = portless(life.component);
  advance(c, { type: "program", instructions: [{ op: "add", instance, component }] });
  setMark(c, only, life.initial, none);
  for (const place of from) setMark(c, only, place, held);
  refreshBehavior(c, only);
  return c;
}
