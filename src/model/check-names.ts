/** What can be wrong with the names and numbers of a component, each looked at by itself. */
import { error, type Remark } from "./finding.ts";
import { nameProblem, quote, titleProblem } from "./name.ts";
import type { Outline } from "./outline.ts";

/** Names that cannot be written in a wire, a station, on a command line or in the name of a file. */
export function* badNames({
  component,
  places,
  edges,
  uses,
  provides,
}: Outline): Generator<Remark> {
  const all: readonly (readonly [what: string, names: readonly string[], title?: true])[] = [
    ["component", [component.name], true],
    ["place", places],
    ["behavior", Object.keys(component.behaviors)],
    ["transition", edges.map(({ name }) => name)],
    ["use port", uses.map(({ name }) => name)],
    ["provide port", provides.map(({ name }) => name)],
    ["port type", [...uses, ...provides].map(({ type }) => type.name), true],
  ];
  for (const [what, names, title] of all)
    for (const name of new Set(names)) {
      const problem = title ? titleProblem(name) : nameProblem(name);
      if (problem !== undefined) yield badName(what, name, problem);
    }
  for (const name of new Set(edges.flatMap(({ transition }) => transition.limits ?? []))) {
    const problem = name.includes("=") ? `holds a "="` : titleProblem(name);
    if (problem !== undefined) yield badName("limit", name, problem);
  }
}

export const badName = (what: string, name: string, problem: string): Remark =>
  error("MADEUS_BAD_NAME", `the name of the ${what} ${quote(name)} ${problem}`);

/** Ports name places and transitions alike, so no two of either may have one name. */
export function* duplicateNames({ places, edges }: Outline): Generator<Remark> {
  const owners = new Map<string, string[]>();
  const claim = (name: string, owner: string): void => {
    const present = owners.get(name);
    if (present === undefined) owners.set(name, [owner]);
    else present.push(owner);
  };
  for (const place of places) claim(place, "a place");
  for (const { name, behavior } of edges) claim(name, `a transition of ${quote(behavior)}`);
  for (const [name, [first, ...others]] of owners)
    for (const other of others) {
      const twice = first === other ? `${first} twice` : `${first} and of ${other}`;
      yield error("MADEUS_DUPLICATE_NAME", `${quote(name)} is the name of ${twice}`);
    }
}

/** Numbers that mean nothing: no attempts, no time, a limit in a name that cannot be given. */
export function* badNumbers({ edges, uses }: Outline): Generator<Remark> {
  const bad = (subject: string, must: string, value: number): Remark =>
    error("MADEUS_BAD_NUMBER", `${subject} must be ${must}, but is ${value}`);
  for (const { name, transition } of edges) {
    const { retry = { attempts: 1 }, timeoutMs = 1, durationS = 0 } = transition;
    const subject = (field: string): string => `${field} of the transition ${quote(name)}`;
    if (!isWhole(retry.attempts) || retry.attempts < 1)
      yield bad(subject("retry.attempts"), "a whole number, 1 or more", retry.attempts);
    for (const field of ["delayMs", "delayMaxMs"] as const) {
      const delayMs = retry[field] ?? 0;
      if (!isTimeMs(delayMs)) yield bad(subject(`retry.${field}`), timeMust("0 or more"), delayMs);
    }
    if (!isTimeMs(timeoutMs) || timeoutMs <= 0)
      yield bad(subject("timeoutMs"), timeMust("more than 0"), timeoutMs);
    if (!(durationS >= 0 && durationS < Infinity))
      yield bad(subject("durationS"), "0 or more", durationS);
  }
  for (const { name, min } of uses)
    if (min !== undefined && (!isWhole(min) || min < 0))
      yield bad(`min of the use port ${quote(name)}`, "a whole number, 0 or more", min);
}

/** Timers take no more than this many milliseconds; they would end at once. */
const timeMsMax = 2 ** 31 - 1;
const timeMust = (least: string): string => `${least} and at most ${timeMsMax} (24 days)`;
const isTimeMs = (value: number): boolean => value >= 0 && value <= timeMsMax;
const isWhole = (value: number): boolean => Number.isInteger(value);
