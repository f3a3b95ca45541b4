/** Parts of an assembly: some of its instances, always with all that they need. */
import type { Assembly } from "./assembly.ts";
import { MadeusError } from "./code.ts";
import { quote, quoteAll } from "./name.ts";
import { didYouMean } from "./nearest.ts";
import { connections } from "./program.ts";

export interface Choice {
  /** Empty: all. */
  readonly only: readonly string[];
  readonly except: readonly string[];
}
export interface Part {
  /** In the order of declaration. */
  readonly instances: readonly string[];
  /** Those that nobody named, and for whose sake they are there. */
  readonly needed: ReadonlyMap<string, string>;
}

/**
 * The instances that are chosen, and their providers, and the providers of those, to the end.
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_INSTANCE`; `MADEUS_NEEDED` where one that is to be left out is a provider of one that is not
 */
export function partOf(assembly: Assembly, { only, except }: Choice): Part {
  const all = Object.keys(assembly.components);
  for (const name of [...only, ...except])
    if (!Object.hasOwn(assembly.components, name))
      throw new MadeusError(
        "MADEUS_UNKNOWN_INSTANCE",
        `${assembly.name} has no instance ${quote(name)}.`,
        {
          hint: didYouMean(name, all),
        },
      );
  const providers = neighbours(assembly, "providers");
  const without = new Set(except);
  const named = only.length > 0 ? only : all.filter((name) => !without.has(name));
  const reached = closure(named, providers);
  for (const name of except) {
    const user = reached.get(name);
    if (reached.has(name)) throw stillNeeded(assembly, name, user ?? name, except);
  }
  const needed = new Map(
    [...reached].flatMap(([name, user]) => (user === undefined ? [] : [[name, user]])),
  );
  return { instances: all.filter((name) => reached.has(name)), needed };
}

function stillNeeded(
  assembly: Assembly,
  name: string,
  user: string,
  except: readonly string[],
): MadeusError {
  if (user === name)
    return new MadeusError(
      "MADEUS_NEEDED",
      `${quote(name)} is both to be deployed and to be left out.`,
    );
  const users = [...closure(except, neighbours(assembly, "users")).keys()];
  return new MadeusError(
    "MADEUS_NEEDED",
    `${quote(name)} cannot be left out: ${quote(user)} needs it.`,
    {
      hint: `leave out those that need it, too: ${quoteAll(users, 20)}`,
    },
  );
}

/** All that is reached from some names → from which other; undefined for those themselves. */
function closure(
  from: readonly string[],
  next: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, string | undefined> {
  const reached = new Map<string, string | undefined>(from.map((name) => [name, undefined]));
  // A Map that grows while it is iterated is iterated to its new end.
  for (const name of reached.keys())
    for (const other of next.get(name) ?? []) if (!reached.has(other)) reached.set(other, name);
  return reached;
}

function neighbours(
  assembly: Assembly,
  which: "providers" | "users",
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { use, provide } of connections(assembly)) {
    const [from, to] = which === "providers" ? [use, provide] : [provide, use];
    found.set(from.instance, (found.get(from.instance) ?? new Set()).add(to.instance));
  }
  return found;
}
