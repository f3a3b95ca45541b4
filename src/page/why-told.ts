/** Reasons as a tree that is told once: what several wait for stands under the first of them, and very many are cut off. */
import type { Reason } from "../semantics/why.ts";

export interface Told {
  readonly reason: Reason;
  readonly because: readonly Told[];
}

/** @param most  how many are told; they may be shared and very many, so that they are followed without recursion */
export function toldOf(
  reasons: readonly Reason[],
  most = 60,
): { readonly told: readonly Told[]; readonly more: number } {
  const seen = new Set<string>();
  const told: Told[] = [];
  let more = 0;
  const open = [{ reasons, into: told }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const deeper: typeof open = [];
    for (const reason of next.reasons) {
      if (seen.has(reason.text)) continue;
      seen.add(reason.text);
      if (seen.size > most) {
        more += 1;
        continue;
      }
      const because: Told[] = [];
      next.into.push({ reason, because });
      deeper.push({ reasons: reason.because, into: because });
    }
    open.push(...deeper.toReversed());
  }
  return { told, more };
}
