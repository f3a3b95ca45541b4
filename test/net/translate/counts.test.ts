/** How many places and transitions the net of an assembly has: a place for each of what the assembly has, a transition for each step. */
import { describe, expect, test } from "vitest";
import { openstack } from "../../../assemblies/openstack-trace.ts";
import { type Assembly, assembly } from "../../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { data, service } from "../../../src/model/port.ts";
import { type Instruction, connections, deployment } from "../../../src/model/program.ts";
import { kinds } from "../../../src/net/translate/sense.ts";
import { type Translation, translate } from "../../../src/net/translate/translate.ts";
import { start } from "../../../src/semantics/explore.ts";
import { lamp } from "../../show/sample.ts";

const Sql = service("sql");
const Address = data("address", { host: String, port: Number });
const places = ["absent", "installed", "running"] as const;
const deploy = {
  install: { from: "absent", to: "installed" },
  start: { from: "installed", to: "running" },
} as const;
const database = component({
  name: "database",
  places,
  initial: "absent",
  provides: {
    address: { type: Address, in: ["installed", "running"] },
    sql: { type: Sql, in: ["running"] },
  },
  behaviors: { deploy },
});
const web = component({
  name: "web",
  places,
  initial: "absent",
  uses: {
    address: { type: Address, in: ["start"] },
    database: { type: Sql, in: ["start", "running"] },
  },
  behaviors: { deploy },
});
/** The one of the README. */
const blog: Assembly = assembly({
  name: "blog",
  components: { db: database, web },
  wires: { web: { address: "db.address", database: "db.sql" } },
}) as never;

const link = component({
  name: "link",
  places: ["off", "on"],
  initial: "off",
  uses: { before: { type: Sql, in: ["start", "on"] } },
  provides: { sql: { type: Sql, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
const names = Array.from({ length: 30 }, (_, k) => `c${k}`);
const chain: Assembly = assembly({
  name: "chain",
  components: { c: database, ...Object.fromEntries(names.map((name) => [name, link])) },
  wires: Object.fromEntries(
    names.map((name, k) => [name, { before: `${k === 0 ? "c" : names[k - 1]}.sql` }]),
  ),
}) as never;

const assemblies = { lamp, blog, chain, openstack: openstack as unknown as Assembly };

describe.each(Object.entries(assemblies))("the net of %s", (_, declared) => {
  const instructions = deployment(declared);
  const translation = translatedProgram(instructions);
  const instances = Object.values(declared.components);

  test("has a place for each place, dock, transition, connection and instruction", () => {
    const slots = instances.flatMap((type) => [
      type.places.length,
      ...transitionsOf(type).map(({ stations }) => 2 + stations.length),
    ]);
    expect(placesOf(translation, "slot")).toBe(sumOf(slots));
    expect(placesOf(translation, "link")).toBe(connections(declared).length);
    expect(placesOf(translation, "program")).toBe(instructions.length + 1);
    expect(placesOf(translation, "turn")).toBe(2 * instances.length);
    expect(placesOf(translation, "asked")).toBe(instances.length);
    expect(placesOf(translation, "absent")).toBe(instances.length);
    for (const none of ["failed", "gone", "failures", "slots"] as const)
      expect(placesOf(translation, none)).toBe(0);
  });

  test("has a transition for each step that there can be", () => {
    const sumOver = (count: (type: AnyComponent) => number): number =>
      sumOf(instances.map((type) => count(type)));
    const all = (type: AnyComponent) => transitionsOf(type);
    expect(stepsOf(translation)).toEqual({
      leave: sumOver((type) => new Set(all(type).map(({ from }) => from)).size),
      fire: sumOver((type) => all(type).length),
      end: sumOver((type) => all(type).flatMap(({ stations }) => stations).length),
      enter: sumOver((type) => new Set(all(type).flatMap(({ stations }) => stations)).size),
      finish: instances.length,
      instruct: instructions.length,
    });
  });
});

describe("a step whose guard may hold in several ways", () => {
  test("has a transition for each of them, and only then", () => {
    const several = Object.entries(assemblies).map(([name, declared]) => [
      name,
      severalOf(translatedProgram(deployment(declared))),
    ]);
    expect(Object.fromEntries(several)).toEqual({
      // A choice that ended up or down; a use of a service released with its connection or without one; values readable before or not.
      lamp: ["end db.install: 2", "enter db.ready: 2", "finish web.deploy: 2"],
      blog: ["enter db.installed: 2", "enter db.running: 2"],
      chain: [],
      openstack: ["fire nova.create_db: 2"],
    });
  });
});

/** The steps that there is more than one transition for, and how many. */
function severalOf({ net }: Translation): readonly string[] {
  const counts = new Map<string, number>();
  for (let t = 0; t < net.transitionCount; t++) {
    const step = net.transitionName(t).replace(/ ~.*/, "");
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].flatMap(([step, count]) => (count > 1 ? [`${step}: ${count}`] : []));
}

function translatedProgram(instructions: readonly Instruction[]): Translation {
  const translation = translate(start(instructions));
  if (translation === undefined) throw new Error("it has too many outcomes");
  return translation;
}

interface Edge {
  readonly from: string;
  readonly stations: readonly string[];
}
const transitionsOf = ({ behaviors }: AnyComponent): readonly Edge[] =>
  Object.values(behaviors["deploy"] ?? {}).map(({ from, to }) => ({
    from,
    stations: typeof to === "string" ? [to] : to,
  }));

const placesOf = ({ net, desk }: Translation, kind: keyof typeof kinds): number =>
  Array.from({ length: net.placeCount }, (_, place) => desk.draft.senseOf(place)).filter(
    (sense) => sense.kind === kinds[kind],
  ).length;

/** Rule → how many different steps there are transitions for. */
function stepsOf({ net, stepOf }: Translation): Record<string, number> {
  const steps = new Map<string, Set<string>>();
  for (let t = 0; t < net.transitionCount; t++) {
    const { rule, member, element } = stepOf(t);
    steps.set(rule, (steps.get(rule) ?? new Set()).add(`${member} ${element}`));
  }
  return Object.fromEntries([...steps].map(([rule, found]) => [rule, found.size]));
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
