/** What differs between two versions of a component, a sentence each: its places, behaviors, transitions and ports. */
import type { Assembly } from "../../model/assembly.ts";
import type { AnyComponent, AnyTransition } from "../../model/component.ts";
import { isMany, portTypeOf } from "../../model/port.ts";
import { textOfSource } from "../../model/step.ts";

export interface TypeChange {
  readonly instances: readonly string[];
  /** The name of the component, as it is now. */
  readonly component: string;
  readonly texts: readonly string[];
}

/** @param both  instances that are in both */
export function typeChanges(
  before: Assembly,
  after: Assembly,
  both: readonly string[],
): readonly TypeChange[] {
  const found = new Map<AnyComponent, Map<AnyComponent, string[]>>();
  for (const name of both) {
    const [was, is] = [before.components[name], after.components[name]];
    if (was === undefined || is === undefined || was === is) continue;
    const known = found.get(was) ?? new Map<AnyComponent, string[]>();
    found.set(was, known);
    const instances = known.get(is);
    if (instances === undefined) known.set(is, [name]);
    else instances.push(name);
  }
  return [...found].flatMap(([was, others]) =>
    [...others].flatMap(([is, instances]) => {
      const texts = [...differences(was, is)];
      return texts.length === 0 ? [] : [{ instances, component: is.name, texts }];
    }),
  );
}

function* differences(was: AnyComponent, is: AnyComponent): Generator<string> {
  if (was.name !== is.name) yield `it is of the type ${is.name}, not ${was.name}`;
  yield* lists("place", was.places, is.places);
  if (was.initial !== is.initial) yield `it begins in ${is.initial}, not ${was.initial}`;
  yield* lists("behavior", Object.keys(was.behaviors), Object.keys(is.behaviors));
  yield* tables("transition", transitionsOf(was), transitionsOf(is));
  yield* tables("use port", usesOf(was), usesOf(is));
  yield* tables("provide port", providesOf(was), providesOf(is));
}

function* lists(what: string, was: readonly string[], is: readonly string[]): Generator<string> {
  for (const one of is) if (!was.includes(one)) yield `${what} ${one} is new`;
  for (const one of was) if (!is.includes(one)) yield `${what} ${one} is gone`;
}

/** By name: what is said of it, by aspect. */
type Aspects = ReadonlyMap<string, Readonly<Record<string, string>>>;

function* tables(what: string, was: Aspects, is: Aspects): Generator<string> {
  yield* lists(what, [...was.keys()], [...is.keys()]);
  for (const [name, own] of is) {
    const before = was.get(name);
    if (before === undefined) continue;
    for (const [aspect, now] of Object.entries(own))
      if (before[aspect] !== now)
        yield aspect === "action"
          ? `transition ${name} has another action`
          : `${what} ${name} ${aspect} ${now}, not ${before[aspect]}`;
  }
}

const transitionsOf = ({ behaviors }: AnyComponent): Aspects =>
  new Map(
    Object.entries(behaviors).flatMap(([behavior, transitions]) =>
      Object.entries<AnyTransition>(transitions).map(([name, one]) => [
        name,
        {
          "belongs to": behavior,
          "leads from": one.from,
          "leads to": typeof one.to === "string" ? one.to : one.to.join(", "),
          takes: one.durationS === undefined ? "a time that is not declared" : `${one.durationS} s`,
          "takes slots of": (one.limits ?? []).join(", ") || "no limit",
          action: [...(one.steps ?? []).map(textOfSource), String(one.run)].join("\n"),
        },
      ]),
    ),
  );

const usesOf = ({ uses }: AnyComponent): Aspects =>
  new Map(
    Object.entries(uses).map(([name, { type, in: bound }]) => {
      const { kind, name: own } = portTypeOf(type);
      const many = isMany(type) ? `at least ${type.min} of ` : "";
      return [name, { needs: `${many}${kind} ${own}`, "is used in": bound.join(", ") }];
    }),
  );

const providesOf = ({ provides }: AnyComponent): Aspects =>
  new Map(
    Object.entries(provides).map(([name, { type, in: bound }]) => [
      name,
      { gives: `${type.kind} ${type.name}`, "is provided in": bound.join(", ") },
    ]),
  );
