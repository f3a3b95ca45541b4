/** May a run go on under the file as it is now? */
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { type ComponentDescription, declarationOf, describedType } from "../store/declaration.ts";
import { openSession } from "./session.ts";

/**
 * The history of a run is replayed with the types as they are declared now; so they must have the structure that they had. Actions may
 * have changed: that is what is mended before a run is resumed.
 *
 * @throws MadeusError  `MADEUS_DECLARATION_CHANGED`, naming every type that differs
 */
export function ensureCompatible(directory: string, assembly: Assembly): void {
  const session = openSession({ directory, mode: "read" });
  try {
    const { pinned, state } = session;
    if (pinned === undefined) return;
    const now = declarationOf(assembly);
    const changed = new Set<string>();
    const c = state.configuration;
    for (const instance of c.all()) {
      const type = c.life(instance).component.name;
      const name = c.names[instance] ?? "";
      const before = describedType(pinned, type, name);
      const after = describedType(now, type, name);
      if (structure(before) !== structure(after)) changed.add(type);
    }
    if (changed.size > 0)
      throw new MadeusError("MADEUS_DECLARATION_CHANGED", `These components no longer have the lifecycle that the run began with: ${[...changed].join(", ")}.`, {
        hint: "Bring the places, transitions and ports back as they were; actions may change.",
      });
  } finally {
    session.close();
  }
}

/** Everything but code and figures, as text. */
const structure = (type: ComponentDescription | undefined): string =>
  JSON.stringify(type, (key, value: unknown) => (ignored.has(key) ? undefined : value)) ?? "";
const ignored = new Set(["run", "probe", "probes", "retry", "timeoutMs", "limits", "durationS", "onUnknown"]);
