/** May a run go on under the file as it is now (design: the journal pins the declaration)? */
import { MadeusError } from "../model/code.ts";
import type { State } from "../engine/fold.ts";
import { none, nothing } from "../semantics/configuration.ts";
import { type Need, type TypeOf, needsOfBehavior, unmetNeeds } from "../store/compatibility.ts";
import type { Declaration } from "../store/declaration.ts";

/**
 * All that holds tokens or is still to come must exist under its name. Actions, probes and figures may have changed: that is what is
 * mended before a run is resumed.
 *
 * @param which  `moving`: an instance that is idle, and of which `now` knows nothing, keeps the type it has, without code
 * @throws MadeusError  `MADEUS_DECLARATION_CHANGED`, naming all that is missing
 */
export function ensureCompatible(
  state: State,
  before: Declaration,
  now: TypeOf,
  which: "all" | "moving" = "all",
): void {
  const c = state.configuration;
  const isOutside = ({ instance, component }: Need): boolean =>
    which === "moving" &&
    c.behavior(c.number(instance) ?? 0) === nothing &&
    now(component, instance) === undefined;
  const needs = needsOf(state, before).filter((need) => !isOutside(need));
  const unmet = unmetNeeds(needs, before, now);
  if (unmet.length === 0) return;
  throw new MadeusError(
    "MADEUS_DECLARATION_CHANGED",
    `The file has lost what the run still needs: ${unmet.join("; ")}.`,
    {
      hint: "Bring it back under its name, or take the deployment down with the file it was made from.",
    },
  );
}

function needsOf({ configuration: c }: State, declared: Declaration): readonly Need[] {
  const held = [...c.all()].flatMap((instance) => needsOfInstance(c, instance, declared));
  const added = new Map<string, string>();
  const coming = c.program.slice(c.position).flatMap((one) => {
    if (one.op === "add") {
      const { instance, component } = one;
      added.set(instance, component.name);
      return [
        { instance, component: component.name, kind: "place", name: component.initial } as const,
      ];
    }
    if (one.op !== "changeBehavior") return [];
    const instance = c.number(one.instance);
    const component =
      added.get(one.instance) ??
      (instance === undefined ? undefined : c.life(instance).component.name);
    if (component === undefined) return [];
    return needsOfBehavior(declared, one.instance, component, one.behavior);
  });
  return [...held, ...coming];
}

function needsOfInstance(
  c: State["configuration"],
  instance: number,
  declared: Declaration,
): readonly Need[] {
  const life = c.life(instance);
  const about = { instance: c.names[instance] ?? "", component: life.component.name };
  const places = life.places.filter((_, p) => c.mark(instance, p) !== none);
  const connected = life.ports.filter((_, q) => c.firstOf(c.port(instance, q)) !== nothing);
  const moving = life.transitions.flatMap((edge): Need[] => {
    const transition = {
      ...about,
      kind: "transition" as const,
      behavior: life.behaviors[edge.behavior] ?? "",
      name: edge.name,
    };
    if (c.mark(instance, edge.out) !== none)
      return [{ ...transition, from: life.places[edge.source] ?? "" }];
    const arrived = edge.docks.find((d) => c.mark(instance, life.docks[d]?.slot ?? 0) !== none);
    if (arrived !== undefined)
      return [{ ...transition, to: life.stations[life.docks[arrived]?.station ?? -1]?.name ?? "" }];
    return c.mark(instance, edge.on) !== none ? [transition] : [];
  });
  return [
    ...places.map((name): Need => ({ ...about, kind: "place", name })),
    ...connected.map((port): Need => ({ ...about, kind: port.side, name: port.name })),
    ...moving,
    ...c
      .queue(instance)
      .flatMap(({ behavior }) =>
        needsOfBehavior(declared, about.instance, about.component, life.behaviors[behavior] ?? ""),
      ),
  ];
}
