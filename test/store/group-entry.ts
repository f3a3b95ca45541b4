/** Records by which a torn commit can be seen: each says its place in its group and the size of that. */
import type { Entry } from "../../src/store/journal.ts";

export const groupEntry = (run: number, group: number, place: number, size: number): Entry => ({
  type: "started",
  instance: `instance-${place}`,
  transition: "install",
  attempt: place,
  key: `${run}/${group}`,
  host: String(size),
});
