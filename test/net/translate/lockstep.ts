/**
 * The semantics and the net that it is translated to, side by side: the steps enabled are the same at every pair, and each step leads to
 * the marking of the configuration that it leads to. The two graphs are one, then.
 *
 * Besides, at every pair: the goal is marked iff the program is done, no two marked places are called apart, no place gets a second
 * token, and no other configuration has the marking.
 */
import type { Chance } from "../../../src/net/time/chance-seed.ts";
import { encode } from "../../../src/net/translate/encode.ts";
import type { Translation } from "../../../src/net/translate/translate.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import { canonical } from "../../../src/semantics/explore.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import { type Game, type Marking, gameOf, markingKey } from "./lockstep-game.ts";

export interface Comparison {
  /** Markings seen; of a walk: the steps. */
  readonly states: number;
  /** The first difference, with the steps that lead to it. */
  readonly difference: string | undefined;
  /** Everything that can be reached was seen; of a walk: it went on until nothing was enabled. */
  readonly isComplete: boolean;
  /** The configurations seen in which nothing is enabled, by the keys of their markings. */
  readonly terminals: ReadonlyMap<string, Configuration>;
}

/** A step of the semantics, as a text that both sides have. */
export interface TextStep {
  readonly text: string;
  readonly after: () => Configuration;
}
export type StepsOf = (c: Configuration) => readonly TextStep[];

/** Everything that can be reached, or so many pairs of it. */
export function explored(
  start: Configuration,
  translation: Translation,
  {
    statesMax = 2_000,
    stepsOf = enabledSteps,
    look = () => {},
    failedIn = () => 0,
  }: ExploredOptions = {},
): Comparison {
  const beside = new Beside(translation, stepsOf, failedIn);
  const open = beside.begin(start);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    look(pair.c);
    for (const next of beside.after(pair)) if (beside.isNew(next)) open.push(next);
    if (beside.difference !== undefined) break;
    if (beside.states > statesMax) return beside.compared(false);
  }
  return beside.compared(true);
}
export interface ExploredOptions {
  readonly statesMax?: number;
  readonly stepsOf?: StepsOf;
  /** Sees every configuration. */
  readonly look?: (c: Configuration) => void;
  /** How many actions have failed on the way. */
  readonly failedIn?: FailedIn;
}
type FailedIn = (c: Configuration) => number;

/** One way through, by chance; `patience` is the share of steps at which the program waits until nothing else may happen. */
export function walked(
  start: Configuration,
  translation: Translation,
  {
    chance,
    stepsMax,
    patience = 0,
    look = () => {},
  }: { chance: Chance; stepsMax: number; patience?: number; look?: (c: Configuration) => void },
): Comparison {
  const beside = new Beside(translation, enabledSteps, () => 0);
  let [pair] = beside.begin(start);
  for (let k = 0; k < stepsMax && pair !== undefined; k++) {
    look(pair.c);
    beside.isNew(pair);
    pair = beside.oneAfter(pair, (all) => chosen(all, chance, patience));
  }
  return beside.compared(pair === undefined);
}

export const enabledSteps: StepsOf = (c) =>
  enabled(c).map((step) => ({
    text: `${step.rule} ${c.names[step.instance] ?? ""} ${step.element}`,
    after: () => {
      const next = c.clone();
      apply(next, step);
      return next;
    },
  }));

/** One of these; with patience the program's only where there is no other. */
function chosen<S extends { readonly text: string }>(
  all: readonly S[],
  chance: Chance,
  patience: number,
): S | undefined {
  const others = all.filter(({ text }) => !text.startsWith("instruct"));
  const choices = chance() < patience && others.length > 0 ? others : all;
  return choices[Math.floor(chance() * choices.length)];
}

interface Pair {
  readonly c: Configuration;
  readonly marking: Marking;
  readonly before: Pair | undefined;
  /** The step from there. */
  readonly step: string;
}

class Beside {
  difference: string | undefined;
  readonly #translation: Translation;
  readonly #stepsOf: StepsOf;
  readonly #failedIn: FailedIn;
  readonly #game: Game;
  readonly #seen = new Map<string, string>();
  readonly #terminals = new Map<string, Configuration>();

  constructor(translation: Translation, stepsOf: StepsOf, failedIn: FailedIn) {
    this.#translation = translation;
    this.#stepsOf = stepsOf;
    this.#failedIn = failedIn;
    this.#game = gameOf(translation.net);
  }

  get states(): number {
    return this.#seen.size;
  }
  compared(isComplete: boolean): Comparison {
    const { states, difference } = this;
    return {
      states,
      difference,
      isComplete: isComplete && difference === undefined,
      terminals: this.#terminals,
    };
  }

  /** The first pair, if it is one. */
  begin(c: Configuration): Pair[] {
    const marking = this.#game.initial;
    const { net } = this.#translation;
    const names = [
      countedNames(net.placeCount, net.placeName),
      countedNames(net.transitionCount, net.transitionName),
    ];
    const pair = { c, marking, before: undefined, step: "the start" };
    if (names[0] !== net.placeCount || names[1] !== net.transitionCount)
      this.#tell(pair, "two places, or two transitions, have one name");
    this.#compareMarkings(pair, marking);
    this.isNew(pair);
    return this.difference === undefined ? [pair] : [];
  }

  /** Is it the first time that the marking is seen? It stands for one configuration alone. */
  isNew(pair: Pair): boolean {
    const key = markingKey(pair.marking);
    const text = readText(this.#translation, pair.c);
    const known = this.#seen.get(key);
    if (known === undefined) this.#seen.set(key, text);
    else if (known !== text)
      this.#tell(pair, `two configurations have one marking:\n${known}\n${text}`);
    return known === undefined;
  }

  /** All pairs that follow, as far as they are pairs. */
  after(pair: Pair): Pair[] {
    const steps = this.#stepsOf(pair.c);
    const firings = this.#compareSteps(pair, steps);
    return steps.flatMap((step) => this.#next(pair, step, firings.get(step.text)));
  }

  oneAfter(
    pair: Pair,
    choose: (steps: readonly TextStep[]) => TextStep | undefined,
  ): Pair | undefined {
    const steps = this.#stepsOf(pair.c);
    const firings = this.#compareSteps(pair, steps);
    const step = choose(steps);
    return step && this.#next(pair, step, firings.get(step.text))[0];
  }

  #next(before: Pair, step: TextStep, t: number | undefined): Pair[] {
    if (this.difference !== undefined || t === undefined) return [];
    try {
      const marking = this.#game.after(before.marking, t);
      const pair = { c: step.after(), marking, before, step: step.text };
      this.#compareMarkings(pair, marking.difference(before.marking));
      return [pair];
    } catch (error) {
      this.#tell(before, String(error));
      return [];
    }
  }

  /** By step, the transition that stands for it here. */
  #compareSteps(pair: Pair, steps: readonly TextStep[]): ReadonlyMap<string, number> {
    const { stepOf, course } = this.#translation;
    const firings = this.#game.enabled(pair.marking).map((t) => {
      const { rule, member, element } = stepOf(t);
      return [`${rule} ${course.members[member]?.name ?? ""} ${element}`, t] as const;
    });
    const wanted = textOf(steps.map(({ text }) => text));
    const got = textOf(firings.map(([text]) => text));
    if (wanted !== got) this.#tell(pair, `the semantics may ${wanted}; the net may ${got}`);
    if (wanted === "") this.#terminals.set(markingKey(pair.marking), pair.c);
    return new Map(firings);
  }

  #compareMarkings(pair: Pair, fresh: Marking): void {
    const { net, goal } = this.#translation;
    const { c, marking } = pair;
    const wanted = new Set(encode(this.#translation, c, this.#failedIn(c)));
    const less = [...wanted.difference(marking)].map(net.placeName);
    const more = [...marking.difference(wanted)].map(net.placeName);
    if (less.length + more.length > 0)
      this.#tell(pair, `the marking lacks ${less.join(", ")} and has ${more.join(", ")}`);
    if (goal.every((place) => marking.has(place)) !== c.done)
      this.#tell(pair, `the program is ${c.done ? "" : "not "}done`);
    for (const place of fresh)
      for (const other of marking)
        if (place !== other && (net.apart(place, other) || net.apart(other, place)))
          this.#tell(pair, `${net.placeName(place)} and ${net.placeName(other)} are not apart`);
  }

  #tell(pair: Pair, text: string): void {
    this.difference ??= `${text}\nafter ${pathOf(pair).join("; ")}`;
  }
}

const countedNames = (count: number, nameOf: (k: number) => string): number =>
  new Set(Array.from({ length: count }, (_, k) => nameOf(k))).size;

function pathOf(last: Pair): string[] {
  const path: string[] = [];
  for (let pair: Pair | undefined = last; pair !== undefined; pair = pair.before)
    path.push(pair.step);
  return path.reverse();
}

const textOf = (steps: readonly string[]): string => steps.toSorted().join(", ");

/** All that guards can tell apart: not which values are given and cannot be read yet, nor those that no connection ever reads. */
function readText({ course, desk }: Translation, c: Configuration): string {
  const at = c.position - desk.configuration.position;
  const read = new Set(
    course.links
      .filter(({ provider: { added, deleted } }) => added < at && at <= deleted)
      .map(({ provider, provide }) => c.port(c.number(provider.name) ?? 0, provide)),
  );
  const seen = c.clone();
  for (const [record, { version }] of c.values)
    if (version === 0 || !read.has(record)) seen.values.delete(record);
  return canonical(seen);
}
