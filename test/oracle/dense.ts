/** The semantics of `src/semantics` under the names and interfaces of this folder, so that it can be walked and explored beside the naive one. */
import { take } from "../../src/semantics/advance.ts";
import { Configuration, nothing } from "../../src/semantics/configuration.ts";
import { provideRow } from "../../src/semantics/record.ts";
import type { Event as DenseEvent, Step } from "../../src/semantics/event.ts";
import { canonical, explore, start } from "../../src/semantics/explore.ts";
import type { Lifecycle } from "../../src/semantics/lifecycle.ts";
import { isActive, isRefusing } from "../../src/semantics/marking.ts";
import { apply, enabled } from "../../src/semantics/step.ts";
import { type Explorer, search } from "./explore.ts";
import { type InstancePicture, type Picture, outcome } from "./picture.ts";
import { type NaiveStep, stepText } from "./step.ts";
import type { Walker } from "./walk.ts";

export const dense: Walker<Configuration> = {
  initial: () => new Configuration(),
  submit: (c, instructions) => tell(c, { type: "program", instructions }),
  enabled: (c) => enabled(c).map((step) => stepText(namedIn(c, step))),
  apply(c, step) {
    const event = eventOf(c, step);
    if (event !== undefined) return tell(c, event);
    const text = stepText(step);
    const found = enabled(c).find((one) => stepText(namedIn(c, one)) === text);
    if (found === undefined) throw new Error(`not enabled: ${text}`);
    apply(c, found);
    return c;
  },
  picture: pictureOf,
};

/** Asks `explore`; where actions may fail, which it knows nothing of, its steps and texts. */
export const denseExplorer: Explorer = {
  name: "dense",
  finals: async (programs, { failures = false } = {}) =>
    programs.map((program) => {
      const ends = failures
        ? search(start(program), { next: nextOrFailed, key: canonical, statesMax: 100_000 })
        : [...explore(start(program)).finals.values()];
      return new Set(ends.map((c) => outcome(pictureOf(c))));
    }),
};

const nextOrFailed = (c: Configuration): readonly Configuration[] =>
  enabled(c).flatMap((step) => {
    const after = c.clone();
    apply(after, step);
    if (step.rule !== "end") return [after];
    const transition = c.life(step.instance).docks[step.element]?.transition ?? nothing;
    return [after, tell(c.clone(), failedEvent(step.instance, transition))];
  });

/** An event by itself, without the rules that follow from it. */
function tell(c: Configuration, event: DenseEvent): Configuration {
  take(c, event);
  c.agenda.clear();
  c.steps.clear();
  return c;
}

/** What `src/semantics` is told in the place of a step that is not a rule of its own; an `end` tells which values were given. */
export function eventOf(c: Configuration, step: NaiveStep): DenseEvent | undefined {
  if (step.rule === "stop" || step.rule === "go" || step.rule === "abandon")
    return { type: step.rule };
  if (!("instance" in step)) return undefined;
  const instance = c.number(step.instance) ?? nothing;
  const life = c.life(instance);
  switch (step.rule) {
    case "end":
    case "skip": {
      const transition = transitionNamed(life, step.transition);
      const dock = life.transitions[transition]?.docks.findIndex(
        (one) => life.stations[life.docks[one]?.station ?? nothing]?.name === step.station,
      );
      const values = Object.fromEntries(step.gives.map((port) => [port, null]));
      const ended = { type: "ended", instance, transition, dock: dock ?? nothing, values } as const;
      return step.rule === "end" ? ended : { ...ended, skipped: true };
    }
    case "fail": {
      const error = { code: "MADEUS_TEST", message: "it was told to fail" };
      return {
        type: "failed",
        instance,
        transition: transitionNamed(life, step.transition),
        error,
      };
    }
    case "unknown":
    case "refire":
      return { type: step.rule, instance, transition: transitionNamed(life, step.transition) };
    case "ask":
      return step.next === undefined
        ? { type: "withdraw", instance }
        : { type: "withdraw", instance, behavior: life.behaviors.indexOf(step.next) };
    case "lost":
    case "found":
      return { type: step.rule, instance, place: life.places.indexOf(step.place) };
    default:
      return undefined;
  }
}

const failedEvent = (instance: number, transition: number): DenseEvent => ({
  type: "failed",
  instance,
  transition,
  error: { code: "MADEUS_TEST", message: "it was told to fail" },
});

const transitionNamed = (life: Lifecycle, name: string): number =>
  life.transitions.findIndex((edge) => edge.name === name);

function namedIn(c: Configuration, step: Step): NaiveStep {
  const { rule, instance } = step;
  const named =
    rule === "instruct" ? { rule } : namedStep(step, c.names[instance] ?? "", c.life(instance));
  if (named === undefined) throw new Error(`${rule} is not a step of its own`);
  return named;
}

/** A step of the instance `name` of a type; undefined for what only tells a consequence. */
export function namedStep(
  { rule, element }: Step,
  instance: string,
  life: Lifecycle,
): NaiveStep | undefined {
  switch (rule) {
    case "instruct":
      return { rule };
    case "leave":
      return { rule, instance, place: life.places[element] ?? "" };
    case "fire":
    case "fail":
    case "unknown":
      return { rule, instance, transition: life.transitions[element]?.name ?? "" };
    case "end": {
      const dock = life.docks[element];
      const transition = life.transitions[dock?.transition ?? nothing]?.name ?? "";
      const station = life.stations[dock?.station ?? nothing]?.name ?? "";
      return { rule, instance, transition, station, gives: [] };
    }
    case "enter":
    case "collide":
    case "ungiven":
      return { rule, instance, station: life.stations[element]?.name ?? "" };
    case "finish":
    case "withdraw":
      return { rule, instance };
    case "enable":
    case "disable":
      return undefined;
  }
}

function pictureOf(c: Configuration): Picture {
  const instances = [...c.all()];
  return {
    instances: Object.fromEntries(
      instances.map((instance) => [c.names[instance], pictureOfInstance(c, instance)]),
    ),
    connections: instances.flatMap((instance) => connectionsOf(c, instance)),
    left: c.program.length - c.position,
    stopped: c.stopped,
  };
}

function pictureOfInstance(c: Configuration, instance: number): InstancePicture {
  const life = c.life(instance);
  const services = life.ports.flatMap(({ kind, name, side }, q) =>
    kind === "service" ? [{ name, side, record: c.port(instance, q) }] : [],
  );
  const next = c.withdrawals.get(instance);
  return {
    tokens: tokensOf(c, instance),
    queue: c
      .queue(instance)
      .map(({ behavior, identity }) => ({ identity, behavior: life.behaviors[behavior] ?? "" })),
    withdrawal: next === undefined ? undefined : { next: life.behaviors[next] },
    values: Object.fromEntries(
      life.ports.flatMap(({ name }, q) => {
        const value = c.values.get(c.port(instance, q));
        return value === undefined ? [] : [[name, value.version]];
      }),
    ),
    lost: life.places.filter((_, slot) => c.mark(instance, slot) === 2),
    active: services
      .filter(({ record }) => isActive(c, record))
      .map(({ name, side, record }) =>
        side === "use" ? name : `${name} used ${c.cells.get(record, provideRow.users)}`,
      ),
    refusing: services
      .filter(({ side, record }) => side === "provide" && isRefusing(c, record))
      .map(({ name }) => name),
  };
}

/** As `spotText` writes them. */
function tokensOf(c: Configuration, instance: number): readonly string[] {
  const life = c.life(instance);
  const statuses = ["", "", " failed", " unknown"];
  const marked = (slot: number): boolean => c.mark(instance, slot) !== 0;
  return [
    ...life.places.filter((_, slot) => marked(slot)),
    ...life.transitions.flatMap(({ name, out, on }) => [
      ...(marked(out) ? [`>${name}`] : []),
      ...(marked(on) ? [`${name}${statuses[c.mark(instance, on)]}`] : []),
    ]),
    ...life.docks
      .filter(({ slot }) => marked(slot))
      .map(
        ({ transition, station }) =>
          `${life.transitions[transition]?.name}>${life.stations[station]?.name}`,
      ),
  ];
}

function connectionsOf(c: Configuration, instance: number): Picture["connections"] {
  return c.life(instance).ports.flatMap(({ name, side }, q) =>
    side === "provide"
      ? []
      : c.across(instance, q).map((given) => ({
          use: `${c.names[instance]}.${name}`,
          provide: `${c.names[given.instance]}.${c.life(given.instance).ports[given.port]?.name}`,
        })),
  );
}
