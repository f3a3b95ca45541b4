/** Branches in memory: for tests and browsers, and for what is tried and then forgotten. */
import { checkBranchName } from "./branch-name.ts";
import type { Branches, Move } from "./branch.ts";
import type { ObjectId } from "./object-id.ts";
import { compareNames } from "./object-tree.ts";

export interface MemoryBranches extends Branches {
  /** Gives what takes back all that is done from now on. */
  mark(): () => void;
}

export function memoryBranches(): MemoryBranches {
  let heads: ReadonlyMap<string, ObjectId> = new Map();
  let moves: readonly Move[] = [];
  let last = 0;
  return {
    find: (name) => heads.get(name),
    list: () =>
      [...heads]
        .map(([name, head]) => ({ name, head }))
        .toSorted((a, b) => compareNames(a.name, b.name)),
    move(name, from, to, reason) {
      if (heads.get(name) !== from) return false;
      if (from === to) return true;
      if (from === undefined) checkBranchName(name, heads.keys());
      const others = [...heads].filter(([other]) => other !== name);
      heads = new Map(to === undefined ? others : [...others, [name, to]]);
      last += 1;
      moves = moves.concat({ ...reason, number: last, branch: name, from, to });
      return true;
    },
    moves: (after = 0) => moves.filter(({ number }) => number > after),
    forget(upTo) {
      moves = moves.filter(({ number }) => number > upTo);
    },
    version: () => last,
    mark() {
      const before = { heads, moves, last };
      return () => void ({ heads, moves, last } = before);
    },
  };
}
