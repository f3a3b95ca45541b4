/** All that is remembered of deployments, but for the journal: objects, the branches that lead to them, and where they end. */
import type { Boundary } from "./boundary.ts";
import type { Branches } from "./branch.ts";
import { memoryBranches } from "./memory-branches.ts";
import { memoryObjects } from "./memory-objects.ts";
import type { Objects } from "./objects.ts";

export interface Store {
  readonly objects: Objects;
  readonly branches: Branches;
  readonly boundary: Boundary;
  /**
   * What was put, and what `work` puts and moves, is kept from its end on; where it throws, or the disk refuses, no branch has moved,
   * and what was put is kept by the next one that ends well. A move alone is one, too.
   */
  transaction<T>(work: () => T): T;
}

/** A store in memory. What was dropped stays dropped. */
export function memoryStore(): Store {
  const branches = memoryBranches();
  return {
    objects: memoryObjects(),
    branches,
    boundary: new Set(),
    transaction(work) {
      const takeBack = branches.mark();
      try {
        return work();
      } catch (error) {
        takeBack();
        throw error;
      }
    },
  };
}
