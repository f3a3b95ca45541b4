/** Parts of a declaration by the names that the user wrote: `instance.transition`, `instance.place`, with `*` for any letters. */
import { type Assembly, isAssembly } from "../../model/assembly.ts";
import { MadeusError } from "../../model/code.ts";
import type { AnyComponent } from "../../model/component.ts";
import { quote } from "../../model/name.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { Program } from "../../model/program.ts";
import { type Lifecycle, lifecycle } from "../../semantics/lifecycle.ts";

/** A transition or a component's place of an instance, by its number. */
export interface Address {
  readonly instance: string;
  readonly life: Lifecycle;
  readonly index: number;
}

/**
 * The transitions of that name: in a program an instance may be of several types, one after the other.
 *
 * @throws MadeusError  MADEUS_UNKNOWN_TRANSITION
 */
export function transitionsNamed(declared: Assembly | Program, name: string): readonly Address[] {
  const found = [...partsOf(declared, ({ transitions }) => transitions.map((one) => one.name))];
  const named = found.filter((one) => one.name === name).map(({ address }) => address);
  if (named.length > 0) return named;
  throw unknown("MADEUS_UNKNOWN_TRANSITION", "transition", name, found);
}

/**
 * The component's places that fit a pattern, e.g. `db*.running`.
 *
 * @throws MadeusError  MADEUS_UNKNOWN_PLACE  where there is none
 */
export function placesNamed(declared: Assembly | Program, pattern: string): readonly Address[] {
  const found = [...partsOf(declared, ({ places }) => places)];
  const named = found.filter(({ name }) => fits(name, pattern)).map(({ address }) => address);
  if (named.length > 0) return named;
  throw unknown("MADEUS_UNKNOWN_PLACE", "place", pattern, found);
}

/** `*` stands for any letters, a dot among them. */
export function fits(name: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

interface Named {
  readonly name: string;
  readonly address: Address;
}

function* partsOf(
  declared: Assembly | Program,
  partNames: (life: Lifecycle) => readonly string[],
): Iterable<Named> {
  for (const [instance, component] of instancesOf(declared)) {
    const life = lifecycle(component);
    for (const [index, part] of partNames(life).entries())
      yield { name: `${instance}.${part}`, address: { instance, life, index } };
  }
}

function* instancesOf(declared: Assembly | Program): Iterable<readonly [string, AnyComponent]> {
  const from = isAssembly(declared) ? declared : declared.from;
  yield* Object.entries<AnyComponent>(from.components);
  if (isAssembly(declared)) return;
  for (const one of declared.instructions)
    if (one.op === "add") yield [one.instance, one.component];
}

const unknown = (
  code: "MADEUS_UNKNOWN_TRANSITION" | "MADEUS_UNKNOWN_PLACE",
  what: string,
  name: string,
  known: readonly Named[],
): MadeusError =>
  new MadeusError(code, `There is no ${what} ${quote(name)}.`, {
    hint: didYouMean(
      name,
      known.map((one) => one.name),
    ),
  });
