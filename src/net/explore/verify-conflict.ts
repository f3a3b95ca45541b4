/**
 * Checks that transitions conflict no more than was said.
 *
 * Two that need one place, from which one of them takes, must be listed, or one of them never fires, or places that they need are apart.
 * So it is known why one run decides, or why a search could leave transitions out.
 */
import { isEmptySiphon } from "./verify.ts";
import type { Net } from "../net.ts";
import { row } from "../rows.ts";
import { type Claim, proveApart } from "./verify-apart.ts";

export interface ConflictCheck {
  readonly isRight: boolean;
  /** How many claims that places are apart, or hold one token, were looked at. */
  readonly claimCount: number;
  /** Pairs of transitions that conflict, as far as can be told, although it was not said. */
  readonly missing: readonly (readonly [transition: number, other: number])[];
  /** There was too much to look at: of what is missing nothing is known. */
  readonly isCut: boolean;
}

/** How many claims are tried for a pair, and to support a claim: mostly the first holds. */
const rounds = [1, 4, 16];
/** Up to how many pairs of places that two transitions need are looked at. */
const pairsMax = 2 ** 16;

/**
 * O(pairs of transitions at one place).
 *
 * @param isListed  was it said of the two transitions that they conflict?
 * @param unmarked  places that never hold a token: a siphon, empty at the start
 */
export function verifyConflicts(
  net: Net,
  isListed: (transition: number, other: number) => boolean,
  unmarked: Iterable<number>,
): ConflictCheck {
  const empty = new Set(unmarked);
  if (!isEmptySiphon(net, empty, net.initial)) empty.clear();
  const never = (t: number): boolean =>
    row(net.consumed, t).some((p) => empty.has(p)) || row(net.read, t).some((p) => empty.has(p));
  let missing = [...rivals(net, never)].filter(([t, u]) => !isListed(t, u));
  let claimCount = 0;
  for (const claimsMax of rounds) {
    const claims = missing.map(([t, u]) => [...apartInputs(net, t, u).take(claimsMax)]);
    const proof = proveApart(net, claims.flat(), never, claimsMax);
    claimCount += proof.count;
    if (proof.isCut) return { isRight: false, claimCount, missing, isCut: true };
    missing = missing.filter((_, k) => claims[k]?.some(proof.isProved) !== true);
  }
  return { isRight: missing.length === 0, claimCount, missing, isCut: false };
}

/** Pairs of transitions that need one place, from which the first takes. */
function* rivals(
  net: Net,
  never: (transition: number) => boolean,
): Generator<readonly [transition: number, other: number]> {
  for (let p = 0; p < net.placeCount; p++) {
    const consumers = row(net.consumers, p);
    const readers = row(net.readers, p);
    if (consumers.length === 0 || consumers.length + readers.length < 2) continue;
    const takers = new Set(consumers.filter((t) => takes(net, t, p) && !never(t)));
    const users = new Set([...consumers, ...readers].filter((u) => !never(u)));
    for (const t of takers) for (const u of users) if (t !== u) yield [t, u];
  }
}

/** Does the place have fewer tokens after the transition? */
function takes(net: Net, t: number, p: number): boolean {
  const count = (places: Uint32Array): number => places.filter((one) => one === p).length;
  return count(row(net.consumed, t)) > count(row(net.produced, t));
}

/** Places that the one needs and places that the other needs, which are said to be apart. */
function* apartInputs(net: Net, t: number, u: number): Generator<Claim> {
  const inputs = (one: number): number[] => [...row(net.consumed, one), ...row(net.read, one)];
  const others = inputs(u);
  const mine = inputs(t).slice(0, Math.ceil(pairsMax / Math.max(1, others.length)));
  for (const p of mine) for (const q of others) if (p !== q && net.apart(p, q)) yield [p, q];
}
