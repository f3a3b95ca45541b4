/** `madeus describe`: what somebody who writes programs needs to know of the components of a file, and nothing else. */
import { type Assembly, isAssembly } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import type { AnyComponent } from "../model/component.ts";
import { refuseErrors } from "../model/finding.ts";
import type { Program } from "../model/program.ts";
import { type Interface, type Stand, heldAt, interfaceOf } from "../net/plan/interface.ts";
import type { Passage, PortEvent } from "../net/plan/passage.ts";
import { type Lifecycle, lifecycle } from "../semantics/lifecycle.ts";
import type { DescribeEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { seconds, some } from "./forecast.ts";
import type { InterfaceLine } from "./line.ts";
import { chooseDeclaration, load } from "./load.ts";
import { type Output, paint } from "./output.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";

export const describeVerb: Verb<FileFlags, "describe"> = {
  name: "describe",
  summary: "say what each behavior of a component does, as a program sees it",
  args: {
    ...fileArguments,
    "[export]": "which of them; or of the only one an instance or a component",
  },
  flags: withFileFlags,
  examples: {
    "madeus describe": "the components of what ./assembly.ts exports",
    "madeus describe site.ts web": "one component of them",
    "madeus describe site.ts --json": "the same for another program",
  },
  notes: [
    "For each place at which an instance may stand: what it uses and provides there, and for each behavior where it",
    "leads, how long that takes by the declaration, and in which order ports come and go, each served as soon as it",
    "is needed. A behavior that may end in several ways is told once for each.",
  ],
  perform: describe,
};

async function describe({ args, flags, to }: Call<FileFlags>): Promise<DescribeEnding> {
  const loaded = await load(args[0], flags.set);
  const [, asked] = args;
  const isExport =
    asked === undefined || loaded.assemblies.has(asked) || loaded.programs.has(asked);
  const [, declared] = chooseDeclaration(loaded, isExport ? asked : undefined);
  refuseErrors(wellFormed(declared));
  const meant = ([instance, { name }]: readonly [string, AnyComponent]): boolean =>
    isExport || [instance, name].includes(asked);
  const components = Map.groupBy(instancesOf(declared).filter(meant), ([, one]) => one);
  // It tells what there is.
  if (components.size === 0) chooseDeclaration(loaded, asked);
  for (const [component, instances] of components) {
    const names = instances.map(([name]) => name);
    const face = interfaceOf(lifecycle(component));
    to.object(interfaceLine(face, names));
    tell(to, face, names);
  }
  return { outcome: "done", exitCode: exit.done, components: components.size };
}

/** All that are there or come. */
function instancesOf(declared: Assembly | Program): readonly (readonly [string, AnyComponent])[] {
  if (isAssembly(declared)) return Object.entries<AnyComponent>(declared.components);
  const added = declared.instructions.flatMap((one) =>
    one.op === "add" ? [[one.instance, one.component] as const] : [],
  );
  return [...Object.entries<AnyComponent>(declared.from.components), ...added];
}

function tell(to: Output, { life, stands, isCut }: Interface, names: readonly string[]): void {
  to.result(`${paint.bold(life.component.name)} (${some(names)})`);
  for (const stand of stands) {
    to.result(`  ${paint.bold(placesText(life, stand.places))}${portsText(life, stand)}`);
    for (const passage of stand.passages)
      for (const line of passageLines(life, passage)) to.result(`    ${line}`);
  }
  if (isCut) to.result("  … and more");
}

const placesText = ({ places }: Lifecycle, slots: readonly number[]): string =>
  slots.map((place) => places[place]).join(" and ");

function portsText(life: Lifecycle, { places }: Stand): string {
  const namesOf = (side: "use" | "provide"): string =>
    heldAt(life, side, places)
      .map((port) => life.ports[port]?.name)
      .join(", ");
  const [uses, provides] = [namesOf("use"), namesOf("provide")];
  const told = [
    ...(provides === "" ? [] : [`provides ${provides}`]),
    ...(uses === "" ? [] : [`uses ${uses}`]),
  ];
  return told.length === 0 ? "" : `: ${told.join("; ")}`;
}

function passageLines(life: Lifecycle, passage: Passage): readonly string[] {
  const { behavior, to, durationS, fires, events } = passage;
  const chosen = fires.flatMap(({ transition, dock }) =>
    dock === undefined
      ? []
      : [
          `${life.transitions[transition]?.name} chooses ${life.stations[life.docks[dock]?.station ?? -1]?.name}`,
        ],
  );
  const where = chosen.length === 0 ? "" : ` where ${chosen.join(" and ")}`;
  const head = `${life.behaviors[behavior]} → ${placesText(life, to)}${where}, ${seconds(durationS)}`;
  return [head, ...events.map((event) => `  ${eventText(life, event)}`)];
}

function eventText({ ports }: Lifecycle, { atS, port, what }: PortEvent): string {
  const { name = "", side = "use" } = ports[port] ?? {};
  return `${`+${seconds(atS)}`.padStart(7)} ${words[side][what]} ${name}`;
}
const words: Readonly<Record<"use" | "provide", Readonly<Record<PortEvent["what"], string>>>> = {
  use: { begins: "takes", ends: "lets go of", reads: "reads", gives: "gives" },
  provide: { begins: "provides", ends: "takes away", reads: "reads", gives: "gives" },
};

function interfaceLine({ life, stands }: Interface, instances: readonly string[]): InterfaceLine {
  const namesAt = (side: "use" | "provide", places: readonly number[]): readonly string[] =>
    heldAt(life, side, places).map((port) => life.ports[port]?.name ?? "");
  const named = (places: readonly number[]): readonly string[] =>
    places.map((place) => life.places[place] ?? "");
  return {
    type: "interface",
    component: life.component.name,
    instances,
    stands: stands.map(({ places, passages }) => ({
      places: named(places),
      uses: namesAt("use", places),
      provides: namesAt("provide", places),
      behaviors: passages.map(({ behavior, to, durationS, events }) => ({
        behavior: life.behaviors[behavior] ?? "",
        to: named(to),
        durationS,
        events: events.map(({ atS, port, what }) => ({
          atS,
          port: life.ports[port]?.name ?? "",
          side: life.ports[port]?.side ?? "use",
          what,
        })),
      })),
    })),
  };
}
