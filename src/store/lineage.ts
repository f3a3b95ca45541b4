/**
 * From which component of its file each instance on record was made.
 *
 * A name is not enough: components that one function makes with different arguments share their name, and even the hashes of their code. What
 * tells them apart is who shares a component with whom.
 */
import type { Declaration } from "./declaration.ts";

/** Of one instance that is on record, under the component's name that it has there. */
export interface Kin {
  /** Who was made from the same component: itself among them. */
  readonly siblings: readonly string[];
  /** Who was made from components of that name, from this one or another: itself among them. */
  readonly namesakes: readonly string[];
}
export interface Lineage {
  /** Undefined: no declaration says so. */
  of(type: string, instance: string): Kin | undefined;
}

/**
 * By the last declaration that has the instance. O(instances) once for each declaration that is looked into.
 *
 * @param declarations  in the order in which they were last used
 */
export function lineageOf(declarations: Iterable<Declaration>): Lineage {
  const all = [...declarations].reverse();
  return {
    of(type, instance) {
      for (const declaration of all) {
        const kin = kinIn(declaration).get(instance)?.get(type);
        if (kin !== undefined) return kin;
      }
      return undefined;
    },
  };
}

/** instance → name of the component → kin. */
type KinTable = ReadonlyMap<string, ReadonlyMap<string, Kin>>;

const known = new WeakMap<Declaration, KinTable>();

function kinIn(declaration: Declaration): KinTable {
  let table = known.get(declaration);
  if (table === undefined) known.set(declaration, (table = tableOf(declaration)));
  return table;
}

function tableOf({ makings = [] }: Declaration): KinTable {
  const byName = Map.groupBy(makings, ({ component }) => component);
  const table = new Map<string, Map<string, Kin>>();
  for (const [component, of] of byName) {
    const namesakes = [...new Set(of.flatMap(({ instances }) => instances))];
    for (const { instances: siblings } of of)
      for (const instance of siblings) {
        const kin = table.get(instance) ?? new Map<string, Kin>();
        table.set(instance, kin.set(component, { siblings, namesakes }));
      }
  }
  return table;
}
