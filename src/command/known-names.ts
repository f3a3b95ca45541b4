/** The names that completion offers, from what the state here has on record: no file of the user's is imported for that. */
import type { AnyComponent } from "../model/component.ts";
import { pathName } from "../store/path-name.ts";
import { Tree } from "../store/tree.ts";
import { checkedOut } from "./checked-out.ts";
import type { KnownInstance, KnownNames } from "./complete.ts";
import { type Recorded, locate, statesOf } from "./locate.ts";
import { type Session, openSession } from "./session.ts";

/** Names, for as long as the state that they are read from is open. */
export interface OpenNames {
  readonly names: KnownNames;
  close(): void;
}

/**
 * Of the state that a verb would be about. Whatever keeps it from being read, nothing is offered then.
 *
 * @param file  as named on the command line, where it is
 * @param state  the directory of the state, where it is named
 */
export function openNames(file: string | undefined, state: string | undefined): OpenNames {
  try {
    const { recorded } = locate({ file }, state === undefined ? {} : { state });
    if (recorded === undefined) return { names: nobody, close: () => undefined };
    const session = openSession({ directory: recorded.directory, mode: "read" });
    const names = namesIn(session, state === undefined ? statesOf(file) : [recorded]);
    return { names, close: () => session.close() };
  } catch {
    return { names: nobody, close: () => undefined };
  }
}

const nobody: KnownNames = {
  instances: new Map(),
  hosts: [],
  exports: [],
  branches: [],
  list: () => [],
};

function namesIn({ state, store, directory }: Session, states: readonly Recorded[]): KnownNames {
  const c = state.configuration;
  const components = new Map<string, AnyComponent>();
  for (const one of c.program) if (one.op === "add") components.set(one.instance, one.component);
  for (const [name, number] of c.numbers) components.set(name, c.life(number).component);
  const origins = states.flatMap((one) => one.origins);
  return {
    instances: new Map([...components].map(([name, one]) => [name, instanceOf(one)])),
    hosts: [...new Set(state.on.values())],
    exports: [...new Set(origins.map((origin) => origin.export))],
    branches: store.branches.list().map(({ name }) => name),
    list(path) {
      const head = store.branches.find(checkedOut(directory, store));
      const commit = head === undefined ? undefined : store.objects.get(head);
      if (commit?.kind !== "commit") return [];
      const entries = Tree.at(store.objects, commit.tree).list(path.map(pathName));
      return entries.map(({ name, kind }) => (kind === "leaf" ? name : `${name}/`));
    },
  };
}

const instanceOf = ({ behaviors, places, provides = {} }: AnyComponent): KnownInstance => ({
  behaviors: Object.keys(behaviors),
  transitions: Object.values(behaviors).flatMap((one) => Object.keys(one)),
  places,
  provides: Object.keys(provides),
});
