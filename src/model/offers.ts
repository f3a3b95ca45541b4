/** Who provides what among the instances of an assembly, and whether it fits a use port. */
import type { Assembly } from "./assembly.ts";
import type { AnyComponent } from "./component.ts";
import { isWellShaped } from "./declaration.ts";
import { error, type Remark } from "./finding.ts";
import { quote, quoteAll } from "./name.ts";
import { didYouMean } from "./nearest.ts";
import { type BoundPort, providePortsOf } from "./outline.ts";
import { type PortType, sameType } from "./port.ts";
import { type PortName, portText } from "./program.ts";

/** Instances and their components; undefined stands for a component of which nothing can be said. */
export type Instances = ReadonlyMap<string, AnyComponent | undefined>;

export function instancesOf(assembly: Assembly): Instances {
  const known = new Map<unknown, AnyComponent | undefined>();
  return new Map(
    Object.entries(assembly.components).map(([name, component]) => {
      if (!known.has(component))
        known.set(component, isWellShaped(component) ? component : undefined);
      return [name, known.get(component)];
    }),
  );
}

/** `instance.port` of each provide port, by the kind and name of its type. */
export type Offers = ReadonlyMap<string, readonly string[]>;

/** They are only for hints: made when the first is asked for. O(instances). */
export function offersOf(instances: Instances): () => Offers {
  let made: Offers | undefined;
  return () => {
    if (made !== undefined) return made;
    const offers = [...instances].flatMap(([instance, component]) =>
      (component === undefined ? [] : providePortsOf(component)).map(({ name, type }) => ({
        provider: portText({ instance, port: name }),
        type: typeText(type),
      })),
    );
    const byType = [...Map.groupBy(offers, ({ type }) => type)];
    made = new Map(byType.map(([type, own]) => [type, own.map(({ provider }) => provider)]));
    return made;
  };
}

/** What is wrong with `provider` as the provider of `use`; `subject` names the use port. */
export function providerRemark(
  subject: string,
  use: BoundPort,
  provider: PortName,
  instances: Instances,
  offers: () => Offers,
): Remark | undefined {
  const { instance, port } = provider;
  const told = quote(portText(provider));
  const fitting = (): readonly string[] => offers().get(typeText(use.type)) ?? [];
  if (port === "")
    return error(
      "MADEUS_BAD_WIRE",
      `${subject} is connected to ${told}, which is not written "instance.port"`,
      didYouMean(instance, fitting()),
    );
  if (!instances.has(instance))
    return error(
      "MADEUS_UNKNOWN_INSTANCE",
      `${subject} is connected to ${told}, but there is no instance ${quote(instance)}`,
      didYouMean(portText(provider), fitting()) ?? didYouMean(instance, instances.keys()),
    );
  const component = instances.get(instance);
  if (component === undefined) return undefined;
  const provides = providePortsOf(component);
  const provide = provides.find(({ name }) => name === port);
  if (provide === undefined)
    return error(
      "MADEUS_UNKNOWN_PORT",
      `${subject} is connected to ${told}, but ${quote(instance)} has no provide port ${quote(port)}`,
      didYouMean(
        port,
        provides.map(({ name }) => name),
      ),
    );
  if (sameType(use.type, provide.type)) return undefined;
  return error(
    "MADEUS_WRONG_PORT_TYPE",
    `${subject} uses ${typeText(use.type)}, but ${told} provides ${typeText(provide.type)}`,
    typeText(use.type) === typeText(provide.type)
      ? "the two types have one name, but their values have different fields"
      : wireHint(use, fitting()),
  );
}

/** Where a use port could be wired to. */
export const wireHint = (use: BoundPort, fitting: readonly string[]): string =>
  fitting.length === 0
    ? `no instance provides ${typeText(use.type)}: add one that does`
    : `wire it to ${fitting.length > 1 && use.min === undefined ? "one of " : ""}${quoteAll(fitting)}`;

export const typeText = ({ kind, name }: PortType): string => `${kind} ${quote(name)}`;
