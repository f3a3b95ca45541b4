/**
 * Checks by induction that places said to be apart are never marked together.
 *
 * A claim is two places that never hold tokens together, or one place that never holds two tokens. It holds at the start, and it
 * stays so if each transition that gives one of the places a token takes the other's last one, or needs a place that another claim
 * keeps apart from it. Claims that support each other in a circle are sound: all of them hold at the start, and none can break first.
 */
import type { Net } from "../net.ts";
import { row } from "../rows.ts";

/** Two places, or twice the same. */
export type Claim = readonly [place: number, other: number];

export interface Claims {
  /** Was it proved? */
  readonly isProved: (claim: Claim) => boolean;
  /** How many were looked at: those asked about, and those that they rest on. */
  readonly count: number;
  /** There were too many to look at: none was proved. */
  readonly isCut: boolean;
}

/**
 * Proves what can be proved of `asked`. O(claims · arcs at their places).
 *
 * @param never  transitions that are known never to fire
 * @param supportsMax  how many other claims are tried to support a claim against one transition
 * @param claimsMax  how many are looked at in all: for more nobody waits
 */
export function proveApart(
  net: Net,
  asked: Iterable<Claim>,
  never: (transition: number) => boolean,
  supportsMax = 16,
  claimsMax = 1_000_000,
): Claims {
  const key = ([p, q]: Claim): number => Math.min(p, q) * net.placeCount + Math.max(p, q);
  const claims = new Map<number, Claim>();
  for (const claim of asked) claims.set(key(claim), claim);
  /** Claim → for each transition that may break it, the claims one of which must hold. */
  const needs = new Map<number, readonly (readonly number[])[]>();
  const dependents = new Map<number, number[]>();
  const failed = new Set<number>();
  for (const [k, claim] of claims) {
    if (claims.size > claimsMax) return { isProved: () => false, count: claims.size, isCut: true };
    const options = isTrueAtStart(net, claim) ? supports(net, claim, never, supportsMax) : [[]];
    for (const support of options.flat()) {
      claims.set(key(support), claims.get(key(support)) ?? support);
      const those = dependents.get(key(support));
      if (those === undefined) dependents.set(key(support), [k]);
      else those.push(k);
    }
    needs.set(
      k,
      options.map((those) => those.map(key)),
    );
  }
  const isLost = (k: number): boolean =>
    needs.get(k)?.some((options) => options.every((option) => failed.has(option))) ?? true;
  const queue = [...claims.keys()];
  for (const k of queue) {
    if (failed.has(k) || !isLost(k)) continue;
    failed.add(k);
    queue.push(...(dependents.get(k) ?? []));
  }
  return {
    isProved: (claim) => claims.has(key(claim)) && !failed.has(key(claim)),
    count: claims.size,
    isCut: false,
  };
}

function isTrueAtStart({ initial }: Net, [p, q]: Claim): boolean {
  const [first, second] = [initial[p] ?? 0, initial[q] ?? 0];
  return p === q ? first <= 1 : first === 0 || second === 0;
}

/** For each transition that may break the claim, claims of which one must hold so that it does not. */
function supports(
  net: Net,
  [p, q]: Claim,
  never: (transition: number) => boolean,
  supportsMax: number,
): readonly (readonly Claim[])[] {
  const sides = p === q ? [[p, p] as const] : [[p, q] as const, [q, p] as const];
  return sides.flatMap(([given, kept]) =>
    [...new Set(row(net.producers, given))]
      .filter((t) => !never(t))
      .map((t) => [...supportsAgainst(net, t, given, kept).take(supportsMax)]),
  );
}

/** Claims each of which keeps `t`, which gives `given` a token, from breaking the claim that `kept` has none then. */
function* supportsAgainst(net: Net, t: number, given: number, kept: number): Generator<Claim> {
  const consumed = row(net.consumed, t);
  const tokens = row(net.produced, t).filter((p) => p === kept).length;
  if (tokens !== (given === kept ? 1 : 0)) return;
  // Before it the place held no more than the token that it takes.
  if (consumed.includes(kept)) yield [kept, kept];
  // It cannot fire while there is a token on the place.
  for (const rows of [net.consumed, net.read])
    for (const p of row(rows, t)) if (p !== kept && net.apart(p, kept)) yield [p, kept];
}
