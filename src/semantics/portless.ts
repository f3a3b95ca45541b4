/** Components without their ports: for whoever asks only where tokens can go. */
import type { AnyComponent } from "../model/component.ts";

/** Its slots have the same numbers. Made once. */
export function portless(component: AnyComponent): AnyComponent {
  let made = known.get(component);
  if (made === undefined) known.set(component, (made = { ...component, uses: {}, provides: {} }));
  return made;
}
const known = new WeakMap<AnyComponent, AnyComponent>();
