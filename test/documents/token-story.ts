/**
 * The steps of a run as a story: where each token stops, when actions run and ports are there, and a sentence for each moment. What
 * happens at one instant is told one step after the other; between the instants time passes as it did.
 */
import type { Step } from "../../src/semantics/event.ts";
import type { Lifecycle } from "../../src/semantics/lifecycle.ts";
import type { Instance, Site } from "../../src/show/site.ts";
import { type Instant, moveOf } from "./token-run.ts";

/** A token of an instance: it goes to each slot at the time that is said, and takes a beat for it. */
export interface Token {
  readonly instance: number;
  readonly stops: { readonly atS: number; readonly slot: number }[];
  /** It was joined with another one. */
  endS: number;
}
/** An action that runs, or a port that is there. */
export interface Light {
  readonly instance: number;
  readonly kind: "transition" | "provide";
  readonly element: number;
  readonly fromS: number;
  toS: number;
}
export interface Caption {
  readonly atS: number;
  /** In the run. */
  readonly runS: number;
  readonly text: string;
}

/** How long a step is shown. */
export const beatS = 0.9;
const beginS = 1.5;
const endS = 4;

export class Story {
  readonly tokens: Token[];
  readonly lights: Light[] = [];
  readonly captions: Caption[] = [];
  /** A moment that shows most: somebody works, and somebody waits for it. */
  stillS = 0;
  readonly #site: Site;
  #atS = beginS;
  #runS = 0;

  constructor(site: Site, instants: readonly Instant[]) {
    this.#site = site;
    this.tokens = site.instances.map(({ life }, instance) => ({
      instance,
      stops: [{ atS: 0, slot: life.initial }],
      endS: Infinity,
    }));
    this.#say("all are absent, and are asked to deploy", 0);
    for (const instant of instants) this.#tell(instant);
    this.#say("all have come to the end of deploy");
  }

  get lengthS(): number {
    return this.#atS + endS;
  }

  #tell({ atMs, steps, marked }: Instant): void {
    this.#atS += atMs / 1000 - this.#runS;
    this.#runS = atMs / 1000;
    for (const beat of beatsOf(steps.filter((step) => this.#isShown(step)))) {
      this.#say(beat.map((step) => sentenceOf(step, this.#instance(step.instance))).join("; "));
      for (const step of beat) this.#show(step);
      this.#atS += beatS;
    }
    this.#agree(marked);
    const [waiting] = this.#waiting();
    if (waiting === undefined || steps.length === 0) return;
    this.#say(waiting);
    this.stillS = this.#atS + 0.5;
  }

  #instance(number: number): Instance {
    const found = this.#site.instances[number];
    if (found === undefined) throw new RangeError(`there is no instance ${number}`);
    return found;
  }

  #isShown(step: Step): boolean {
    const life = this.#site.instances[step.instance]?.life;
    return life !== undefined && (step.rule === "enable" || moveOf(life, step) !== undefined);
  }

  #show(step: Step): void {
    const { instance, rule, element } = step;
    const { life } = this.#instance(instance);
    if (rule === "enable" || rule === "fire")
      this.lights.push({
        instance,
        kind: rule === "enable" ? "provide" : "transition",
        element,
        fromS: this.#atS + (rule === "enable" ? 0 : beatS),
        toS: Infinity,
      });
    if (rule === "end") this.#putOut(instance, life.docks[element]?.transition ?? -1);
    const move = moveOf(life, step);
    if (move !== undefined) this.#move(instance, move.from, move.to);
  }

  #putOut(instance: number, transition: number): void {
    const light = this.lights.findLast(
      (one) => one.kind === "transition" && one.instance === instance && one.element === transition,
    );
    if (light !== undefined) light.toS = this.#atS;
  }

  /** Where there are more places to go to than tokens, some are born; where there are fewer, some end. */
  #move(instance: number, from: readonly number[], to: readonly number[]): void {
    const movers = from.flatMap((slot) => this.#at(instance, slot));
    const born = to.slice(movers.length).map((): Token => {
      const slot = movers[0]?.stops.at(-1)?.slot ?? -1;
      return { instance, stops: [{ atS: this.#atS, slot }], endS: Infinity };
    });
    this.tokens.push(...born);
    [...movers, ...born].forEach((one, k) => {
      one.stops.push({ atS: this.#atS, slot: to[Math.min(k, to.length - 1)] ?? -1 });
      if (k >= to.length) one.endS = this.#atS + beatS;
    });
  }

  #at(instance: number, slot: number): readonly Token[] {
    return this.tokens.filter(
      (one) =>
        one.instance === instance && one.endS === Infinity && one.stops.at(-1)?.slot === slot,
    );
  }

  /** @throws Error  where something else is shown than what was so */
  #agree(marked: Instant["marked"]): void {
    marked.forEach((slots, instance) => {
      const shown = slots.map((slot) => this.#at(instance, slot).length);
      if (shown.some((count) => count !== 1))
        throw new Error(`${this.#instance(instance).name} is at ${slots.join()}, and not shown so`);
    });
  }

  #say(text: string, atS = this.#atS): void {
    this.captions.push({ atS, runS: this.#runS, text });
  }

  /** Which transitions have their token before them and cannot begin, and for want of what. */
  #waiting(): readonly string[] {
    return this.#site.instances.flatMap(({ name, life }, user) =>
      life.transitions
        .filter(({ out }) => this.#at(user, out).length > 0)
        .map((edge) => {
          const missing = this.#site.connections
            .filter((one) => one.user === user && edge.uses.includes(one.use))
            .filter(({ provider, provide }) => !this.#isLit(provider, provide))
            .map(({ provider, provide }) => portName(this.#instance(provider), provide));
          return `${name}.${edge.name} waits for ${missing.join(" and ")}`;
        }),
    );
  }

  #isLit(instance: number, port: number): boolean {
    return this.lights.some(
      (one) => one.kind === "provide" && one.instance === instance && one.element === port,
    );
  }
}

const portName = ({ name, life }: Instance, port: number): string =>
  `${name}.${life.ports[port]?.name}`;

function sentenceOf({ rule, element }: Step, instance: Instance): string {
  const { name, life } = instance;
  if (rule === "leave")
    return `${name} leaves ${life.places[element]}: a token for each transition`;
  if (rule === "fire") return `${name}.${life.transitions[element]?.name} runs`;
  if (rule === "end") return `${name}.${endedName(life, element)} has ended`;
  if (rule === "enter") return `${name} is ${life.places[life.stations[element]?.place ?? -1]}`;
  return `${portName(instance, element)} is provided`;
}

const endedName = (life: Lifecycle, dock: number): string | undefined =>
  life.transitions[life.docks[dock]?.transition ?? -1]?.name;

/** Steps of one rule and instance that follow each other are one beat. */
function beatsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const beats: Step[][] = [];
  for (const step of steps) {
    const [last] = beats.at(-1) ?? [];
    if (last?.rule === step.rule && last.instance === step.instance) beats.at(-1)?.push(step);
    else beats.push([step]);
  }
  return beats;
}
