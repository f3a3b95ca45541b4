/** What ropes read and write, counted, beside a string that is kept as one object. */
import { leafBytes, readLeaf } from "../src/store/leaf.ts";
import { memoryObjects } from "../src/store/memory-objects.ts";
import { blobAt } from "../src/store/objects.ts";
import { type Rope, type Ropes, ropesIn } from "../src/store/rope.ts";
import { chance } from "./chance.ts";
import { valueOf } from "./queue-count.ts";
import { type Tally, mean, talliedObjects } from "./tally.ts";

export const ropeSizes: readonly number[] = [1_000, 10_000, 100_000, 1_000_000];
export const ropeDoings = ["get", "set", "insert", "delete", "append", "split", "merge"] as const;
export type RopeDoing = (typeof ropeDoings)[number];
const times = 40;

/** What each costs on average, in a text of so many characters in lines of thirty, at places by chance. */
export function ropeCosts(size: number): Readonly<Record<RopeDoing, Tally>> {
  const objects = talliedObjects(memoryObjects());
  const ropes = ropesIn(objects);
  const next = chance(size);
  const rope = ropes.make(textOf(size));
  const other = ropes.make(textOf(size));
  const average = (work: () => unknown): Tally =>
    mean(Array.from({ length: times }, () => objects.tally(() => void work())));
  return {
    get: average(() => ropes.get(rope, next(size))),
    set: average(() => ropes.set(rope, next(size), "x")),
    insert: average(() => ropes.insert(rope, next(size), "a further line of text\n")),
    delete: average(() => ropes.delete(rope, next(size - 30), 30)),
    append: average(() => ropes.append(rope, other)),
    split: average(() => ropes.split(rope, next(size))),
    merge: mean(
      Array.from({ length: times }, () => {
        const [x, y] = [changed(ropes, rope, next, 0), changed(ropes, rope, next, 1)];
        return objects.tally(() => valueOf(ropes.merge(rope, x, y)));
      }),
    ),
  };
}

/** The same with one object for all of the text: each is read whole and written whole. */
export function stringCosts(size: number): Readonly<Record<RopeDoing, Tally>> {
  const objects = talliedObjects(memoryObjects());
  const text = textOf(size);
  const put = (value: string): string => objects.put({ kind: "blob", bytes: leafBytes(value) });
  const get = (id: string): string => {
    const value = readLeaf(blobAt(objects, id).bytes);
    return typeof value === "string" ? value : "";
  };
  const id = put(text);
  const half = Math.floor(size / 2);
  return {
    get: objects.tally(() => get(id)),
    set: objects.tally(() => put(get(id))),
    insert: objects.tally(() => put(`${get(id)}a further line of text\n`)),
    delete: objects.tally(() => put(get(id).slice(30))),
    append: objects.tally(() => put(get(id) + get(id))),
    split: objects.tally(() => [get(id).slice(0, half), get(id).slice(half)].map(put)),
    merge: objects.tally(() => put(get(id) + get(id).slice(0, 0) + get(id).slice(0, 0))),
  };
}

/** Five lines are put in, in every second tenth of the text, so that no other side changes the same place. */
function changed(ropes: Ropes, from: Rope, next: (below: number) => number, first: 0 | 1): Rope {
  let rope = from;
  const lines = Math.floor(ropes.length(from) / lineLength);
  for (let tenth = 8 + first; tenth >= 0; tenth -= 2) {
    const inside = 1 + next(Math.max(1, Math.floor(lines / 10) - 2));
    const line = Math.floor((tenth * lines) / 10) + inside;
    rope = ropes.insert(rope, line * lineLength, "a further line of text\n");
  }
  return rope;
}

const lineLength = 30;
const textOf = (size: number): string => {
  const lines = Array.from(
    { length: Math.ceil(size / lineLength) },
    (_, k) => `${`line ${k} of a text`.padEnd(lineLength - 1)}\n`,
  );
  return lines.join("").slice(0, size);
};
