/**
 * OpenStack as it was really deployed with Madeus, Kolla's way and Aeolus' way, to be replayed: eleven components, their dependencies and
 * the times that each of their transitions took. `openstack-trace/README.md` says where the times come from.
 *
 *     madeus simulate assemblies/openstack-trace.ts
 *     madeus deploy assemblies/openstack-trace.ts --set scale=0.01
 *
 * Each action sleeps for as long as it took, or for that share of it that `scale` says.
 */
import { readFileSync } from "node:fs";
import { setting } from "madeus";
import { coarse } from "./openstack-trace/coarse.ts";
import { fine } from "./openstack-trace/fine.ts";
import { type Replay, replay } from "./openstack-trace/replay.ts";

/** Where the container images come from: `cached` on the host, a `local` registry, or a `remote` one. */
const images = setting("images", String, "cached");
/** How components are split into transitions: 31 (`fine`), 16 (`pulled`: pull, then the rest) or 11 (`whole`). */
const split = setting("split", String, "fine");
const scale = setting("scale", Number, 1);

const forms = {
  fine: { of: fine, mode: "dag_nt4" },
  pulled: { of: (took: Replay) => coarse(took, { pulls: true }), mode: "dag_2t" },
  whole: { of: (took: Replay) => coarse(took, { pulls: false }), mode: "seq_1t" },
} as const;

function chosen() {
  const form = Object.hasOwn(forms, split) ? forms[split as keyof typeof forms] : undefined;
  if (form === undefined) throw new Error(`split is fine, pulled or whole, not "${split}"`);
  const file = `./openstack-trace/durations/${images}-${form.mode}.json`;
  const runsS = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  return form.of(replay(runsS, scale));
}

export const openstack = chosen();
