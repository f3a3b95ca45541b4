/** Connections by the instance that uses and by the one that provides. */
import { portText } from "../../model/program.ts";
import type { Wiring } from "../../semantics/assembled.ts";

export interface Wires {
  readonly ofUser: (instance: string) => readonly Wiring[];
  readonly ofProvider: (instance: string) => readonly Wiring[];
}

/** Worked out once. O(connections). */
export function wiresOf(connections: readonly Wiring[]): Wires {
  let made = known.get(connections);
  if (made === undefined) known.set(connections, (made = sorted(connections)));
  return made;
}
const known = new WeakMap<readonly Wiring[], Wires>();

function sorted(connections: readonly Wiring[]): Wires {
  const byUser = Map.groupBy(connections, ({ use }) => use.instance);
  const byProvider = Map.groupBy(connections, ({ provide }) => provide.instance);
  return {
    ofUser: (instance) => byUser.get(instance) ?? [],
    ofProvider: (instance) => byProvider.get(instance) ?? [],
  };
}

/** The same text: the same connection. */
export const textOf = ({ use, provide }: Wiring): string => `${portText(use)}=${portText(provide)}`;
export const textsOf = (all: readonly Wiring[]): ReadonlySet<string> => new Set(all.map(textOf));
