/**
 * proveNet: the same of a net by itself, as files hold them: that every run ends, and where a goal is given, that it ends there. What it has
 * found is told in the names of its places and transitions.
 */
import type { Finding } from "../../model/code.ts";
import type { Position } from "../../model/position.ts";
import { type ExploreOptions, type Exploration, explore, verdictOf } from "../explore/explore.ts";
import type { Net } from "../net.ts";
import type { Marking } from "../explore/player.ts";
import type { Verdict } from "./case.ts";
import { causeOf } from "../explore/siphon.ts";
import { slice } from "../explore/slice.ts";
import { undecided } from "./undecided.ts";

export interface NetProof {
  readonly verdict: Verdict;
  readonly net: Net;
  readonly exploration: Exploration;
  /** Terminal markings, up to a hundred: place → tokens, of those that are marked. */
  readonly finals: readonly Tokens[];
  /** Those in which the goal is not marked. */
  readonly deadlocks: readonly Tokens[];
  readonly findings: readonly Finding[];
}
export type Tokens = Readonly<Record<string, number>>;

/** @param goal  places that are to be marked at every end; none: every end is good */
export function proveNet(
  net: Net,
  goal: readonly number[],
  { at, ...options }: ExploreOptions & { readonly at?: Position | undefined } = {},
): NetProof {
  const isFinal = (marking: Marking): boolean => goal.every((place) => (marking[place] ?? 0) > 0);
  const exploration = explore(net, { ...options, isFinal });
  const verdict = verdictOf(exploration);
  const { terminals } = exploration;
  const lost = terminals.filter((one) => !one.isFinal);
  return {
    verdict,
    net,
    exploration,
    finals: terminals.map(({ marking }) => tokensOf(net, marking)),
    deadlocks: lost.map(({ marking }) => tokensOf(net, marking)),
    findings: [
      ...lost.slice(0, toldMax).map(({ marking, trace }) => stuck(net, goal, marking, trace, at)),
      ...endless(net, exploration, at),
      ...unsafe(net, exploration, at),
      ...(verdict === "unknown" ? [undecided(at, [{ exploration }])] : []),
    ],
  };
}
const toldMax = 10;

const tokensOf = (net: Net, marking: Marking): Tokens =>
  Object.fromEntries(
    Array.from({ length: net.placeCount }, (_, place) => place).flatMap((place) => {
      const tokens = marking[place] ?? 0;
      return tokens === 0 ? [] : [[net.placeName(place), tokens]];
    }),
  );

/** Why a place of the goal has no token. */
function stuck(
  net: Net,
  goal: readonly number[],
  marking: Marking,
  trace: Uint32Array,
  at: Position | undefined,
): Finding {
  const place = goal.find((one) => (marking[one] ?? 0) === 0) ?? 0;
  const name = net.placeName(place);
  const cause = causeOf(net, marking, trace, place);
  const reason = cause?.reason ?? [];
  const events = slice(net, trace, { emptied: reason });
  const waits = (cause?.chain ?? []).map(({ place: empty, giver }, depth) => {
    const by = giver === undefined ? "nothing gives it one" : `${net.transitionName(giver)} would`;
    return { text: `${indent(depth)}${net.placeName(empty)} has no token: ${by}`, at };
  });
  const run = names(events.map((event) => net.transitionName(trace[event] ?? 0)));
  return {
    code: "MADEUS_DEADLOCK",
    severity: "error",
    at,
    text: `it ends without a token in ${name}`,
    hint: undefined,
    ...(cause !== undefined && { kind: kinds[cause.kind] }),
    because: [...shortened(waits), ...(run === "" ? [] : [{ text: `after: ${run}`, at }])],
  };
}
const kinds = { cycle: "cycle", "never given": "never provided", taken: "withdrawn" } as const;
const indent = (depth: number): string => "  ".repeat(Math.min(depth, 8));

function endless(net: Net, { lasso }: Exploration, at: Position | undefined): readonly Finding[] {
  if (lasso === undefined) return [];
  const round = names([...lasso.loop].map(net.transitionName));
  return [
    {
      code: "MADEUS_ENDLESS",
      severity: "error",
      at,
      text: `it may go on for ever: ${round}, and again`,
      hint: "take a token in the loop that nothing gives back",
      because: [{ text: `it comes there after ${lasso.stem.length} transitions`, at }],
    },
  ];
}

function unsafe(
  net: Net,
  { unsafe: found }: Exploration,
  at: Position | undefined,
): readonly Finding[] {
  if (found === undefined) return [];
  const text = `${net.placeName(found.place)} may get several tokens, after ${found.trace.length} transitions`;
  return [{ code: "MADEUS_SECOND_TOKEN", severity: "warning", at, text, hint: undefined }];
}

/** A few names; of more the first and the last. */
function names(all: readonly string[]): string {
  if (all.length <= namesMax) return all.join(", ");
  return [
    ...all.slice(0, namesMax - 3),
    `… (${all.length - namesMax + 1} more)`,
    ...all.slice(-2),
  ].join(", ");
}
const namesMax = 12;

const shortened = <One>(all: readonly One[]): readonly One[] =>
  all.length <= namesMax ? all : [...all.slice(0, namesMax - 2), ...all.slice(-2)];
