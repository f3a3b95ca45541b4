/**
 * From which version of its component each instance was made, as a fold of the steps of all runs.
 *
 * An operator mends the file while an instance is half made, and goes on: what has come to its end under the mended file is as that says.
 */
import { componentVersion } from "../store/component-version.ts";
import { describedType } from "../store/declaration.ts";
import type { State } from "./fold.ts";

/** instance → version. */
export class Versions extends Map<string, string> {
  /** Instances in the behavior by which they left their initial places. */
  readonly inTheMaking: Set<string> = new Set();

  /** Forgets it. */
  override delete(instance: string): boolean {
    this.inTheMaking.delete(instance);
    return super.delete(instance);
  }

  /** Knows all that another one knows. */
  take(other: Versions): void {
    for (const [instance, version] of other) this.set(instance, version);
    for (const instance of other.inTheMaking) this.inTheMaking.add(instance);
  }
}

/** Who leaves the initial place is made anew until that behavior has finished; who has finished `update` is as the component is now. */
export function noteVersion(
  { configuration: c, declared, versions }: Pick<State, "configuration" | "declared" | "versions">,
  rule: "leave" | "finish",
  instance: number,
  element: number,
): void {
  if (declared.length === 0 || !c.exists(instance)) return;
  const { initial, behaviors, component } = c.life(instance);
  const name = c.names[instance] ?? "";
  if (rule === "leave" && element !== initial) return;
  if (rule === "leave") versions.inTheMaking.add(name);
  else if (!versions.inTheMaking.delete(name) && behaviors[element] !== "update") return;
  for (const declaration of declared) {
    const description = describedType(declaration, component.name, name);
    if (description === undefined) continue;
    versions.set(name, componentVersion(description));
    return;
  }
}
