/** Layered assemblies with one cause of trouble planted into each: whoever waits at the end waits for that. */
import type { Instruction } from "../../src/model/program.ts";
import { Configuration, nothing } from "../../src/semantics/configuration.ts";
import type { Cause } from "../../src/semantics/lack.ts";
import { type Plan, type Spoiled, assembling, lastPlace, run, typeOf } from "./layered.ts";

/** What happened, and who waits for it. */
export interface Planted {
  readonly c: Configuration;
  readonly cause: { readonly kind: Cause; readonly instance: string; readonly element?: string };
  /** Busy instances that do not move because of it. */
  readonly waiting: readonly string[];
}
/** Deploys an assembly with the trouble in it; `drawn` says where, and in which order actions end. */
type Trouble = (all: readonly Plan[], drawn: number) => Planted;

export const troubles: Readonly<Record<string, Trouble>> = {
  "an action failed": (all, drawn) => spoiled(all, drawn, "failed"),
  "the outcome of an action is not known": (all, drawn) => spoiled(all, drawn, "unknown"),
  "a wire is missing": (all, drawn) => {
    const users = all.filter(({ uses }) => uses.length > 0);
    const { name, uses } = pick(users, drawn);
    const { port, providers } = pick(uses, drawn);
    const provider = pick(providers, drawn);
    const c = deployed(all, drawn, {
      without: (one) =>
        one.op === "connect" &&
        one.use.instance === name &&
        one.use.port === port &&
        one.provide.instance === provider,
    });
    return { c, cause: { kind: "unconnected", instance: name, element: port }, waiting: busy(c) };
  },
  "a provider was never asked": (all, drawn) => {
    const used = all.flatMap(({ uses }) => uses.flatMap(({ providers }) => providers));
    const instance = pick(used, drawn);
    const c = deployed(all, drawn, {
      without: (one) => one.op === "changeBehavior" && one.instance === instance,
    });
    return { c, cause: { kind: "not-asked", instance }, waiting: busy(c) };
  },
  "a provider is to leave and is still held": (all, drawn) => {
    const { name } = pick(all, drawn);
    const c = held(all, drawn, name);
    run(c, { type: "program", instructions: asked("suspending", [name]) }, drawn);
    return late(c, drawn, { kind: "refusing", instance: name, element: "ready" });
  },
  "a place of a provider is lost": (all, drawn) => {
    const plan = pick(all, drawn);
    const c = held(all, drawn, plan.name);
    const instance = c.number(plan.name) ?? nothing;
    const place = c.life(instance).places.indexOf(lastPlace(plan));
    run(c, { type: "lost", instance, place }, drawn);
    return late(c, drawn, { kind: "lost", instance: plan.name, element: lastPlace(plan) });
  },
  "an action failed within the group of a provide": (all, drawn) => {
    const { name } = pick(all, drawn);
    const c = held(all, drawn, name);
    const tune = { transition: `${name}.tune`, how: "failed" } as const;
    run(c, { type: "program", instructions: asked("tuning", [name]) }, drawn, tune);
    return late(c, drawn, { kind: "failed", instance: name, element: "tune" });
  },
};

function spoiled(all: readonly Plan[], drawn: number, kind: Spoiled["how"]): Planted {
  const plan = pick(all, drawn);
  const element = pick(Object.keys(typeOf(plan).behaviors["deploy"] ?? {}), drawn);
  const transition = `${plan.name}.${element}`;
  const c = deployed(all, drawn, { spoiled: { transition, how: kind } });
  return { c, cause: { kind, instance: plan.name, element }, waiting: busy(c) };
}

function deployed(
  all: readonly Plan[],
  drawn: number,
  change: { readonly without?: (one: Instruction) => boolean; readonly spoiled?: Spoiled } = {},
): Configuration {
  const names = all.map(({ name }) => name);
  const program = [...assembling(all), ...asked("deploy", names), wait];
  const instructions = program.filter((one) => change.without?.(one) !== true);
  const c = new Configuration();
  run(c, { type: "program", instructions }, drawn, change.spoiled);
  return c;
}

/** All of them deployed, and one instance more that goes on using `provider`. */
const held = (all: readonly Plan[], drawn: number, provider: string): Configuration =>
  deployed([...all, user("holder", provider, 1)], drawn);

/** Two instances come too late: one uses the provider that is in trouble, the other needs the first. */
function late(c: Configuration, drawn: number, cause: Planted["cause"]): Planted {
  const all = [user("late", cause.instance, drawn % 2), user("later", "late", drawn % 2)];
  const waiting = all.map(({ name }) => name);
  const instructions = [...assembling(all), ...asked("deploy", waiting)];
  run(c, { type: "program", instructions }, drawn);
  return { c, cause, waiting };
}

const user = (name: string, provider: string, where: number): Plan => ({
  name,
  places: 2,
  forks: false,
  uses: [{ port: "u0", providers: [provider], isData: false, where }],
});

const asked = (behavior: string, names: readonly string[]): readonly Instruction[] =>
  names.map((instance) => ({ op: "changeBehavior", instance, behavior }));
const wait: Instruction = { op: "wait", instances: [] };

const busy = (c: Configuration): readonly string[] =>
  [...c.all()].filter((one) => c.behavior(one) !== nothing).map((one) => c.names[one] ?? "");

/** The drawn one of `choices`, of which there is at least one. */
const pick = <T>(choices: readonly T[], drawn: number): T => choices[drawn % choices.length] as T;
