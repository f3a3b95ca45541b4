/** What can be wrong with the ports of a component: what they are bound to, and whether they can ever be served. */
import { hasAction } from "./component.ts";
import { error, type Remark, warning } from "./finding.ts";
import { didYouMean } from "./nearest.ts";
import { quote, quoteAll } from "./name.ts";
import { type BoundPort, groupOf, isMisspelt, type Outline, reachable } from "./outline.ts";

/** A service is used in places and transitions and provided in places; data are used in transitions and provided in places. */
export function* bindings(outline: Outline): Generator<Remark> {
  const bindable: Bindable = {
    initial: outline.component.initial,
    places: new Set(outline.places),
    transitions: new Set(outline.edges.map(({ name }) => name)),
  };
  for (const port of [...outline.uses, ...outline.provides]) {
    if (port.in.length === 0)
      yield error(
        "MADEUS_EMPTY_PORT",
        `${subjectOf(port)} is bound to nothing`,
        `name in "in" where it is ${port.side}d`,
      );
    for (const name of new Set(port.in)) yield* binding(port, name, bindable);
  }
}

interface Bindable {
  readonly initial: string;
  readonly places: ReadonlySet<string>;
  readonly transitions: ReadonlySet<string>;
}

function* binding(port: BoundPort, name: string, known: Bindable): Generator<Remark> {
  const { initial, places, transitions } = known;
  const onlyPlaces = port.side === "provide";
  const onlyTransitions = port.side === "use" && port.type.kind === "data";
  const subject = `${subjectOf(port)} is bound to`;
  if (!places.has(name) && !transitions.has(name))
    yield error(
      "MADEUS_NOT_IN_PORT",
      `${subject} ${quote(name)}, which is neither a place nor a transition`,
      didYouMean(name, [...(onlyTransitions ? [] : places), ...(onlyPlaces ? [] : transitions)]),
    );
  else if (onlyPlaces && !places.has(name))
    yield error(
      "MADEUS_WRONG_BINDING",
      `${subject} the transition ${quote(name)}`,
      "provide it in places",
    );
  else if (onlyTransitions && !transitions.has(name))
    yield error(
      "MADEUS_WRONG_BINDING",
      `${subject} the place ${quote(name)}`,
      "data are read by transitions: name those",
    );
  else if (port.side === "use" && name === initial)
    yield error(
      "MADEUS_USE_AT_INITIAL",
      `${subject} the initial place ${quote(name)}`,
      "an instance begins there before anything is served: bind the port to what comes after",
    );
}

/** A service that is let go in the middle of a behavior may be gone when it is needed again. */
export function* gaps(outline: Outline): Generator<Remark> {
  for (const port of outline.uses) {
    if (port.type.kind === "data" || port.in.length < 2) continue;
    const gap = gapOf(outline, port);
    if (gap !== undefined)
      yield warning(
        "MADEUS_HELD_WITH_GAP",
        `${subjectOf(port)} is held twice in the behavior ${quote(gap.behavior)}, but released at ${quote(gap.at)} between`,
        `bind it to ${quote(gap.at)} too`,
      );
  }
}

/** The first place or transition outside the group of `port` that lies on a way, within one behavior, from the group to the group. */
function gapOf(
  outline: Outline,
  port: BoundPort,
): { readonly behavior: string; readonly at: string } | undefined {
  const group = groupOf(outline, port);
  for (const [behavior, edges] of Map.groupBy(outline.edges, (edge) => edge.behavior)) {
    const held = edges.flatMap(({ name, from }) =>
      group.has(name) || group.has(from) ? [from] : [],
    );
    const entered = edges.flatMap(({ ends }) =>
      ends.map(({ place }) => place).filter((p) => group.has(p)),
    );
    const before = reachable([...held, ...entered], edges, "backwards");
    for (const { name, from, ends } of edges) {
      if (group.has(from) && !group.has(name) && ends.some(({ place }) => before.has(place)))
        return { behavior, at: name };
      if (!group.has(name) && !group.has(from)) continue;
      const at = ends.find(({ place }) => !group.has(place) && before.has(place));
      if (at !== undefined) return { behavior, at: at.place };
    }
  }
  return undefined;
}

/** The value of a data port must have been given by an action that ends before its places. */
export function* neverGiven(outline: Outline): Generator<Remark> {
  const { component, places, edges, provides } = outline;
  if (isMisspelt(outline)) return;
  const known = new Set(places);
  const reached = reachable([component.initial], edges);
  const giving = edges.filter(({ transition, from }) => hasAction(transition) && reached.has(from));
  for (const port of provides) {
    if (port.type.kind !== "data" || !port.in.some((name) => known.has(name))) continue;
    const before = reachable(port.in, edges, "backwards");
    if (giving.some(({ ends }) => ends.some(({ place }) => before.has(place)))) continue;
    yield error(
      "MADEUS_NEVER_GIVEN",
      `${subjectOf(port)} can never be given: no transition with an action leads to ${quoteAll(port.in)}`,
      `give it in the run of a transition: give(${quote(port.name)}, …)`,
    );
  }
}

const subjectOf = ({ side, name, type }: BoundPort): string =>
  `the ${type.kind} ${side} port ${quote(name)}`;
