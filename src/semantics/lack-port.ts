/** What ports lack: why a use is not served, a provide not offered, and why it is still in use. */
import { type Configuration, connectionRow, nothing, provideRow, useRow } from "./configuration.ts";
import { isOffered } from "./connection.ts";
import { type Lack, isComing, nameOf, portOf, portText, theProgram } from "./lack.ts";
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
export function lacksOfUse(c: Configuration, instance: number, use: number): readonly Lack[] {
  if (isWired(c, instance, use)) return [];
  const about = { instance: nameOf(c, instance), element: portOf(c, instance, use) };
  const text = portText(c, instance, use);
  const links = c.ports.get(c.port(instance, use), useRow.links);
  const min = c.life(instance).ports[use]?.min ?? 0;
  const comes = isComing(
    c,
    (one) =>
      one.op === "connect" && one.use.instance === about.instance && one.use.port === about.element,
  );
  if (comes)
    return [
      {
        ...about,
        kind: "waits",
        text: `${text} is connected by a later instruction`,
        ask: [theProgram],
      },
    ];
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
  const name = nameOf(c, instance);
  const about = { instance: name, element: portOf(c, instance, provide) };
  const text = portText(c, instance, provide);
  const waits = (sentence: string, ask: Lack["ask"]): readonly Lack[] => [
    { ...about, kind: "waits", text: sentence, ask },
  ];
  if (c.life(instance).ports[provide]?.kind === "service" && isActive(c, record)) {
    if (c.ports.get(record, provideRow.impaired) > 0)
      return waits(`${text} is impaired`, [{ about: "harm", instance, index: provide }]);
    return lacksOfRefusing(c, instance, provide);
  }
  if (c.behavior(instance) !== nothing)
    return waits(`${text} is not provided yet`, [{ about: "instance", instance, index: 0 }]);
  if (isAskedLater(c, name))
    return waits(`${text} is not provided: a later instruction asks ${name} to move`, [theProgram]);
  return [
    {
      ...about,
      kind: "not-asked",
      text: `${text} is not provided: nothing asks ${name} to move`,
      ask: [],
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
    if (isActive(c, c.port(user, c.connections.get(k, connectionRow.use))))
      users.push({ about: "user", instance: user, index: k } as const);
  }
  return users;
}

/** Why the user at the end of a connection goes on using. */
export function lacksOfUser(
  c: Configuration,
  instance: number,
  connection: number,
): readonly Lack[] {
  const provider = c.connections.get(connection, connectionRow.provider);
  const provide = c.connections.get(connection, connectionRow.provide);
  const name = nameOf(c, instance);
  const element = portOf(c, instance, c.connections.get(connection, connectionRow.use));
  const uses = `${name} uses ${portText(c, provider, provide)}`;
  const waits = (text: string, ask: Lack["ask"]): readonly Lack[] => [
    { kind: "waits", instance: name, element, text, ask },
  ];
  if (c.behavior(instance) !== nothing)
    return waits(uses, [{ about: "instance", instance, index: 0 }]);
  if (isAskedLater(c, name))
    return waits(`${uses}; a later instruction asks ${name} to move`, [theProgram]);
  const text = `${uses}, and nothing asks ${name} to stop`;
  return [{ kind: "in-use", instance: name, element, text, ask: [] }];
}

const isWired = (c: Configuration, instance: number, use: number): boolean =>
  c.ports.get(c.port(instance, use), useRow.links) >= (c.life(instance).ports[use]?.min ?? 0);

const isAskedLater = (c: Configuration, name: string): boolean =>
  isComing(c, (one) => one.op === "changeBehavior" && one.instance === name);
