/**
 * The counters of a configuration counted anew from its marks, queues and connections, and what `advance` may have overlooked.
 *
 * A counter is a promise: guards read it instead of looking. Here everything is looked at.
 */
import {
  type Configuration,
  failed,
  nothing,
  running,
  unknown,
} from "../../src/semantics/configuration.ts";
import { instanceRow, provideRow, useRow } from "../../src/semantics/record.ts";
import type { Lifecycle, Port } from "../../src/semantics/lifecycle.ts";
import { enabled } from "../../src/semantics/step.ts";

/** Every counter that is not what it should be, in words; empty when all is well. */
export const miscounts = (c: Configuration): readonly string[] => [
  ...[...c.all()].flatMap((instance) => [
    ...ofInstance(c, instance),
    ...c.life(instance).ports.flatMap((port, q) => ofPort(c, instance, port, q)),
  ]),
  ...ofAll(c),
];

/** Rules that could be applied although `advance` has returned: each is a wake-up that was forgotten. */
export const overlooked = (c: Configuration): readonly string[] =>
  enabled(c)
    .filter(({ rule }) => rule !== "end")
    .map(
      ({ rule, instance, element }) => `${rule} ${c.names[instance] ?? ""} ${element} is possible`,
    );

function ofInstance(c: Configuration, instance: number): readonly string[] {
  const life = c.life(instance);
  const found = (cell: number): number => c.own(instance, cell);
  const leaves = (p: number): boolean => (life.leaving[c.behavior(instance)]?.[p] ?? []).length > 0;
  const marked = markedSlots(c, instance, life);
  const name = c.names[instance] ?? "";
  return [
    ...differs(
      `${name} busy`,
      found(instanceRow.busy),
      marked.filter((s) => s >= life.places.length).length,
    ),
    ...differs(
      `${name} firable`,
      found(instanceRow.firable),
      marked.filter((s) => s < life.places.length && leaves(s)).length,
    ),
    ...differs(
      `${name} running`,
      found(instanceRow.running),
      actions(c, instance, [running, unknown]),
    ),
  ];
}

function ofPort(c: Configuration, instance: number, port: Port, q: number): readonly string[] {
  const record = c.port(instance, q);
  const found = (cell: number): number => c.cells.get(record, cell);
  const name = `${c.names[instance]}.${port.name}`;
  const others = c.across(instance, q);
  const ofOthers = (wanted: (other: number, q: number) => boolean): number =>
    others.filter((other) => wanted(other.instance, other.port)).length;
  const tokens = tokensOf(c, instance, port).length;
  const common = differs(`${name} tokens`, found(useRow.tokens), tokens);
  if (port.side === "use")
    return [
      ...common,
      ...differs(`${name} links`, found(useRow.links), others.length),
      ...differs(
        `${name} served`,
        found(useRow.served),
        ofOthers((i, p) => serves(c, i, p)),
      ),
      ...differs(
        `${name} refused`,
        found(useRow.refused),
        ofOthers((i, p) => refuses(c, i, p)),
      ),
      ...(tokens > 0 && found(useRow.served) < found(useRow.links)
        ? [`I4 ${name} is active, not served`]
        : []),
    ];
  const users = (i: number, p: number): boolean => {
    const use = c.life(i).ports[p];
    return use !== undefined && tokensOf(c, i, use).length > 0;
  };
  return port.kind === "data"
    ? common
    : [
        ...common,
        ...differs(`${name} users`, found(provideRow.users), ofOthers(users)),
        ...differs(`${name} impaired`, found(provideRow.impaired), impaired(c, instance, port)),
        ...differs(`${name} staying`, found(provideRow.staying), staying(c, instance, port)),
      ];
}

function ofAll(c: Configuration): readonly string[] {
  const all = [...c.all()];
  const sum = (count: (instance: number) => number): number =>
    all.reduce((total, instance) => total + count(instance), 0);
  return [
    ...differs(
      "active",
      c.active,
      sum((i) => Number(c.behavior(i) !== nothing)),
    ),
    ...differs(
      "failedTokens",
      c.failedTokens,
      sum((i) => actions(c, i, [failed])),
    ),
    ...differs("failures", c.failures.size, c.failedTokens),
  ];
}

/** The slots of a port's group that hold a token. */
const tokensOf = (c: Configuration, instance: number, port: Port): readonly number[] =>
  port.group.filter((slot) => c.mark(instance, slot) !== 0);

const impaired = (c: Configuration, instance: number, port: Port): number =>
  tokensOf(c, instance, port).filter((slot) => c.mark(instance, slot) > 1).length;

/** Tokens of the group that no transition of the active behavior takes out of it. */
const staying = (c: Configuration, instance: number, port: Port): number => {
  const life = c.life(instance);
  return tokensOf(c, instance, port).filter((slot) => {
    const next = life.leaving[c.behavior(instance)]?.[slot] ?? [];
    return (
      next.length === 0 || next.some((t) => port.group.includes(life.transitions[t]?.on ?? -1))
    );
  }).length;
};

/** A service whose group holds a token, or a value that can be read. */
function serves(c: Configuration, instance: number, q: number): boolean {
  const port = c.life(instance).ports[q];
  if (port?.kind === "data") return (c.values.get(c.port(instance, q))?.version ?? 0) > 0;
  return port !== undefined && tokensOf(c, instance, port).length > 0;
}

function refuses(c: Configuration, instance: number, q: number): boolean {
  const port = c.life(instance).ports[q];
  if (port === undefined || port.kind === "data") return false;
  return impaired(c, instance, port) > 0 || staying(c, instance, port) === 0;
}

const markedSlots = (c: Configuration, instance: number, life: Lifecycle): readonly number[] =>
  Array.from({ length: life.slots }, (_, slot) => slot).filter(
    (slot) => c.mark(instance, slot) !== 0,
  );

const actions = (c: Configuration, instance: number, states: readonly number[]): number =>
  c.life(instance).transitions.filter(({ on }) => states.includes(c.mark(instance, on))).length;

const differs = (what: string, found: number, expected: number): readonly string[] =>
  found === expected ? [] : [`${what} is ${found}, counted ${expected}`];
