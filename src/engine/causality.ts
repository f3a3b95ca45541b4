/**
 * What each try of a run waited for: a graph of moments, each with those that had to come before it.
 *
 * It is gathered from the steps of the semantics while they happen, so it holds for whatever the rules allow. Of the links of a moment
 * the one without a gap is what let it happen just then: the critical path follows it. The others say how much slack there was.
 */
import type { Configuration } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";

/** Something that had come about, at the end of a try or because several things had. */
export interface Moment {
  readonly atMs: number;
  readonly after: readonly Link[];
  /** How much later it could have been without a longer run; known once `slacken` was called. */
  slackMs: number;
}
/** `gapMs`: how long before the thing it was needed for began. */
export interface Link {
  readonly moment: Moment;
  readonly gapMs: number;
}

export class Causality {
  /** In the order in which they came about. */
  readonly #moments: Moment[] = [];
  /** By instance and index: an action ended at the dock, the place was entered, left towards the transition, the port is served. */
  readonly #docks = new Map<number, Moment>();
  readonly #places = new Map<number, Moment>();
  readonly #left = new Map<number, Moment>();
  readonly #served = new Map<number, Moment>();
  /** By instance: it was asked for a behavior, it follows the one it has, it finished one, it last moved. */
  readonly #asked = new Map<number, Moment>();
  readonly #follows = new Map<number, Moment>();
  readonly #finished = new Map<number, Moment>();
  readonly #moved = new Map<number, Moment>();
  /** The instruction reached could be applied. */
  #program: Moment | undefined;

  /** A moment of its own: the end of a try. */
  note(atMs: number, after: readonly Link[]): Moment {
    const moment = { atMs, after, slackMs: Infinity };
    this.#moments.push(moment);
    return moment;
  }

  /**
   * Takes the steps that followed from a try's end (`trigger`), or from something else, and tells for each transition that fires since
   * which moment it was due; undefined where that is the beginning of the run. O(what the steps touch).
   */
  follow(
    c: Configuration,
    steps: readonly Step[],
    atMs: number,
    trigger: Moment | undefined,
    due: (instance: number, transition: number, moment: Moment | undefined) => void,
  ): void {
    const now: Now = { c, trigger, join: (others) => this.#join(atMs, trigger, others) };
    for (const { rule, instance, element } of steps)
      if (rule === "instruct") this.#instruct(now, element);
      else if (!c.exists(instance)) continue;
      else if (rule === "fire") due(instance, element, this.#fire(now, instance, element));
      else this.#step(now, rule, instance, element);
  }

  /** Finds how much later each moment could have been, if the last could not. O(links). */
  slacken(endMs: number): void {
    for (const moment of this.#moments) moment.slackMs = Infinity;
    for (let k = this.#moments.length - 1; k >= 0; k--) {
      const later = this.#moments[k] as Moment;
      // Nothing waited for it.
      if (later.slackMs === Infinity) later.slackMs = endMs - later.atMs;
      for (const { moment, gapMs } of later.after)
        moment.slackMs = Math.min(moment.slackMs, later.slackMs + gapMs);
    }
  }

  #step({ c, trigger, join }: Now, rule: Step["rule"], instance: number, element: number): void {
    const life = c.life(instance);
    const at = key(instance, element);
    switch (rule) {
      case "end":
        return set(this.#docks, at, trigger);
      case "enter": {
        const station = life.stations[element];
        const came = station?.docks.map((dock) => take(this.#docks, key(instance, dock))) ?? [];
        const served = station?.gains.enter.flatMap((use) => this.#providers(c, instance, use));
        return this.#enter(c, instance, station?.place ?? 0, join([...came, ...(served ?? [])]));
      }
      case "leave": {
        const kept = life.providesAt[element]?.filter(
          (port) => life.ports[port]?.departs[c.behavior(instance)]?.[element] === 1,
        );
        const users = kept?.flatMap((port) => this.#users(c, instance, port));
        const entered = take(this.#places, at);
        const moment = join([entered, this.#follows.get(instance), ...(users ?? [])]);
        for (const [t, edge] of life.transitions.entries())
          if (edge.source === element && edge.behavior === c.behavior(instance))
            set(this.#left, key(instance, t), moment);
        return set(this.#moved, instance, moment);
      }
      case "enable": {
        const entered = life.ports[element]?.places.map((p) => this.#places.get(key(instance, p)));
        return set(this.#served, at, join(entered ?? []));
      }
      case "finish": {
        const places = life.places.map((_, p) => this.#places.get(key(instance, p)));
        const moment = join([...places, this.#follows.get(instance)]);
        set(this.#finished, instance, moment);
        set(this.#moved, instance, moment);
        return set(this.#follows, instance, join([moment, this.#asked.get(instance)]));
      }
      default:
    }
  }

  #enter(c: Configuration, instance: number, place: number, moment: Moment | undefined): void {
    set(this.#places, key(instance, place), moment);
    set(this.#moved, instance, moment);
    for (const port of c.life(instance).publishes[place] ?? [])
      if (!this.#served.has(key(instance, port))) set(this.#served, key(instance, port), moment);
  }

  #fire({ c, join }: Now, instance: number, transition: number): Moment | undefined {
    const uses = c.life(instance).transitions[transition]?.uses ?? [];
    return join([
      take(this.#left, key(instance, transition)),
      ...uses.flatMap((use) => this.#providers(c, instance, use)),
    ]);
  }

  #instruct({ c, trigger, join }: Now, position: number): void {
    const instruction = c.program[position];
    if (instruction?.op === "wait") {
      const names = instruction.instances;
      const awaited = names.length === 0 ? c.all() : names.map((name) => c.number(name) ?? -1);
      this.#program = join([this.#program, ...[...awaited].map((i) => this.#finished.get(i))]);
    } else if (trigger !== undefined) this.#program = join([this.#program]);
    if (instruction?.op !== "add" && instruction?.op !== "changeBehavior") return;
    const instance = c.number(instruction.instance);
    if (instance === undefined) return;
    if (instruction.op === "add")
      return set(this.#places, key(instance, c.life(instance).initial), this.#program);
    set(this.#asked, instance, this.#program);
    set(this.#follows, instance, this.#program);
  }

  /** Since when the providers of a use have been active. */
  #providers(c: Configuration, instance: number, use: number): (Moment | undefined)[] {
    return c.across(instance, use).map((far) => this.#served.get(key(far.instance, far.port)));
  }

  /** When the users of a provide last moved: until then they may have held it. */
  #users(c: Configuration, instance: number, provide: number): (Moment | undefined)[] {
    return c.across(instance, provide).map((far) => this.#moved.get(far.instance));
  }

  #join(
    atMs: number,
    trigger: Moment | undefined,
    others: readonly (Moment | undefined)[],
  ): Moment | undefined {
    const distinct = new Set(others);
    distinct.delete(undefined);
    distinct.delete(trigger);
    // What came about by this very trigger needs no other.
    const [only] = distinct;
    if (trigger !== undefined && distinct.size === 1 && only?.after[0]?.moment === trigger)
      return only;
    const after = [...distinct].map((moment) => link(moment as Moment, atMs));
    if (trigger !== undefined) after.unshift({ moment: trigger, gapMs: 0 });
    return after.length < 2 && after[0]?.gapMs === 0 ? after[0].moment : this.#some(atMs, after);
  }

  #some(atMs: number, after: readonly Link[]): Moment | undefined {
    return after.length === 0 ? undefined : this.note(atMs, after);
  }
}

interface Now {
  readonly c: Configuration;
  readonly trigger: Moment | undefined;
  /** What comes about now, because of the trigger and these. */
  readonly join: (others: readonly (Moment | undefined)[]) => Moment | undefined;
}

/** What was needed at `atMs`, and was there since `moment`. */
const link = (moment: Moment, atMs: number): Link => ({
  moment,
  gapMs: atMs - moment.atMs,
});

/** What let it happen just then. */
export function cause({ after }: Pick<Moment, "after">): Moment | undefined {
  let least: Link | undefined;
  for (const one of after) if (least === undefined || one.gapMs < least.gapMs) least = one;
  return least?.moment;
}

const elementsMax = 2 ** 16;
const key = (instance: number, element: number): number => instance * elementsMax + element;

function take(map: Map<number, Moment>, at: number): Moment | undefined {
  const moment = map.get(at);
  if (moment !== undefined) map.delete(at);
  return moment;
}

function set(map: Map<number, Moment>, at: number, moment: Moment | undefined): void {
  if (moment === undefined) map.delete(at);
  else map.set(at, moment);
}
