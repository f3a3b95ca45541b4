/**
 * Watching: the probes of all places that hold a token are asked in rounds, and what they say is compared with the record.
 *
 * A place that does not answer holds up nobody: it is left out of the rounds until it does. While somebody is at work on the state nothing
 * is asked, and what was asked before is not believed.
 */
import { none } from "../semantics/configuration.ts";
import { placeProbe } from "../semantics/declared.ts";
import type { ProbedEntry } from "../store/journal.ts";
import type { Clock } from "./clock.ts";
import { type Answer, type Drift, Drifts, type PlaceName, isNews, markOf } from "./drift.ts";
import type { State } from "./fold.ts";
import { Queue } from "./queue.ts";

/** What a watcher sees of a state, and does to it. */
export interface Outlook {
  /** The state as it is now; undefined while somebody is at work on it, or where it can no longer be read. */
  look(): View | undefined;
  /** Asks the probe of a place; `done` is called once, never before this has returned. Undefined: it cannot tell yet. */
  ask(about: PlaceName, done: (answer: Answer | undefined) => void): void;
  /** Takes down what a probe has found. False: somebody has begun to work on the state, and nothing was taken down. */
  note(entry: ProbedEntry): boolean;
}
export interface View {
  readonly state: State;
  /** Another one whenever somebody else has changed something. */
  readonly era: number;
}
export interface WatchOptions {
  readonly clock: Clock;
  readonly outlook: Outlook;
  /** From the beginning of a round to that of the next. */
  readonly everyMs: number;
  /** There is no next one. Where somebody has changed something meanwhile, all are asked once more. */
  readonly isOnce?: boolean;
  /** How much of a tenth of `everyMs` a place waits for its turn in a round, so that not all are asked at one instant: from 0 up to 1. */
  readonly jitter: () => number;
  /** How many are asked at one time. Default 16. */
  readonly atOnce?: number;
  readonly tell: (drift: Drift) => void;
  /** All places that a round began to ask have answered. `undefined`: somebody was at work, and what they said was not believed. */
  readonly rounded?: (asked: number | undefined) => void;
}

export class Watch {
  readonly #options: WatchOptions;
  readonly #drifts = new Drifts();
  /** Places that are being asked, or about to be. */
  readonly #open = new Set<string>();
  /** Those that wait for their moment in the round, and those that wait for others to answer. */
  readonly #delayed = new Map<string, () => void>();
  readonly #line = new Queue<Turn>();
  #asking = 0;
  #callOff: (() => void) | undefined;
  #callOffComparing: (() => void) | undefined;
  #isOver = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Places that did not hold when they were asked last. */
  get lost(): readonly PlaceName[] {
    return this.#drifts.lost;
  }

  /** Hosts that could not be asked. */
  get unreachable(): readonly string[] {
    return this.#drifts.unreachable;
  }

  /** Has the place not answered yet, or is it about to be asked? */
  isAsking(about: PlaceName): boolean {
    return this.#open.has(keyOf(about));
  }

  /** Begins a round now, and the next ones after it. */
  begin(): void {
    this.#isOver = false;
    this.#round();
  }

  /** Begins no further round, asks nobody any more, and believes no answer that is still to come. */
  pause(): void {
    this.#isOver = true;
    this.#callOff?.();
    this.#callOffComparing?.();
    this.#callOffComparing = undefined;
    for (const [key, callOff] of this.#delayed) {
      callOff();
      this.#open.delete(key);
    }
    this.#delayed.clear();
    for (let next = this.#line.shift(); next !== undefined; next = this.#line.shift())
      this.#open.delete(keyOf(next.about));
  }

  #round(): void {
    const { clock, everyMs, isOnce, outlook, rounded } = this.#options;
    this.#callOff?.();
    if (isOnce !== true) this.#callOff = clock.after(everyMs, () => this.#round());
    const view = outlook.look();
    if (view === undefined) return rounded?.(undefined);
    const places = probedPlaces(view.state).filter((one) => !this.isAsking(one));
    const { era } = view;
    let left = places.length;
    if (left === 0) return this.#endRound(0, era);
    const answered = (): void => {
      if (--left === 0 && !this.#isOver) this.#endRound(places.length, era);
    };
    for (const about of places) this.#askLater({ about, era, answered });
  }

  /** What has become of ports and readers is told behind what has become of places. */
  #endRound(asked: number, era: number): void {
    const { isOnce, rounded } = this.#options;
    const view = this.#compare();
    const isBelieved = view?.era === era;
    if (isOnce === true && view !== undefined && !isBelieved) return this.#round();
    rounded?.(isBelieved ? asked : undefined);
  }

  /** At most so many at once, each a little later than its round. */
  #askLater(turn: Turn): void {
    const { clock, everyMs, jitter } = this.#options;
    const key = keyOf(turn.about);
    this.#open.add(key);
    const callOff = clock.after((jitter() * everyMs) / 10, () => {
      this.#delayed.delete(key);
      this.#line.push(turn);
      this.#advance();
    });
    this.#delayed.set(key, callOff);
  }

  #advance(): void {
    const { atOnce = atOnceDefault } = this.#options;
    while (this.#asking < atOnce) {
      const turn = this.#line.shift();
      if (turn === undefined) return;
      this.#asking++;
      this.#ask(turn);
    }
  }

  #ask({ about, era, answered }: Turn): void {
    const done = (answer: Answer | undefined): void => {
      this.#asking--;
      this.#open.delete(keyOf(about));
      if (answer !== undefined && !this.#isOver) this.#hear(about, answer, era);
      answered();
      this.#advance();
    };
    // What has changed since the round began is asked in the next one.
    if (this.#options.outlook.look()?.era !== era) done(undefined);
    else this.#options.outlook.ask(about, done);
  }

  #hear(about: PlaceName, answer: Answer, era: number): void {
    const { outlook, clock } = this.#options;
    const view = outlook.look();
    if (view?.era !== era || markOf(view.state.configuration, about) === none) return;
    const isNew = typeof answer === "boolean" && isNews(view.state.configuration, about, answer);
    if (isNew && !outlook.note({ type: answer ? "found" : "lost", ...about })) return;
    const { state } = outlook.look() ?? view;
    this.#tell(this.#drifts.answered(state, about, answer, clock.nowMs()));
    if (isNew) this.#callOffComparing ??= clock.after(0, () => this.#compare());
  }

  /** What many answers at one time mean is found out once. */
  #compare(): View | undefined {
    const { clock, outlook } = this.#options;
    this.#callOffComparing?.();
    this.#callOffComparing = undefined;
    const view = outlook.look();
    if (view !== undefined) this.#tell(this.#drifts.compared(view.state, clock.nowMs()));
    return view;
  }

  #tell(drifts: readonly Drift[]): void {
    for (const drift of drifts) this.#options.tell(drift);
  }
}
const atOnceDefault = 16;

/** A place that is to be asked. */
interface Turn {
  readonly about: PlaceName;
  readonly era: number;
  /** It has answered, or is not asked after all. */
  readonly answered: () => void;
}

const keyOf = ({ instance, place }: PlaceName): string => `${instance}.${place}`;

/** The places that hold a token and have a probe, in the order in which instances were added. */
export function probedPlaces({ configuration: c }: State): readonly PlaceName[] {
  return [...c.all()].flatMap((number) => {
    const { places, component } = c.life(number);
    return places.flatMap((place, p) =>
      c.mark(number, p) !== none && placeProbe(component, place) !== undefined
        ? [{ instance: c.names[number] ?? "", place }]
        : [],
    );
  });
}
