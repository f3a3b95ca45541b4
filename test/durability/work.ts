/**
 * What processes do to a state while they are killed, refused or cut off from power.
 *
 * A work says what is acknowledged the moment it is: `record 12` that this record is in the journal, `head main ID` that the branch was
 * moved there, `gone ID` that the object was dropped. Begun again it does what is not done yet, and comes to the same end.
 */
export interface Work {
  /** Makes what it begins from; gives what is acknowledged by then. */
  prepare(directory: string): readonly string[];
  act(directory: string, acting: Acting): void | Promise<void>;
}
export interface Acting {
  readonly say: (word: string) => void;
  readonly durable: boolean;
}

/** Each is loaded when it is wanted: most of a short life is the reading of its sources. */
const works = {
  journal: async () => (await import("./journal-work.ts")).journalWork,
  commit: async () => (await import("./commit-work.ts")).commitWork,
  move: async () => (await import("./commit-work.ts")).moveWork,
  merge: async () => (await import("./exchange-work.ts")).mergeWork,
  bundle: async () => (await import("./exchange-work.ts")).bundleWork,
  prune: async () => (await import("./exchange-work.ts")).pruneWork,
  migration: async () => (await import("./exchange-work.ts")).migrationWork,
  run: async () => (await import("./run-work.ts")).runWork,
} as const satisfies Readonly<Record<string, () => Promise<Work>>>;

export type WorkName = keyof typeof works;
export const workNames: readonly WorkName[] = Object.keys(works) as WorkName[];

export const workOf = (name: WorkName): Promise<Work> => works[name]();
