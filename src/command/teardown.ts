/** `down` as what is written in the journal (semantics §5): what is under way is withdrawn, then all is taken apart. Pure. */
import { type Configuration, none, nothing } from "../semantics/configuration.ts";
import { type Disassembly, disassembly } from "../semantics/disassembly.ts";
import type { Entry } from "../store/journal.ts";

export interface Teardown extends Disassembly {
  /** What sends instances back to where they were in one piece, or lets them go on, and forgets what was still to come. */
  readonly first: readonly Entry[];
}

export function teardown(c: Configuration): Teardown {
  const busy = [...c.all()].filter((instance) => c.behavior(instance) !== nothing);
  const { leaving = [], others = [] } = Object.groupBy(busy, (one) =>
    isLeaving(c, one) ? "leaving" : "others",
  );
  const first = givingUp(others.map((one) => c.names[one] ?? ""));
  return { ...disassembly(c), first: [...first, ...leaving.flatMap((one) => again(c, one))] };
}

/** It is being uninstalled, and goes on with that: what it used where it came from may be gone. */
const isLeaving = (c: Configuration, instance: number): boolean =>
  c.queue(instance).every(({ behavior }) => c.life(instance).behaviors[behavior] === "uninstall");

/** Its actions that failed, were cut off or did not begin. */
const again = (c: Configuration, instance: number): readonly Entry[] =>
  c
    .life(instance)
    .transitions.filter(({ on }) => c.mark(instance, on) !== none)
    .map(({ name: transition }) => ({
      type: "refire",
      instance: c.names[instance] ?? "",
      transition,
    }));

/**
 * Nothing starts until what was still to come is forgotten and these have been withdrawn. In this order: who has been withdrawn goes on with
 * what it is asked next.
 */
export const givingUp = (busy: readonly string[]): readonly Entry[] => [
  { type: "stop" },
  { type: "abandon" },
  ...busy.map((instance): Entry => ({ type: "withdraw", instance })),
  { type: "go" },
];
