/** Is a component well-formed? All that is wrong with it, whatever made it. */
import { joinsNeverMet, joinsOfChoices } from "./check-joins.ts";
import { cycles, unknownPlaces, unreachablePlaces } from "./check-lifecycle.ts";
import { badNames, badNumbers, duplicateNames } from "./check-names.ts";
import { bindings, gaps, neverGiven } from "./check-ports.ts";
import type { Finding } from "./code.ts";
import type { AnyComponent } from "./component.ts";
import { componentForm } from "./declaration.ts";
import { error, finding, type Remark } from "./finding.ts";
import { isObject } from "./form.ts";
import { quote } from "./name.ts";
import { outlineOf } from "./outline.ts";

/** In the order in which their findings are told. */
const rules = [
  badNames,
  duplicateNames,
  badNumbers,
  unknownPlaces,
  cycles,
  unreachablePlaces,
  joinsOfChoices,
  joinsNeverMet,
  bindings,
  gaps,
  neverGiven,
];

/** Everything that is wrong with one component; it may be any value. O(its places and transitions), for each of its ports. */
export function componentFindings(value: unknown): readonly Finding[] {
  const { name, at } = isObject(value) ? value : {};
  const subject = typeof name === "string" ? `component ${quote(name)}` : "a component";
  const problems = componentForm(value, []);
  const remarks =
    problems.length > 0
      ? problems.map((problem) => error("MADEUS_MALFORMED", problem))
      : outlinedRemarks(value as AnyComponent);
  return remarks.map((remark) => finding(subject, at, remark));
}

function outlinedRemarks(component: AnyComponent): readonly Remark[] {
  const outline = outlineOf(component);
  return rules.flatMap((rule) => [...rule(outline)]);
}
