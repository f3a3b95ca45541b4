/**
 * Members that are alike are stamped: the net is the one that is made for each of them by itself.
 *
 * Instances are alike only if they are of the same type. So the same assembly with a type of its own for each instance is never stamped.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnyComponent, component } from "../../../src/model/component.ts";
import { data, service } from "../../../src/model/port.ts";
import type { Instruction, PortName } from "../../../src/model/program.ts";
import type { Hazards } from "../../../src/net/translate/hazard.ts";
import { row } from "../../../src/net/rows.ts";
import { type Translation, translate } from "../../../src/net/translate/translate.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import { start } from "../../../src/semantics/explore.ts";
import { instruct, mayInstruct } from "../../../src/semantics/instruction.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import { systems } from "../../oracle/arbitrary.ts";

const copies = 4;

/** How the copies of a system differ. */
interface Twist {
  /** By instruction and copy: is it left out where it can be? */
  readonly isLeft: readonly boolean[];
  /** By copy and use port: to how many copies further on a connection leads. */
  readonly shifts: readonly number[];
}

/** The system several times, with connections from one to the other; `typeOf` gives each instance its type. */
function repeated(
  instructions: readonly Instruction[],
  { isLeft, shifts }: Twist,
  typeOf: (component: AnyComponent) => AnyComponent,
): readonly Instruction[] {
  const own = (name: string, k: number): string => `${name}_${k % copies}`;
  const portOf = ({ instance, port }: PortName, k: number): PortName => ({
    instance: own(instance, k),
    port,
  });
  const copyOf = (one: Instruction, k: number): Instruction => {
    switch (one.op) {
      case "add":
        return { ...one, instance: own(one.instance, k), component: typeOf(one.component) };
      case "connect":
      case "disconnect": {
        const { use, provide } = one;
        const shift = shifts[(3 * k + use.port.charCodeAt(1)) % shifts.length] ?? 0;
        return { ...one, use: portOf(use, k), provide: portOf(provide, k + shift) };
      }
      case "wait":
        return { ...one, instances: one.instances.map((name) => own(name, k)) };
      default:
        return { ...one, instance: own(one.instance, k) };
    }
  };
  return instructions.flatMap((one, index) =>
    Array.from({ length: copies }, (_, k) => k)
      .filter((k) => one.op === "add" || isLeft[(index * copies + k) % isLeft.length] !== true)
      .map((k) => copyOf(one, k)),
  );
}

/** Everything is added and connected, and some steps are taken. */
function begun(instructions: readonly Instruction[], choices: readonly number[]): Configuration {
  const c = start(instructions);
  while (isStructure(c.program[c.position]) && mayInstruct(c)) instruct(c);
  for (const choice of choices) {
    const steps = enabled(c);
    const step = steps[choice % steps.length];
    if (step !== undefined) apply(c, step);
  }
  return c;
}
const isStructure = (one: Instruction | undefined): boolean =>
  one?.op === "add" || one?.op === "connect";

/** All of the net in words that do not hang on the numbers of its places and transitions. */
function textOf({ net }: Translation): { places: string[]; transitions: string[] } {
  const nameOf = (places: Uint32Array): string =>
    Array.from(places, (place) => net.placeName(place))
      .sort()
      .join(", ");
  return {
    places: Array.from(net.initial, (tokens, p) => `${net.placeName(p)} ${tokens}`).sort(),
    transitions: Array.from({ length: net.transitionCount }, (_, t) => {
      const name = net.transitionName(t).replace(/ ~\d+$/, "");
      const [consumed, read, produced] = [net.consumed, net.read, net.produced];
      return `${name}: ${nameOf(row(consumed, t))} | ${nameOf(row(read, t))} | ${nameOf(row(produced, t))}`;
    }).sort(),
  };
}

const hazards = fc.constantFrom<Partial<Hazards>[]>(
  {},
  {},
  { failuresMax: 2, isRefired: true },
  { limits: [{ name: "odd", slots: 2, isAbout: (name) => /[13]$/.test(name) }] },
);

const twists = fc.record({
  isLeft: fc.array(
    fc.nat(5).map((drawn) => drawn === 5),
    { minLength: 29, maxLength: 29 },
  ),
  shifts: fc.array(fc.nat(copies - 1), { minLength: 5, maxLength: 5 }),
});

describe("instances of one type", () => {
  test("have the net that instances of equal types have", () => {
    let [members, transitions] = [0, 0];
    const check = fc.property(
      systems({ instancesMin: 1, instancesMax: 2, instructionsMax: 4 }),
      fc.array(fc.nat(999), { maxLength: 30 }),
      twists,
      hazards,
      ({ instructions }, choices, twist, hazards) => {
        const alike = repeated(instructions, twist, (one) => one);
        const different = repeated(instructions, twist, (one) => ({ ...one }));
        const stamped = translate(begun(alike, choices), hazards);
        const made = translate(begun(different, choices), hazards);
        expect(stamped === undefined).toBe(made === undefined);
        if (stamped === undefined || made === undefined) return;
        expect(textOf(stamped)).toEqual(textOf(made));
        members += stamped.course.members.length;
        transitions += stamped.net.transitionCount;
      },
    );
    fc.assert(check, { numRuns: 60, seed: 1 });
    expect(members).toBeGreaterThan(300);
    expect(transitions).toBeGreaterThan(3_000);
  });
});

describe("instances of one type that differ", () => {
  const Up = service("up");
  const Address = data("address", { host: String });
  const provider = component({
    name: "provider",
    places: ["off", "on"],
    initial: "off",
    provides: { up: { type: Up, in: ["on"] }, at: { type: Address, in: ["on"] } },
    behaviors: {
      deploy: { run: { from: "off", to: "on" } },
      stop: { halt: { from: "on", to: "off" } },
    },
  });
  const user = component({
    name: "user",
    places: ["off", "on"],
    initial: "off",
    uses: {
      left: { type: Up, in: ["run"] },
      right: { type: Up, in: ["run"] },
      from: { type: Address, in: ["run"] },
    },
    behaviors: { deploy: { run: { from: "off", to: "on" } } },
  });

  /** Providers p and q, users u and v; each connection is `user.port provider.port`. */
  const netsOf = (connections: readonly string[], later: readonly Instruction[]) => {
    const all = { p: provider, q: provider, u: user, v: user };
    const program = (typeOf: (component: AnyComponent) => AnyComponent): Instruction[] => [
      ...Object.entries(all).map(
        ([instance, component]) => ({ op: "add", instance, component: typeOf(component) }) as const,
      ),
      ...connections.map((text) => {
        const [use, provide] = text.split(" ").map((end) => {
          const [instance = "", port = ""] = end.split(".");
          return { instance, port };
        });
        return { op: "connect", use, provide } as Instruction;
      }),
      ...later,
    ];
    return [(one: AnyComponent) => one, (one: AnyComponent) => ({ ...one })].map((typeOf) => {
      const translation = translate(begun(program(typeOf), []));
      return translation === undefined ? undefined : textOf(translation);
    });
  };
  const ask = (behavior: string, ...instances: string[]): Instruction[] =>
    instances.map((instance) => ({ op: "changeBehavior", instance, behavior }));
  const wait = (...instances: string[]): Instruction => ({ op: "wait", instances });
  const everywhere = ["u.left p.up", "v.left p.up", "u.right p.up"];
  const deployed = ask("deploy", "p", "q", "u", "v");

  test("in whether two of their ports lead to one place have nets of their own", () => {
    for (const right of ["v.right q.up", "v.right p.up"]) {
      const [stamped, made] = netsOf(
        [...everywhere, right, "u.from q.at", "v.from q.at"],
        deployed,
      );
      expect(stamped?.transitions.length).toBeGreaterThan(20);
      expect(stamped).toEqual(made);
    }
  });

  test("in what was awaited before they were asked have nets of their own", () => {
    const connections = ["u.left p.up", "v.left q.up"];
    const again = [wait("p"), ...ask("stop", "p", "q"), wait(), ...ask("deploy", "q", "p")];
    const [stamped, made] = netsOf(connections, [...deployed, ...again]);
    expect(stamped?.transitions.length).toBeGreaterThan(20);
    expect(stamped).toEqual(made);
  });

  test("in whether their providers may stop have nets of their own", () => {
    const connections = ["u.left p.up", "v.left q.up"];
    const [stamped, made] = netsOf(connections, [...deployed, ...ask("stop", "q")]);
    expect(stamped?.transitions.length).toBeGreaterThan(20);
    expect(stamped).toEqual(made);
  });
});
