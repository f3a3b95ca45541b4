/** `down` as what is written in the journal (semantics §5): what is under way is withdrawn, then all is taken apart. Pure. */
import { type Configuration, nothing } from "../semantics/configuration.ts";
import { type Disassembly, disassembly } from "../semantics/disassembly.ts";
import type { Entry } from "../store/journal.ts";

export interface Teardown extends Disassembly {
  /** What sends every instance back to where it was in one piece, and forgets what was still to come. */
  readonly first: readonly Entry[];
}

export function teardown(c: Configuration): Teardown {
  const busy = [...c.all()].filter((instance) => c.behavior(instance) !== nothing);
  return { ...disassembly(c), first: givingUp(busy.map((one) => c.names[one] ?? "")) };
}

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
