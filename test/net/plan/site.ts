/** Small sites for the tests of changes: what stands and what is wanted in a line each, and the program between them in words. */
import { expect } from "vitest";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { type Many, type PortType, many, service } from "../../../src/model/port.ts";
import { type Instruction, portName, programOf } from "../../../src/model/program.ts";
import { changeTo } from "../../../src/net/plan/change.ts";
import { type Wanted, type WantedInstance, systemOf } from "../../../src/net/plan/system.ts";
import { proveFrom } from "../../../src/net/proof/proof.ts";
import { assembled } from "../../../src/semantics/assembled.ts";
import { Configuration } from "../../../src/semantics/configuration.ts";
import { instructionText } from "../../../src/semantics/lack-program.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { standing } from "./changing.ts";

const Up: PortType<"service"> = service("up");
const ManyUp: Many = many(Up, { min: 0 });

/** Behavior → its transitions, each `name: from -> to`. */
type Behaviors = Readonly<Record<string, readonly string[]>>;
interface Ports {
  /** Port → what it is bound to; of a name that ends in `s` there may be any number of providers. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  /** Where it provides `up`. */
  readonly up?: readonly string[];
}

/** A type with the places off, set and run, and behaviors that lead from each to the others; `more` adds behaviors or replaces them. */
export function type(
  name: string,
  { uses = {}, up = ["run"] }: Ports = {},
  more: Behaviors = {},
): AnyComponent {
  const behaviors: Behaviors = {
    deploy: ["install: off -> set", "start: set -> run"],
    suspend: ["pause: run -> set"],
    update: ["renew: run -> set"],
    uninstall: ["quit: run -> set", "remove: set -> off"],
    ...more,
  };
  const lines = Object.values(behaviors).flatMap((line) => line.map(edgeOf));
  return component({
    name,
    places: [...new Set(["off", "set", "run", ...lines.flatMap(([, { from, to }]) => [from, to])])],
    initial: "off",
    uses: Object.fromEntries(
      Object.entries(uses).map(([port, bound]) => [
        port,
        { type: port.endsWith("s") ? ManyUp : Up, in: [...bound] },
      ]),
    ),
    provides: { up: { type: Up, in: [...up] } },
    behaviors: Object.fromEntries(
      Object.entries(behaviors).map(([word, line]) => [word, Object.fromEntries(line.map(edgeOf))]),
    ),
  });
}

function edgeOf(line: string): readonly [string, { readonly from: string; readonly to: string }] {
  const [name = "", from = "", to = ""] = line.split(/: | -> /);
  return [name, { from, to }];
}

/** An instance, alone or with how it is wanted. */
type Wish = AnyComponent | (Omit<WantedInstance, "component"> & { readonly type: AnyComponent });
export interface Site {
  readonly instances: Readonly<Record<string, Wish>>;
  /** Each `web.db db`: a use, and who provides. */
  readonly wires: readonly string[];
}
export const site = (instances: Site["instances"], ...wires: readonly string[]): Site => ({
  instances,
  wires,
});

/** The site deployed; then these `instance.behavior` are asked for. */
export function deployed({ instances, wires }: Site, ...asked: readonly string[]): Configuration {
  const c = new Configuration();
  const names = Object.keys(instances);
  const adds = Object.entries(instances).map(
    ([instance, wish]): Instruction => ({ op: "add", instance, component: typeOf(wish) }),
  );
  const connects = wiringsOf(wires).map((one): Instruction => ({ op: "connect", ...one }));
  settle(c, {
    type: "program",
    instructions: [...adds, ...connects, ...names.map((name) => push(`${name}.deploy`))],
  });
  const { outcome } = settle(c, { type: "program", instructions: asked.map(push) });
  expect(outcome).toBe("done");
  return c;
}

const push = (text: string): Instruction => {
  const { instance, port: behavior } = portName(text);
  return { op: "changeBehavior", instance, behavior };
};
const typeOf = (wish: Wish): AnyComponent => ("type" in wish ? wish.type : wish);
const wiringsOf = (wires: readonly string[]) =>
  wires.map((wire) => {
    const [use = "", provider = ""] = wire.split(" ");
    return { use: portName(use), provide: { instance: provider, port: "up" } };
  });

export const wantedIn = ({ instances, wires }: Site): Wanted => ({
  instances: new Map(
    Object.entries(instances).map(([name, wish]): readonly [string, WantedInstance] => [
      name,
      "type" in wish ? { ...wish, component: wish.type } : { component: wish },
    ]),
  ),
  connections: wiringsOf(wires),
});

/** What leads from one to the other in words; it has been proved, and has been seen to end where the other is. */
export function changeOf(c: Configuration, to: Site, atOnce = false): readonly string[] {
  const { instructions, obstacles } = changeTo(systemOf(c), wantedIn(to), atOnce);
  expect(obstacles).toEqual([]);
  const program = programOf(assembled(c, { name: "site", hosts: {}, on: [] }), instructions);
  expect(proveFrom(program, c, { isTimed: false }).verdict).toBe("proved");
  expect(settle(c, { type: "program", instructions }).outcome).toBe("done");
  expect(standing(c)).toEqual(standing(deployed(to)));
  return instructions.map(instructionText);
}

/** What keeps the one from becoming the other. */
export const obstaclesOf = (c: Configuration, to: Site): readonly string[] =>
  changeTo(systemOf(c), wantedIn(to)).obstacles;
