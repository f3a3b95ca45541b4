/**
 * The components that are at hand, and which of them an instance is made from.
 *
 * One that is to be made gets what is declared for it, else the only one of the name. One that stands must get what it was made from, for
 * its actions take something away: where that is not certain, there is none.
 */
import { type AnyComponent, isComponent } from "../model/component.ts";
import type { Instruction } from "../model/program.ts";
import type { Lineage } from "./lineage.ts";

export interface Catalog {
  /** The component of this name for this instance. */
  find(type: string, instance: string): AnyComponent | undefined;
  /** Where there is none: whose components have that name, then and now, so that they may be others; empty: none has it. */
  namesakes?(type: string, instance: string): readonly string[];
}

/** A component beside those of the declaration. */
export interface Offer {
  readonly component: AnyComponent;
  /** Under which it is offered: an instance of that name is made from it. */
  readonly name: string;
  /** It is for that instance, and for nobody else. */
  readonly isOnlyFor?: boolean;
}

/**
 * @param declared  instructions that add instances, e.g. those of the assembly in a file
 * @param offered  further components, e.g. the exports of that file
 * @param lineage  of the instances that are on record
 */
export function catalogOf(
  declared: readonly Instruction[],
  offered: Iterable<AnyComponent | Offer> = [],
  lineage?: Lineage,
): Catalog {
  const stock = new Stock(declared, offered);
  return {
    find(type, instance) {
      const own = stock.declaredFor(type, [instance]);
      if (own.size > 0) return only(own);
      const named = stock.offeredAs(type, instance);
      if (named.size > 0) return only(named);
      const kin = lineage?.of(type, instance);
      if (kin === undefined) return only(stock.named(type));
      const { siblings, namesakes } = kin;
      const shared = stock.declaredFor(type, siblings);
      if (shared.size > 0) return only(shared);
      const sole = only(stock.named(type));
      const wasSole = namesakes.length === siblings.length;
      return wasSole && sole !== undefined && stock.isForAnybody(sole) ? sole : undefined;
    },
    namesakes(type, instance) {
      if (stock.named(type).size === 0) return [];
      const before = lineage?.of(type, instance)?.namesakes ?? [];
      return [...new Set([...before, ...stock.instancesOf(type)])];
    },
  };
}

/** What there is, by the names of components. */
class Stock {
  /** instance → its components; several where a program adds it once more. */
  readonly #declared = new Map<string, Set<AnyComponent>>();
  readonly #offered = new Map<string, Set<AnyComponent>>();
  readonly #byName = new Map<string, Set<AnyComponent>>();
  readonly #forAnybody = new Set<AnyComponent>();

  constructor(declared: readonly Instruction[], offered: Iterable<AnyComponent | Offer>) {
    for (const one of declared)
      if (one.op === "add") this.#know(this.#declared, one.instance, one.component);
    for (const one of offered) {
      const { component, name, isOnlyFor } = isComponent(one) ? unnamed(one) : one;
      this.#know(this.#offered, name, component);
      if (isOnlyFor !== true) this.#forAnybody.add(component);
    }
  }

  #know(by: Map<string, Set<AnyComponent>>, key: string, component: AnyComponent): void {
    by.set(key, (by.get(key) ?? new Set()).add(component));
    const { name } = component;
    this.#byName.set(name, (this.#byName.get(name) ?? new Set()).add(component));
  }

  named(type: string): ReadonlySet<AnyComponent> {
    return this.#byName.get(type) ?? none;
  }

  declaredFor(type: string, instances: readonly string[]): ReadonlySet<AnyComponent> {
    const found = instances.flatMap((one) => [...(this.#declared.get(one) ?? none)]);
    return new Set(found.filter(({ name }) => name === type));
  }

  offeredAs(type: string, instance: string): ReadonlySet<AnyComponent> {
    const found = [...(this.#offered.get(instance) ?? none)];
    return new Set(found.filter(({ name }) => name === type));
  }

  isForAnybody(component: AnyComponent): boolean {
    return this.#forAnybody.has(component);
  }

  instancesOf(type: string): readonly string[] {
    return [...this.#declared].flatMap(([instance, components]) =>
      [...components].some(({ name }) => name === type) ? [instance] : [],
    );
  }
}

const none: ReadonlySet<AnyComponent> = new Set();

/** No instance has an empty name. */
const unnamed = (component: AnyComponent): Offer => ({ component, name: "" });

const only = (components: ReadonlySet<AnyComponent>): AnyComponent | undefined =>
  components.size === 1 ? [...components][0] : undefined;
