/** What two branches disagree about, in the words of a deployment: `both rewired web.database: to db2.sql, to db3.sql`. */
import type { Json } from "../store/leaf.ts";
import { leafText } from "../store/leaf.ts";
import { type Conflict, conflictLine } from "../store/merge/merge.ts";
import { nameIn } from "../store/path-name.ts";
import type { Tree } from "../store/tree.ts";

/** A sentence without its end. @param here  what takes in, and what is taken in */
export function conflictText(conflict: Conflict, here: Tree, there: Tree): string {
  const [area = "", first = "", second = "", third = ""] = conflict.path;
  const values = [here.find(conflict.path), there.find(conflict.path)] as const;
  if (area === "assembly" && first === "connections")
    return told(nameIn(second), "rewired", "disconnected", values);
  if (area === "assembly" && first === "instances") {
    const what = verbs[third];
    if (what !== undefined) return told(nameIn(second), what, "taken away", values);
  }
  if (area === "configuration" && second === "places")
    return told(nameIn(first), "moved", "taken away", values);
  return conflictLine(conflict);
}

/** What a change of each leaf of an instance is. */
const verbs: Readonly<Record<string, string>> = {
  type: "replaced",
  version: "changed the version of",
  host: "moved to another host",
};

function told(
  name: string,
  verb: string,
  deleted: string,
  [x, y]: readonly [Json | undefined, Json | undefined],
): string {
  if (x !== undefined && y !== undefined)
    return `both ${verb} ${name}: to ${valueText(x)}, to ${valueText(y)}`;
  const [doer, other, value] = x === undefined ? ["there", "here", y] : ["here", "there", x];
  const done = value === undefined ? "" : ` to ${valueText(value)}`;
  return `${name} was changed${done} ${doer}, and ${deleted} ${other}`;
}

/** Lists of names without the signs of JSON. */
function valueText(value: Json): string {
  if (typeof value === "string") return value;
  const isNames = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isNames ? value.join(" and ") : leafText(value).trimEnd();
}
