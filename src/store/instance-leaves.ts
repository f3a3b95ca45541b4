/** What is known of one instance of a configuration, as values for the leaves of a tree; what is empty is left out. */
import {
  type Configuration,
  failed,
  lost,
  none,
  nothing,
  running,
} from "../semantics/configuration.ts";
import type { Edge } from "../semantics/lifecycle.ts";
import { instanceRow, markFromHome, marksPerCell } from "../semantics/record.ts";
import type { Home } from "./journal.ts";
import type { Json } from "./leaf.ts";
import { pathName } from "./path-name.ts";

/** Leaves by name; `values` of `ConfiguredLeaves` is a directory of them. */
export type Leaves = Readonly<Record<string, Json>>;

export interface DeclaredLeaves {
  readonly type: string;
  readonly version?: string;
  readonly host?: string;
}

/** What a configuration does not know of its instances, by name. */
export interface Origins {
  /** The version of its component that an instance was made from. */
  readonly versions: ReadonlyMap<string, string>;
  /** The host that it is on, where that is not this machine. */
  readonly on: ReadonlyMap<string, string>;
  /** Undefined where no run has said it. */
  readonly home?: Home | undefined;
}

/** What it is: `assembly/instances/NAME`. */
export function declaredLeaves(
  c: Configuration,
  instance: number,
  origins: Origins,
): DeclaredLeaves {
  const name = c.names[instance] ?? "";
  const [version, host] = [origins.versions.get(name), origins.on.get(name)];
  return {
    type: c.life(instance).component.name as string,
    ...(version === undefined ? {} : { version }),
    ...(host === undefined ? {} : { host }),
  };
}

/**
 * The providers of a use port: `assembly/connections/INSTANCE.PORT`. One as it is; a list of them, in their order, where it takes many.
 *
 * @returns undefined where it is not connected. Cost: its connections.
 */
export function providersOf(c: Configuration, instance: number, port: number): Json | undefined {
  if (c.firstOf(c.port(instance, port)) === nothing) return undefined;
  const providers = c.across(instance, port).map((far) => {
    const provide = c.life(far.instance).ports[far.port]?.name ?? "";
    return `${c.names[far.instance]}.${provide}`;
  });
  return c.life(instance).ports[port]?.many === true ? providers : (providers[0] ?? "");
}

/** Where it stands and what is under way: `configuration/NAME`, but for its values. Cost: the size of its type. */
export function markingLeaves(c: Configuration, instance: number): Leaves {
  const { places, behaviors } = c.life(instance);
  const marks = places.map((_, place) => c.mark(instance, place));
  const lostPlaces = places.filter((_, place) => marks[place] === lost);
  const queue = c.queue(instance).map(({ behavior }) => behaviors[behavior] ?? "");
  const isMoving = c.own(instance, instanceRow.busy) !== 0;
  const withdrawing = c.withdrawals.get(instance);
  return {
    places: places.filter((_, place) => marks[place] !== none),
    ...(lostPlaces.length > 0 && { lost: lostPlaces }),
    ...(isMoving && movingLeaves(c, instance)),
    ...(queue.length > 0 && { behaviors: queue }),
    ...(withdrawing !== undefined && { withdrawing: behaviors[withdrawing] ?? true }),
  };
}

/** The values that it has given: `configuration/NAME/values`. */
export function valueLeaves(c: Configuration, instance: number): Leaves {
  const leaves: Record<string, Json> = {};
  if (c.values.size === 0) return leaves;
  for (const [q, port] of c.life(instance).ports.entries()) {
    const given = c.values.get(c.port(instance, q));
    if (given === undefined) continue;
    leaves[pathName(port.name)] = { value: recorded(given.value), version: given.version };
  }
  return leaves;
}

/** As the journal keeps it: what JSON drops is not there when it is read back. */
const recorded = (value: unknown): Json => JSON.parse(JSON.stringify(value) ?? "null") as Json;

/**
 * What tells instances of one type apart whose `configuration` has the same leaves.
 *
 * @returns undefined where it has leaves of its own: values, failures, a withdrawal
 */
export function likenessOf(c: Configuration, instance: number): string | undefined {
  if (c.isWithdrawing(instance)) return undefined;
  const { slots, ports } = c.life(instance);
  const home = c.home(instance);
  let key = "";
  for (let slot = 0; slot < slots; slot += marksPerCell)
    key += `${c.cells.get(home, markFromHome(slot))} `;
  if (c.failures.size > 0 && c.own(instance, instanceRow.busy) !== 0) return undefined;
  if (c.values.size > 0 && ports.some((_, q) => c.values.has(c.port(instance, q))))
    return undefined;
  if (c.behavior(instance) === nothing) return key;
  return `${key}${c
    .queue(instance)
    .map(({ behavior }) => behavior)
    .join()}`;
}

function movingLeaves(c: Configuration, instance: number): Leaves {
  const { transitions } = c.life(instance);
  const tokens: Record<string, string> = {};
  const failures: Record<string, Json> = {};
  for (const edge of transitions) {
    const where = whereabouts(c, instance, edge);
    if (where === undefined) continue;
    tokens[edge.name] = where;
    const failure = c.failure(instance, edge.on);
    if (failure === undefined) continue;
    const { code, message } = failure;
    failures[edge.name] = { code, message };
  }
  return { transitions: tokens, ...(Object.keys(failures).length > 0 && { failures }) };
}

/** Where the token of a transition is; undefined where it has none. */
function whereabouts(c: Configuration, instance: number, edge: Edge): string | undefined {
  if (c.mark(instance, edge.out) !== none) return "out";
  const mark = c.mark(instance, edge.on);
  if (mark !== none) return mark === running ? "running" : mark === failed ? "failed" : "unknown";
  const { docks, stations } = c.life(instance);
  for (const d of edge.docks) {
    const dock = docks[d];
    if (dock === undefined || c.mark(instance, dock.slot) === none) continue;
    return `in ${stations[dock.station]?.name ?? ""}`;
  }
  return undefined;
}
