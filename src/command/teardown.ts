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
  return {
    ...disassembly(c),
    first: [
      { type: "stop" },
      ...busy.map((one): Entry => ({ type: "withdraw", instance: c.names[one] ?? "" })),
      { type: "abandon" },
      { type: "go" },
    ],
  };
}
