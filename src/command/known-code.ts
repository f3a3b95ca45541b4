/**
 * Does the file say what instances do that are to move? One whose component it does not know would do nothing, and be taken as moved; one
 * that got another component of the same name would take something else away.
 */
import type { State } from "../engine/fold.ts";
import { MadeusError } from "../model/code.ts";
import { quote, quoteAll } from "../model/name.ts";
import type { Instruction } from "../model/program.ts";
import { nothing } from "../semantics/configuration.ts";
import type { Catalog } from "../store/catalog.ts";

/**
 * Of all that stands and is asked for something.
 *
 * @param state  under the types of the file
 * @throws MadeusError  `MADEUS_UNKNOWN_TYPE`
 */
export function ensureKnown(
  { configuration: c, catalog }: Pick<State, "configuration" | "catalog">,
  instructions: readonly Instruction[],
): void {
  for (const { instance, behavior } of asked(instructions)) {
    const component = componentOf(c, instance);
    if (component === undefined || catalog.find(component, instance) !== undefined) continue;
    throw unknown(catalog, { instance, component }, `is to follow ${quote(behavior)}`);
  }
}

/** The same as sentences: why they cannot be carried out; empty: they can. */
export function unknownIn(
  { configuration: c, catalog }: Pick<State, "configuration" | "catalog">,
  instructions: readonly Instruction[],
): readonly string[] {
  const names = new Set(asked(instructions).map(({ instance }) => instance));
  return [...names].flatMap((instance) => {
    const component = componentOf(c, instance);
    if (component === undefined || catalog.find(component, instance) !== undefined) return [];
    return [
      `the file does not say for certain which ${quote(component)} ${instance} was made from`,
    ];
  });
}

/**
 * Of all that stands, or of what is under way: where several components have the name, is it certain which it is?
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_TYPE`
 */
export function ensureCertain(
  { configuration: c }: Pick<State, "configuration">,
  catalog: Catalog,
  which: "all" | "moving" = "all",
): void {
  for (const number of c.all()) {
    if (which === "moving" && c.behavior(number) === nothing) continue;
    const instance = c.names[number] ?? "";
    const component: string = c.life(number).component.name;
    if (catalog.find(component, instance) !== undefined) continue;
    // One of which the file has none at all is told with all else that it has lost.
    if (namesakesOf(catalog, component, instance).length > 0)
      throw unknown(catalog, { instance, component }, "stands");
  }
}

/** Instances that stand already, by the behaviors that they are asked for. */
function asked(
  instructions: readonly Instruction[],
): readonly Extract<Instruction, { op: "changeBehavior" }>[] {
  const added = new Set<string>();
  return instructions.flatMap((one) => {
    if (one.op === "add") added.add(one.instance);
    return one.op === "changeBehavior" && !added.has(one.instance) ? [one] : [];
  });
}

function componentOf(c: State["configuration"], instance: string): string | undefined {
  const number = c.number(instance);
  return number === undefined ? undefined : c.life(number).component.name;
}

interface Standing {
  readonly instance: string;
  readonly component: string;
}

function unknown(catalog: Catalog, { instance, component }: Standing, does: string): MadeusError {
  const others = namesakesOf(catalog, component, instance);
  if (others.length === 0)
    return new MadeusError(
      "MADEUS_UNKNOWN_TYPE",
      `${instance} ${does}, and nothing here says how: there is no component ${quote(component)}.`,
      { hint: "Export the component from the file for as long as there are instances of it." },
    );
  const why =
    others.length === 1
      ? `there are several components ${quote(component)}`
      : `${quoteAll(others)} share the component name ${quote(component)}, and need not share the component`;
  return new MadeusError(
    "MADEUS_UNKNOWN_TYPE",
    `${instance} ${does}, and it is not certain by which code: ${why}.`,
    {
      hint: `Export the one that ${instance} was made from as ${instance}, for as long as that stands (in a script: components: { ${instance}: … }). Different components are better given different names.`,
    },
  );
}

/** With itself; a name for each, of very many the first. */
function namesakesOf(catalog: Catalog, component: string, instance: string): readonly string[] {
  const others = catalog.namesakes?.(component, instance) ?? [];
  return others.length === 0 ? [] : [...new Set([instance, ...others])];
}
