/** A spine cut in two at a position. What is not cut through is in one half or the other as it was. */
import type { Objects } from "../objects.ts";
import { type Part, partsIn } from "./part.ts";
import { type Spine, emptySpine, setRow, spineOf } from "./spine.ts";

export interface Cut {
  readonly before: Spine;
  readonly after: Spine;
  /** The leaf that the cut goes through, and where; it is in neither half. */
  readonly through?: { readonly leaf: Part; readonly offset: number };
}

/** @param at  0 to the size. Cost: a part read for each row on the way down; nothing is written */
export function cut(objects: Objects, spine: Spine, at: number): Cut {
  if (at <= 0) return { before: emptySpine, after: spine };
  if (at >= spine.size) return { before: spine, after: emptySpine };
  const [before, after] = [draft(), draft()];
  let offset = at;
  let found: Part | undefined;
  const place = (part: Part, rows: "fronts" | "backs", row: number): void => {
    if (found !== undefined || offset === 0) add(after[rows], row, part);
    else if (offset < part.size) found = part;
    else {
      add(before[rows], row, part);
      offset -= part.size;
    }
  };
  for (const [row, parts] of spine.fronts.entries())
    for (const part of parts) place(part, "fronts", row);
  for (const [k, parts] of spine.backs.toReversed().entries())
    for (const part of parts) place(part, "backs", spine.backs.length - 1 - k);
  const through = found === undefined ? undefined : descend(objects, found, offset, before, after);
  return {
    before: spineOf(before.fronts, before.backs),
    after: spineOf(after.fronts, after.backs),
    ...(through !== undefined && { through }),
  };
}

/** Opens what the cut goes through: what is left of it ends the one half, what is right of it begins the other. */
function descend(
  objects: Objects,
  from: Part,
  at: number,
  before: Draft,
  after: Draft,
): Cut["through"] {
  let [part, offset] = [from, at];
  while (part.height > 0) {
    const row = part.height - 1;
    const parts = partsIn(objects, part);
    let k = 0;
    for (; offset >= (parts[k]?.size ?? Infinity); k += 1) offset -= parts[k]?.size ?? 0;
    setRow(before.backs, row, parts.slice(0, k));
    const next = parts[k];
    if (offset === 0 || next === undefined) {
      setRow(after.fronts, row, parts.slice(k));
      return undefined;
    }
    setRow(after.fronts, row, parts.slice(k + 1));
    part = next;
  }
  return { leaf: part, offset };
}

interface Draft {
  readonly fronts: (readonly Part[])[];
  readonly backs: (readonly Part[])[];
}
const draft = (): Draft => ({ fronts: [], backs: [] });

const add = (rows: (readonly Part[])[], row: number, part: Part): void =>
  setRow(rows, row, [...(rows[row] ?? []), part]);
