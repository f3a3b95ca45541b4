/** The six instructions of Madeus++ (section 5). A guard that does not hold yet and a name that does not exist both block. */
import { isMany, portTypeOf } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import { connectionsOfUse, offered, useActive, useOf } from "./ports.ts";
import {
  type Connection,
  type Push,
  type State,
  fresh,
  instanceOf,
  tokenOf,
  withInstance,
} from "./state.ts";

type Of<Op extends Instruction["op"]> = Extract<Instruction, { readonly op: Op }>;

/** A further program; before the one that runs is at its end, more of the same. */
export function submit(state: State, instructions: readonly Instruction[]): State {
  const { rest } = state.program;
  return rest.length === 0
    ? reached({ ...state, program: { rest: instructions, pushed: [], awaited: [] } })
    : { ...state, program: { ...state.program, rest: [...rest, ...instructions] } };
}

/** Applies the next instruction, or gives undefined where it blocks. */
export function instruct(state: State): State | undefined {
  const [next, ...rest] = state.program.rest;
  if (next === undefined) return undefined;
  const after = effect(state, next);
  if (after === undefined) return undefined;
  const pushed = pushesAfter(state.program.pushed, next, after.pushes);
  return reached({ ...after, program: { rest, pushed, awaited: [] } });
}

/** The pushes of a program to instances that there are: one that is added under an old name is another instance. */
function pushesAfter(
  pushed: readonly Push[],
  applied: Instruction,
  identity: number,
): readonly Push[] {
  switch (applied.op) {
    case "changeBehavior":
      return [...pushed, { ...applied, identity }];
    case "del":
      return pushed.filter(({ instance }) => instance !== applied.instance);
    default:
      return pushed;
  }
}

/** Remembers what a `wait` that comes next finds queued on its instances. */
function reached(state: State): State {
  const [next] = state.program.rest;
  if (next?.op !== "wait") return state;
  const awaited = namesOf(state, next).flatMap((name) =>
    (state.instances[name]?.queue ?? []).map(({ identity }) => identity),
  );
  return { ...state, program: { ...state.program, awaited } };
}

const namesOf = (state: State, { instances }: Of<"wait">): readonly string[] =>
  instances.length > 0 ? instances : Object.keys(state.instances);

function effect(state: State, next: Instruction): State | undefined {
  switch (next.op) {
    case "add":
      return state.instances[next.instance] === undefined
        ? withInstance(state, next.instance, fresh(next.component))
        : undefined;
    case "del":
      return del(state, next);
    case "connect":
      return connect(state, next);
    case "disconnect":
      return disconnect(state, next);
    case "changeBehavior":
      return changeBehavior(state, next);
    case "wait":
      return waitIsOver(state, next) ? state : undefined;
  }
}

function del(state: State, { instance: name }: Of<"del">): State | undefined {
  const { [name]: instance, ...others } = state.instances;
  const connected = state.connections.some(
    ({ use, provide }) => use.instance === name || provide.instance === name,
  );
  return instance === undefined || connected || instance.queue.length > 0
    ? undefined
    : { ...state, instances: others };
}

function connect(state: State, { use, provide }: Of<"connect">): State | undefined {
  const user = state.instances[use.instance];
  const provider = state.instances[provide.instance];
  const used = user?.type.uses[use.port];
  const provided = provider?.type.provides[provide.port];
  if (user === undefined || used === undefined || provided === undefined) return undefined;
  const { kind, name } = portTypeOf(used.type);
  if (provided.type.kind !== kind || provided.type.name !== name) return undefined;
  const connection: Connection = { use, provide };
  const present = connectionsOfUse(state, use.instance, use.port);
  if (present.length > 0 && !isMany(used.type)) return undefined;
  if (present.some((other) => same(other, connection))) return undefined;
  const held = kind === "service" && useActive(user, use.port);
  return held && !offered(state, connection, true)
    ? undefined
    : { ...state, connections: [...state.connections, connection] };
}

const same = (a: Connection, b: Connection): boolean =>
  a.use.instance === b.use.instance &&
  a.use.port === b.use.port &&
  a.provide.instance === b.provide.instance &&
  a.provide.port === b.provide.port;

function disconnect(state: State, connection: Of<"disconnect">): State | undefined {
  const { use } = connection;
  const rest = state.connections.filter((other) => !same(other, connection));
  if (rest.length === state.connections.length || isHeld(state, use.instance, use.port))
    return undefined;
  return { ...state, connections: rest };
}

/** A service while its use is active; a value while an action runs, or may run, that reads it. */
function isHeld(state: State, name: string, port: string): boolean {
  const instance = instanceOf(state, name);
  const use = useOf(instance, port);
  if (use?.kind === "service") return useActive(instance, port);
  const statuses = (use?.in ?? []).map((transition) => {
    const at = tokenOf(instance, transition)?.at;
    return at?.on === "transition" ? at.status : undefined;
  });
  return statuses.includes("running") || statuses.includes("unknown");
}

function changeBehavior(state: State, next: Of<"changeBehavior">): State | undefined {
  const { instance: name, behavior } = next;
  const instance = state.instances[name];
  if (instance?.type.behaviors[behavior] === undefined) return undefined;
  const identity = state.pushes + 1;
  const queue = [...instance.queue, { identity, instance: name, behavior }];
  return { ...withInstance(state, name, { ...instance, queue }), pushes: identity };
}

/** This program's own pushes must have finished; others' that were queued when the wait was reached must only be gone. */
function waitIsOver(state: State, next: Of<"wait">): boolean {
  const { pushed, awaited } = state.program;
  const names = namesOf(state, next);
  const own = pushed
    .filter(({ instance }) => names.includes(instance))
    .map(({ identity }) => identity);
  const queued = Object.values(state.instances).flatMap(({ queue }) =>
    queue.map(({ identity }) => identity),
  );
  return (
    names.every((name) => state.instances[name] !== undefined) &&
    ![...own, ...awaited].some((identity) => queued.includes(identity)) &&
    !own.some((identity) => state.abandoned.includes(identity))
  );
}
