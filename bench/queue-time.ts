/** How long a push and a pop take on each kind of objects, as the queue grows and shrinks. */
import { join } from "node:path";
import type { Json } from "../src/store/leaf.ts";
import { memoryObjects } from "../src/store/memory-objects.ts";
import type { Objects } from "../src/store/objects.ts";
import type { Queue } from "../src/store/queue-head.ts";
import { queuesIn } from "../src/store/queue.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteStore } from "../src/store/sqlite-store.ts";
import { gitObjects } from "./git-objects.ts";

/** So many pushes, then as many pops, told in stretches. */
export const operations = 4_500;
export const stretch = 500;
export const backends = ["a list", "in memory", "in SQLite", "in git"] as const;
export type Backend = (typeof backends)[number];

/** Seconds for each stretch of pushes, and for each of pops. */
export interface Times {
  readonly pushS: readonly number[];
  readonly popS: readonly number[];
}

/** @param directory  an empty one */
export function timesOn(backend: Backend, directory: string): Times {
  switch (backend) {
    case "a list":
      return onList();
    case "in memory": {
      const objects = memoryObjects();
      return onObjects({ objects, keep: (work) => work(), reopen: () => objects });
    }
    case "in SQLite":
      return onSqlite(directory);
    case "in git": {
      const objects = gitObjects(directory);
      try {
        return onObjects({ objects, keep: (work) => work(), reopen: () => objects });
      } finally {
        objects.close();
      }
    }
  }
}

/** Each push is committed, and pops read what another opening of the file wrote. */
function onSqlite(directory: string): Times {
  const place = join(directory, "state");
  const file = openStateFile(place, { mode: "create" });
  const store = sqliteStore(file);
  let again: ReturnType<typeof openStateFile> | undefined;
  try {
    return onObjects({
      objects: store.objects,
      keep: (work) => store.transaction(work),
      reopen() {
        file.close();
        again = openStateFile(place, { mode: "read" });
        return sqliteStore(again).objects;
      },
    });
  } finally {
    again?.close();
  }
}

interface Place {
  readonly objects: Objects;
  /** Work whose objects are kept from its end on. */
  keep<T>(work: () => T): T;
  /** The same objects, as who did not write them finds them. */
  reopen(): Objects;
}

function onObjects({ objects, keep, reopen }: Place): Times {
  let queues = queuesIn(objects);
  let queue: Queue = queues.create();
  const pushS = inStretches((k) => {
    queue = keep(() => queues.push(queue, elementOf(k)));
  });
  queues = queuesIn(reopen());
  const popS = inStretches(() => {
    queue = queues.pop(queue)?.rest ?? queue;
  });
  if (!queues.isEmpty(queue)) throw new Error("something is left");
  return { pushS, popS };
}

/** What a program does that keeps nothing. */
function onList(): Times {
  const list: Json[] = [];
  const pushS = inStretches((k) => list.push(elementOf(k)));
  const popS = inStretches(() => list.shift());
  return { pushS, popS };
}

const elementOf = (k: number): Json => ({ behavior: "update", instance: `web${k}` });

/** Seconds for each stretch. */
function inStretches(work: (k: number) => unknown): readonly number[] {
  return Array.from({ length: operations / stretch }, (_, at) => {
    const beganMs = performance.now();
    for (let k = at * stretch; k < (at + 1) * stretch; k += 1) work(k);
    return (performance.now() - beganMs) / 1e3;
  });
}
