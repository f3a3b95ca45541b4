/** A spine as entries of the tree that a queue or a rope is kept as: its parts, each with its row and its place in it in the name. */
import type { MadeusError } from "../../model/code.ts";
import { damagedObject } from "../object-fault.ts";
import type { TreeEntry } from "../object-tree.ts";
import { entryOf, padded, partOf } from "./part.ts";
import { type Rows, type Spine, spineOf } from "./spine.ts";

/** E.g. `front0-03-0-1` for the fourth of the first row, a leaf that holds one element. */
export const entriesOf = ({ fronts, backs }: Spine): readonly TreeEntry[] => [
  ...rowEntries("front", fronts),
  ...rowEntries("back", backs),
];

/** The inverse, for entries in any order. @throws MadeusError  `MADEUS_OBJECT_DAMAGED` */
export function spineIn(entries: readonly TreeEntry[]): Spine {
  const ends = { front: [] as Draft[], back: [] as Draft[] };
  for (const entry of entries) {
    const [, end, row, place] = /^(front|back)(\d{1,2})-(\d\d)-/.exec(entry.name) ?? [];
    const part = partOf(entry, entry.name.slice(entry.name.indexOf("-") + 1));
    if ((end !== "front" && end !== "back") || part.height > Number(row)) throw notInRow(entry);
    (ends[end][Number(row)] ??= [])[Number(place)] = part;
  }
  return spineOf(whole(ends.front), whole(ends.back));
}

const notInRow = ({ name }: TreeEntry): MadeusError =>
  damagedObject("tree", `${JSON.stringify(name)} is not the name of a part in a row`);

type Draft = (Rows[number][number] | undefined)[];

function whole(rows: readonly (Draft | undefined)[]): Rows {
  return Array.from(rows, (row = []) =>
    Array.from(row, (part) => {
      if (part === undefined) throw damagedObject("tree", "a part in a row is missing");
      return part;
    }),
  );
}

const rowEntries = (end: "front" | "back", rows: Rows): readonly TreeEntry[] =>
  rows.flatMap((row, k) => row.map((part, at) => entryOf(part, `${end}${k}-${padded(at)}-`)));
