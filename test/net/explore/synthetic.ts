/**
 * Nets of any size, of components that install, wait for each other, and are reconfigured by a program.
 *
 * A component goes from `i` by `pull` to `a`, and from there by as many transitions at once as one likes to `r`, where it provides its
 * service. Each transition starts once the services that it uses are provided; leave, start, end and enter are transitions of the net.
 */
import { type Net, netOf } from "../../../src/net/net.ts";
import { RowsBuilder } from "../../../src/net/rows.ts";

export interface Shape {
  readonly componentCount: number;
  /** How many transitions lead from `a` to `r`. */
  readonly width: number;
  /** The components whose services component `c` uses. */
  readonly uses: (c: number) => readonly number[];
  /** Suspends every component, last first, and installs them again: waits for each of them unless told not to. */
  readonly program?: { readonly waits: (instruction: number) => boolean };
}

/** Each component uses the one before. */
export const chain = (c: number): readonly number[] => (c === 0 ? [] : [c - 1]);
/** All components but the first use the first. */
export const star = (c: number): readonly number[] => (c === 0 ? [] : [0]);
/** The component before uses this one, and the last one uses the first. */
export const ring =
  (count: number) =>
  (c: number): readonly number[] => [(c + count - 1) % count];
export const wide = (): readonly number[] => [];

/** The net of a shape; where there is a program, `full` counts what it ends with. */
export function synthetic(shape: Shape): Net {
  const draft = new Draft();
  const ends = Array.from({ length: shape.componentCount }, () => new Component(draft, shape));
  for (const [c, component] of ends.entries())
    component.install(shape.uses(c).map((other) => ends[other]?.service ?? 0));
  if (shape.program !== undefined) program(draft, ends, shape.program.waits);
  return draft.net();
}

/** Names of places end in `.i`, `.a`, `.r` and so on: those that end so. */
export const placesNamed = (net: Net, end: string): readonly number[] =>
  Array.from({ length: net.placeCount }, (_, p) => p).filter((p) => net.placeName(p).endsWith(end));

class Component {
  readonly #draft: Draft;
  readonly #shape: Shape;
  readonly #number: number;
  readonly initial: number;
  readonly half: number;
  readonly ready: number;
  readonly service: number;
  /** Which of its two behaviors it follows: install, suspend; none without a program. */
  readonly behaviors: readonly number[];

  constructor(draft: Draft, shape: Shape) {
    this.#draft = draft;
    this.#shape = shape;
    this.#number = draft.components++;
    const life = draft.group();
    this.initial = this.#place("i", 1, life);
    this.half = this.#place("a", 0, life);
    this.ready = this.#place("r", 0, life);
    this.service = this.#place("service");
    const follows = draft.group();
    this.behaviors =
      shape.program === undefined
        ? []
        : [this.#place("install", 1, follows), this.#place("suspend", 0, follows)];
  }

  install(services: readonly number[]): void {
    const [install = [], suspend] = this.behaviors.map((one) => [one]);
    this.#move("pull", [this.initial], install, [[]], [this.half]);
    const parallel = Array.from({ length: this.#shape.width }, (_, k) => (k === 0 ? services : []));
    this.#move("configure", [this.half], install, parallel, [this.ready, this.service]);
    if (suspend !== undefined)
      this.#move("suspend", [this.ready, this.service], suspend, [[]], [this.half]);
  }

  /** Transitions of the component that go together, each with the services that it uses. */
  #move(
    name: string,
    from: readonly number[],
    behavior: readonly number[],
    uses: readonly (readonly number[])[],
    to: readonly number[],
  ): void {
    const draft = this.#draft;
    const docks = uses.map((_, k) => {
      const one = `${name}${k}`;
      return [this.#place(`${one}.out`), this.#place(`${one}.run`), this.#place(`${one}.in`)];
    });
    const at = (k: number): number[] => docks.map((dock) => dock[k] ?? 0);
    draft.transition(this.#number, `leave.${name}`, from, behavior, at(0));
    for (const [k, services] of uses.entries()) {
      const [out = 0, run = 0, back = 0] = docks[k] ?? [];
      draft.transition(this.#number, `start.${name}${k}`, [out], services, [run]);
      draft.transition(this.#number, `end.${name}${k}`, [run], [], [back]);
    }
    draft.transition(this.#number, `enter.${name}`, at(2), [], to);
  }

  #place(name: string, tokens = 0, group = 0): number {
    return this.#draft.place(this.#number, name, tokens, group);
  }
}

function program(
  draft: Draft,
  components: readonly Component[],
  waits: (instruction: number) => boolean,
): void {
  const group = draft.group();
  let count = 0;
  let at = draft.place("program", "0", 1, group);
  const step = (
    name: string,
    moves: readonly (readonly [number[], number[], number[]])[],
  ): void => {
    count++;
    const next = draft.place("program", `${count}`, 0, group);
    for (const [k, [consumed, read, produced]] of moves.entries())
      draft.transition("program", `${name}.${count}.${k}`, [at, ...consumed], read, [
        next,
        ...produced,
      ]);
    at = next;
  };
  const wait = (place: number): void => {
    if (waits(count)) step("wait", [[[], [place], []]]);
  };
  const change = ({ behaviors: [install = 0, suspend = 0] }: Component, to: 0 | 1): void => {
    const [before, after] = to === 0 ? [suspend, install] : [install, suspend];
    step("change", [
      [[before], [], [after]],
      [[], [after], []],
    ]);
  };
  for (const { ready } of components) wait(ready);
  for (const one of components.toReversed()) {
    change(one, 1);
    wait(one.half);
  }
  for (const one of components) change(one, 0);
  for (const { ready } of components) wait(ready);
}

class Draft {
  components = 0;
  readonly #consumed = new RowsBuilder();
  readonly #read = new RowsBuilder();
  readonly #produced = new RowsBuilder();
  readonly #places = new Names();
  readonly #transitions = new Names();
  readonly #tokens: number[] = [];
  readonly #groups: number[] = [];
  #group = 0;

  /** Of places of one group only one holds a token at a time. */
  group(): number {
    return ++this.#group;
  }

  place(owner: string | number, name: string, tokens: number, group: number): number {
    this.#tokens.push(tokens);
    this.#groups.push(group);
    return this.#places.push(owner, name);
  }

  transition(
    owner: string | number,
    name: string,
    consumed: readonly number[],
    read: readonly number[],
    produced: readonly number[],
  ): void {
    this.#transitions.push(owner, name);
    this.#consumed.push(consumed);
    this.#read.push(read);
    this.#produced.push(produced);
  }

  net(): Net {
    const groups = Uint32Array.from(this.#groups);
    return netOf({
      name: "synthetic",
      placeCount: this.#tokens.length,
      transitionCount: this.#transitions.count,
      consumed: this.#consumed.build(),
      read: this.#read.build(),
      produced: this.#produced.build(),
      initial: Uint8Array.from(this.#tokens),
      placeName: (p) => this.#places.at(p),
      transitionName: (t) => this.#transitions.at(t),
      apart: (p, q) => p !== q && groups[p] !== 0 && groups[p] === groups[q],
    });
  }
}

/** Names of two parts, of which the second is one of few: kept as numbers, so that a million of them cost no strings. */
class Names {
  readonly #owners: (string | number)[] = [];
  readonly #kinds: number[] = [];
  readonly #kindNumbers = new Map<string, number>();

  get count(): number {
    return this.#owners.length;
  }

  push(owner: string | number, name: string): number {
    let kind = this.#kindNumbers.get(name);
    if (kind === undefined) this.#kindNumbers.set(name, (kind = this.#kindNumbers.size));
    this.#kinds.push(kind);
    return this.#owners.push(owner) - 1;
  }

  at(k: number): string {
    return `${this.#owners[k]}.${[...this.#kindNumbers.keys()][this.#kinds[k] ?? 0]}`;
  }
}
