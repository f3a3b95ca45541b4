/** What a file or a directory belongs to and who may use it: what is asked for, what is there, and what differs. */
import { ensureMode, ensureOwner } from "./name.ts";

/** What is left out stays as it is; of what is new it belongs to the user that runs the step. */
export interface Possession {
  /** `"0644"`, or the number `0o644`. */
  readonly mode?: string | number;
  readonly owner?: string | number;
  readonly group?: string | number;
}

/** As `stat -c "%a %U %G %u %g"` tells it. */
export const statFormat = "%a %U %G %u %g";

/** @throws MadeusError  `MADEUS_BAD_STEP` */
export function cleanPossession({ mode, owner, group }: Possession): Clean {
  return {
    mode: mode === undefined ? "" : ensureMode(mode),
    owner: owner === undefined ? "" : ensureOwner(owner),
    group: group === undefined ? "" : ensureOwner(group),
  };
}
/** Empty where nothing is asked for. */
export interface Clean {
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
}

/** What differs from what `stat` told, e.g. `mode 0644 → 0600`. */
export function differences({ mode, owner, group }: Clean, stat: string): readonly string[] {
  const [bits = "", user = "", team = "", uid = "", gid = ""] = stat.split(" ");
  const now = bits.padStart(4, "0");
  return [
    ...(mode === "" || mode === now ? [] : [`mode ${now} → ${mode}`]),
    ...(owner === "" || [user, uid].includes(owner) ? [] : [`owner ${user} → ${owner}`]),
    ...(group === "" || [team, gid].includes(group) ? [] : [`group ${team} → ${group}`]),
  ];
}
