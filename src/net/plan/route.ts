/** Routes: the passages that lead an instance from where it stands to where it is wanted, one after the other. */
import type { Slots } from "../translate/outcome.ts";
import { type Interface, type Stand, interfaceFrom, isHeldAt } from "./interface.ts";
import type { Passage } from "./passage.ts";

export interface Errand {
  readonly from: Slots;
  readonly to: Slots;
  /** A behavior that it is to pass, by number. */
  readonly via?: number | undefined;
  /** Service ports that it is to let go of, all at one stand. */
  readonly release?: ReadonlySet<number>;
  /** Places that it is to leave. */
  readonly renew?: ReadonlySet<number>;
}
export interface Route {
  readonly passages: readonly Passage[];
  /** How many of them lead to the first stand at which everything is let go of. */
  readonly letGo: number;
}

/**
 * The route that takes the least time, and of those the one with the fewest passages; undefined: there is none. A behavior that may end in
 * several ways counts as one that ends in the first. Worked out once for each errand.
 */
export function routeOf(face: Interface, errand: Errand): Route | undefined {
  const { from, to, via, release, renew } = errand;
  const key = [from, to, [via], listed(release), listed(renew)].join(" ");
  let ofFace = known.get(face);
  if (ofFace === undefined) known.set(face, (ofFace = new Map()));
  if (!ofFace.has(key)) ofFace.set(key, found(face, errand));
  return ofFace.get(key);
}
const known = new WeakMap<Interface, Map<string, Route | undefined>>();
const listed = (some: ReadonlySet<number> = none): string => [...some].sort((a, z) => a - z).join();
const none: ReadonlySet<number> = new Set();

function found(face: Interface, errand: Errand): Route | undefined {
  const { from, renew = none } = errand;
  const stands = standsFrom(face, from);
  const begin = { places: from, passages: [], halt: -1, passed: false, unrenewed: renew };
  const open = [node(face, errand, begin)];
  const seen = new Set<string>();
  for (let at = takeNearest(open); at !== undefined; at = takeNearest(open)) {
    const key = `${at.places.join()} ${at.halt >= 0} ${at.passed} ${listed(at.unrenewed)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (isThere(errand, at)) return { passages: at.passages, letGo: at.halt };
    const told = new Set<number>();
    for (const passage of stands.get(at.places.join())?.passages ?? []) {
      if (told.has(passage.behavior)) continue;
      told.add(passage.behavior);
      open.push(after(face, errand, at, passage));
    }
  }
  return undefined;
}

interface Node {
  readonly places: Slots;
  readonly passages: readonly Passage[];
  readonly costS: number;
  /** How many passages lead to where everything is let go of; -1: it has not been. */
  readonly halt: number;
  readonly passed: boolean;
  readonly unrenewed: ReadonlySet<number>;
}

const node = (face: Interface, errand: Errand, at: Omit<Node, "costS">): Node => ({
  ...at,
  costS: at.passages.reduce((sum, one) => sum + costOf(face, errand, one), 0),
  halt:
    at.halt < 0 && [...(errand.release ?? none)].every((q) => !isHeldAt(face.life, q, at.places))
      ? at.passages.length
      : at.halt,
});

/** Only `uninstall` takes away all that was made: who goes to the beginning to stay is led by another behavior only if there is no way by it. */
function costOf(
  { life }: Interface,
  { to, via }: Errand,
  { behavior, durationS }: Passage,
): number {
  const isLeaving = to.join() === `${life.initial}` && via === undefined;
  const isDetour = isLeaving && life.behaviors[behavior] !== "uninstall";
  return durationS + passageS + (isDetour ? detourS : 0);
}
/** So that fewer passages are preferred, whatever takes no time. */
const passageS = 1e-3;
const detourS = 1e9;

const after = (face: Interface, errand: Errand, at: Node, passage: Passage): Node =>
  node(face, errand, {
    places: passage.to,
    passages: [...at.passages, passage],
    halt: at.halt,
    passed: at.passed || passage.behavior === errand.via,
    unrenewed: at.unrenewed.difference(leftIn(face, passage)),
  });

/** The places that are left in a passage, to be come by again; what is brought forward by `update` is not begun anew by it. */
const leftIn = ({ life }: Interface, { behavior, fires }: Passage): ReadonlySet<number> =>
  life.behaviors[behavior] === "update"
    ? none
    : new Set(fires.map(({ transition }) => life.transitions[transition]?.source ?? -1));

const isThere = ({ to, via }: Errand, { places, halt, passed, unrenewed }: Node): boolean =>
  halt >= 0 && (via === undefined || passed) && unrenewed.size === 0 && places.join() === to.join();

function takeNearest(open: Node[]): Node | undefined {
  let best = 0;
  for (const [k, { costS }] of open.entries()) if (costS < (open[best]?.costS ?? 0)) best = k;
  return open.splice(best, 1)[0];
}

/** It may stand where its behaviors do not lead from the initial place, e.g. after a withdrawal. */
function standsFrom(face: Interface, from: Slots): ReadonlyMap<string, Stand> {
  const known = new Map(face.stands.map((stand) => [stand.places.join(), stand]));
  if (known.has(from.join())) return known;
  const more = interfaceFrom(face.life, [from]).stands;
  return new Map([...known, ...more.map((stand) => [stand.places.join(), stand] as const)]);
}
