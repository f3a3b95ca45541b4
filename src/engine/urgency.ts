/** How urgent an action is: the longest way from its start to the end of its behavior, by declared durations. */
import type { AnyTransition } from "../model/component.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";

/** What an action is taken to last that does not say how long it takes. */
const durationDefaultS = 1;

/** How long a transition takes by its declaration: what has no action passes at once. */
export const declaredS = ({ run, durationS }: AnyTransition): number =>
  durationS ?? (run === undefined ? 0 : durationDefaultS);

/** Seconds from the start of each transition to the end of its behavior, computed once for each type. O(transitions²) at worst. */
export function urgencies(life: Lifecycle): readonly number[] {
  let made = known.get(life);
  if (made === undefined) known.set(life, (made = compute(life)));
  return made;
}
const known = new WeakMap<Lifecycle, readonly number[]>();

/** The declaration of a transition of a compiled type. */
export function declarationOf(life: Lifecycle, transition: number): AnyTransition {
  let all = declarations.get(life);
  if (all === undefined) declarations.set(life, (all = declarationsOf(life)));
  const declared = all[transition];
  if (declared === undefined) throw new RangeError(`no transition ${transition}`);
  return declared;
}
const declarations = new WeakMap<Lifecycle, ReturnType<typeof declarationsOf>>();

const declarationsOf = ({
  component,
  behaviors,
  transitions,
}: Lifecycle): readonly (AnyTransition | undefined)[] =>
  transitions.map(({ behavior, name }) => component.behaviors[behaviors[behavior] ?? ""]?.[name]);

function compute(life: Lifecycle): readonly number[] {
  const found: (number | undefined)[] = life.transitions.map(() => undefined);
  const from = (t: number): number => {
    const before = found[t];
    if (before !== undefined) return before;
    found[t] = 0;
    const edge = life.transitions[t];
    const places =
      edge?.docks.map((d) => life.stations[life.docks[d]?.station ?? -1]?.place ?? -1) ?? [];
    const next = places.flatMap((p) => life.leaving[edge?.behavior ?? -1]?.[p] ?? []);
    const own = declaredS(declarationOf(life, t));
    return (found[t] = own + Math.max(0, ...next.map(from)));
  };
  return life.transitions.map((_, t) => from(t));
}
