/** What ports lack: why a use is not served, a provide not offered, and why it is still in use. */
import { type Configuration, nothing } from "./configuration.ts";
import { connectionRow, provideRow, useRow } from "./record.ts";
import { isOffered } from "./connection.ts";
import {
  type Coming,
  type Lack,
  type Question,
  nameOf,
  portOf,
  portText,
  theProgram,
} from "./lack.ts";
import { isActive } from "./marking.ts";

/** One lack for each provider that does not serve `use`, or one for those that are not connected; `who` waits for them. */
export function lacksOfService(
  c: Configuration,
  instance: number,
  use: number,
  who: { readonly element: string | undefined; readonly text: string },
): readonly Lack[] {
  const waits = (text: string, ask: Lack["ask"]): Lack => ({
    kind: "waits",
    instance: nameOf(c, instance),
    element: who.element,
    text: `${who.text} waits for ${text}`,
    ask,
  });
  if (!isWired(c, instance, use))
    return [waits(portText(c, instance, use), [{ about: "use", instance, index: use }])];
  return c
    .across(instance, use)
    .filter((provider) => !isOffered(c, c.port(provider.instance, provider.port)))
    .map(({ instance: other, port }) =>
      waits(portText(c, other, port), [{ about: "provide", instance: other, index: port }]),
    );
}

/** Why a use has too few connections. */
export function lacksOfUse(
  c: Configuration,
  instance: number,
  use: number,
  coming: Coming,
): readonly Lack[] {
  if (isWired(c, instance, use)) return [];
  const about = { instance: nameOf(c, instance), element: portOf(c, instance, use) };
  const text = portText(c, instance, use);
  if (coming.connected.has(text)) {
    const sentence = `${text} is connected by a later instruction`;
    return [{ ...about, kind: "waits", text: sentence, ask: [theProgram] }];
  }
  const links = c.cells.get(c.port(instance, use), useRow.links);
  const min = c.life(instance).ports[use]?.min ?? 0;
  const to = links === 0 ? "nothing" : `only ${links} of at least ${min}`;
  return [{ ...about, kind: "unconnected", text: `${text} is connected to ${to}`, ask: [] }];
}

/** Why no new use of a provide may begin; empty where it may. */
export function lacksOfProvide(
  c: Configuration,
  instance: number,
  provide: number,
): readonly Lack[] {
  const record = c.port(instance, provide);
  if (isOffered(c, record)) return [];
  const text = portText(c, instance, provide);
  const waits = (sentence: string, about: Question["about"], index = 0): readonly Lack[] => [
    {
      kind: "waits",
      instance: nameOf(c, instance),
      element: portOf(c, instance, provide),
      text: sentence,
      ask: [{ about, instance, index }],
    },
  ];
  if (!isActive(c, record))
    return c.behavior(instance) === nothing
      ? waits(`${text} is not provided`, "idle")
      : waits(`${text} is not provided yet`, "instance");
  return c.cells.get(record, provideRow.impaired) > 0
    ? waits(`${text} is impaired`, "harm", provide)
    : lacksOfRefusing(c, instance, provide);
}

/** Why an idle instance does not move. */
export function lacksOfIdle(c: Configuration, instance: number, coming: Coming): readonly Lack[] {
  const name = nameOf(c, instance);
  const isAsked = coming.asked.has(name);
  return [
    {
      kind: isAsked ? "waits" : "not-asked",
      instance: name,
      element: undefined,
      text: `${isAsked ? "a later instruction" : "nothing"} asks ${name} to move`,
      ask: isAsked ? [theProgram] : [],
    },
  ];
}

/** The provider is about to leave. Where more is asked of it afterwards it may come back. */
function lacksOfRefusing(c: Configuration, instance: number, provide: number): readonly Lack[] {
  const name = nameOf(c, instance);
  const behavior = c.life(instance).behaviors[c.behavior(instance)];
  const returns = c.queue(instance).length > 1;
  return [
    {
      kind: returns ? "waits" : "refusing",
      instance: name,
      element: portOf(c, instance, provide),
      text: `${portText(c, instance, provide)} takes no new use: ${name} is asked to ${behavior}`,
      ask: returns ? [{ about: "instance", instance, index: 0 }] : [],
    },
  ];
}

/** Those who use a provide, each as a question. */
export function usersOf(c: Configuration, instance: number, provide: number): Lack["ask"] {
  const users = [];
  const record = c.port(instance, provide);
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "provide")) {
    const user = c.connections.get(k, connectionRow.user);
    if (isActive(c, c.connections.get(k, connectionRow.use)))
      users.push({ about: "user", instance: user, index: k } as const);
  }
  return users;
}

/** Why the user at the end of a connection goes on using. */
export function lacksOfUser(
  c: Configuration,
  instance: number,
  connection: number,
  coming: Coming,
): readonly Lack[] {
  const provider = c.connections.get(connection, connectionRow.provider);
  const provide = c.portAt(provider, c.connections.get(connection, connectionRow.provide));
  const name = nameOf(c, instance);
  const use = c.portAt(instance, c.connections.get(connection, connectionRow.use));
  const element = portOf(c, instance, use);
  const uses = `${name} uses ${portText(c, provider, provide)}`;
  const waits = (text: string, ask: Lack["ask"]): readonly Lack[] => [
    { kind: "waits", instance: name, element, text, ask },
  ];
  if (c.behavior(instance) !== nothing)
    return waits(uses, [{ about: "instance", instance, index: 0 }]);
  if (coming.asked.has(name))
    return waits(`${uses}; a later instruction asks ${name} to move`, [theProgram]);
  const text = `${uses}, and nothing asks ${name} to stop`;
  return [{ kind: "in-use", instance: name, element, text, ask: [] }];
}

const isWired = (c: Configuration, instance: number, use: number): boolean =>
  c.cells.get(c.port(instance, use), useRow.links) >= (c.life(instance).ports[use]?.min ?? 0);
