/** Reasons told as lines: each indented under what it explains. */
import type { Reason } from "../semantics/why.ts";

const linesMax = 40;

/** At most 40 lines; a reason that stands in several places is told once. */
export function story(reasons: readonly Reason[]): string[] {
  const lines: string[] = [];
  const told = new Set<Reason["text"]>();
  let left = 0;
  const tell = (reason: Reason, depth: number): void => {
    if (told.has(reason.text)) return;
    told.add(reason.text);
    if (lines.length < linesMax) lines.push(`${"  ".repeat(depth)}${reason.text}`);
    else left++;
    for (const one of reason.because) tell(one, depth + 1);
  };
  for (const reason of reasons) tell(reason, 0);
  return left === 0 ? lines : [...lines, `… and ${left} more`];
}
