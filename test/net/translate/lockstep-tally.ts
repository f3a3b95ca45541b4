/** What happened on walks, and what kept something from happening: a test that never sees a thing says nothing of it. */
import type { Translation } from "../../../src/net/translate/translate.ts";
import { type Configuration, none, nothing } from "../../../src/semantics/configuration.ts";
import { connectionBetween, ends } from "../../../src/semantics/connection.ts";
import { entryOf, isClear, isJoined, isKept, isServed } from "../../../src/semantics/enabled.ts";
import { mayInstruct } from "../../../src/semantics/instruction.ts";
import { isActive } from "../../../src/semantics/marking.ts";
import { useRow } from "../../../src/semantics/record.ts";
import { enabled } from "../../../src/semantics/step.ts";

export type Tally = Map<string, number>;

/** The rare things among them too. */
export const everything: readonly string[] = [
  "leave",
  "fire",
  "end",
  "enter",
  "collide",
  "finish",
  "fork",
  "join",
  ...["add", "del", "connect", "disconnect", "changeBehavior", "wait"].map((op) => `${op}: may`),
  ...["del", "connect", "disconnect", "wait"].map((op) => `${op}: waits`),
  "a push is queued",
  "a push begins at once",
  "a behavior waits for another one",
  "leave: a token is ahead",
  "leave: its provide is in use",
  "fire: not connected",
  "fire: service not provided",
  "fire: data not provided",
  "fire: one of many",
  "fire: many serve",
  "fire: refused",
  "fire: refused, but used",
  "enter: not connected",
  "enter: service not provided",
  "enter: one of many",
  "enter: many serve",
  "enter: refused",
  "connect of an active use: may",
  "connect of an active use: waits",
  "connect data: may",
  "disconnect of an active use: waits",
  "disconnect data: may",
  "disconnect data: waits",
  "added again",
  "connected again",
  "uses itself",
  "an instruction that can never be applied",
];

export function count(tally: Tally, happenings: Iterable<string>): void {
  for (const one of happenings) tally.set(one, (tally.get(one) ?? 0) + 1);
}

/** What may happen in a configuration, and what is kept from happening; each once. */
export function happenings(c: Configuration): ReadonlySet<string> {
  const rules = enabled(c).filter(({ rule }) => rule !== "instruct");
  return new Set([
    ...rules.map(({ rule }) => rule),
    ...instructed(c),
    ...[...c.all()].flatMap((instance) => [
      ...tokensKept(c, instance),
      ...usesKept(c, instance),
      ...joinsKept(c, instance),
      ...(c.queue(instance).length > 1 ? ["a behavior waits for another one"] : []),
    ]),
  ]);
}

/** What the course of a translation holds. */
export function courseHappenings({ course }: Translation): ReadonlySet<string> {
  const { members, links, deeds, length } = course;
  return new Set([
    ...(members.some(({ generation }) => generation > 0) ? ["added again"] : []),
    ...(members.some(({ number, deleted }) => number !== undefined && deleted < length)
      ? ["there at the start and deleted"]
      : []),
    ...(links.some((one) => links.some((other) => isAgain(one, other))) ? ["connected again"] : []),
    ...(links.some(({ from, to }) => from < 0 && to < length)
      ? ["disconnected from the start"]
      : []),
    ...(links.some(({ user, provider }) => user === provider) ? ["uses itself"] : []),
    ...(deeds.length < length ? ["an instruction that can never be applied"] : []),
  ]);
}

type OneLink = Translation["course"]["links"][number];
const isAgain = (one: OneLink, other: OneLink): boolean =>
  one.index < other.index &&
  one.user === other.user &&
  one.use === other.use &&
  one.to < other.from;

function instructed(c: Configuration): string[] {
  const next = c.program[c.position];
  if (next === undefined) return [];
  const how = mayInstruct(c) ? "may" : "waits";
  const also: string[] = [];
  if (next.op === "connect" || next.op === "disconnect") {
    const at = ends(c, next);
    if (at !== undefined) {
      const { kind = "service", many = false } = c.life(at.user).ports[at.use] ?? {};
      const isUsed = kind === "service" && isActive(c, c.port(at.user, at.use));
      const isThere = connectionBetween(c, at) !== nothing;
      if (next.op === "connect" || isThere)
        also.push(
          `${next.op} ${kind}: ${how}`,
          ...(isUsed ? [`${next.op} of an active use: ${how}`] : []),
          ...(many ? [`${next.op} of many: ${how}`] : []),
        );
    }
  }
  if (next.op === "changeBehavior" && how === "may") {
    const instance = c.number(next.instance) ?? nothing;
    also.push(c.queue(instance).length > 0 ? "a push is queued" : "a push begins at once");
  }
  return [`${next.op}: ${how}`, ...also];
}

function tokensKept(c: Configuration, instance: number): string[] {
  return c.life(instance).places.flatMap((_, place) => {
    const departure = c.departure(instance, place);
    if (departure === undefined || c.mark(instance, place) === none) return [];
    const { provides, transitions } = departure;
    return [
      ...(provides.some((q) => isKept(c, instance, q)) ? ["leave: its provide is in use"] : []),
      ...(transitions.some((t) => !isClear(c, instance, t)) ? ["leave: a token is ahead"] : []),
      ...(transitions.length > 1 ? ["fork"] : []),
    ];
  });
}

function usesKept(c: Configuration, instance: number): string[] {
  return c
    .life(instance)
    .transitions.flatMap(({ out, uses }) =>
      c.mark(instance, out) === none
        ? []
        : uses.flatMap((use) => useKept(c, instance, use, "fire")),
    );
}

function joinsKept(c: Configuration, instance: number): string[] {
  return c.life(instance).stations.flatMap(({ behavior, slots, gains }, station) => {
    if (behavior !== c.behavior(instance)) return [];
    const there = slots.filter((slot) => c.mark(instance, slot) !== none).length;
    if (!isJoined(c, instance, station)) return there > 0 ? ["join"] : [];
    const uses = gains[entryOf(c, instance, station)] ?? [];
    return uses
      .filter((use) => !isActive(c, c.port(instance, use)))
      .flatMap((use) => useKept(c, instance, use, "enter"));
  });
}

/** What there is to say of a use that a token waits for. */
function useKept(c: Configuration, instance: number, use: number, rule: string): string[] {
  const record = c.port(instance, use);
  const { min = 0, many = false, kind = "service" } = c.life(instance).ports[use] ?? {};
  const [links, served, refused] = [useRow.links, useRow.served, useRow.refused].map((cell) =>
    c.cells.get(record, cell),
  );
  const isTwofold = many && (links ?? 0) > 1;
  if ((links ?? 0) < min) return [`${rule}: not connected`];
  if (served !== links)
    return [`${rule}: ${kind} not provided`, ...(isTwofold ? [`${rule}: one of many`] : [])];
  if ((refused ?? 0) === 0) return isTwofold ? [`${rule}: many serve`] : [];
  return isServed(c, instance, use) ? [`${rule}: refused, but used`] : [`${rule}: refused`];
}
