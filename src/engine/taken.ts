/** A state as another one has left it: what a commit says takes the place of what was on record here. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { portName } from "../model/program.ts";
import { lifecycle } from "../semantics/lifecycle.ts";
import { type Resting, restored, valuesByPort } from "../semantics/restored.ts";
import type { TakenEntry, TakenInstance } from "../store/journal.ts";
import type { State } from "./fold.ts";

/**
 * No token is on its way afterwards, and nothing is asked of anybody. O(instances + connections).
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_TYPE` where its declaration lacks a type
 */
export function takeOver(
  state: State,
  { declaration, instances, connections, home }: Omit<TakenEntry, "type" | "commit">,
): void {
  state.learn(declaration);
  const all = Object.entries(instances);
  const resting = new Map(all.map(([name, one]) => [name, restingOf(state, name, one)]));
  const wirings = connections.map(({ use, provide }) => ({
    use: portName(use),
    provide: portName(provide),
  }));
  state.configuration = restored(resting, wirings);
  state.tasks.take();
  if (home !== undefined) state.home = home;
  state.on.clear();
  state.versions.clear();
  state.versions.inTheMaking.clear();
  for (const [name, { host, version }] of all) {
    if (host !== undefined) state.on.set(name, host);
    if (version !== undefined) state.versions.set(name, version);
  }
}

function restingOf(state: State, name: string, one: TakenInstance): Resting {
  const component = state.catalog.find(one.component, name);
  if (component === undefined)
    throw new MadeusError(
      "MADEUS_UNKNOWN_TYPE",
      `${quote(name)} is a ${one.component}, which the journal does not declare.`,
    );
  const life = lifecycle(component);
  const numberOf = (place: string): number => life.places.indexOf(place);
  return {
    life,
    places: one.places.map(numberOf),
    lost: (one.lost ?? []).map(numberOf),
    values: valuesByPort(life, one.values ?? {}),
  };
}
