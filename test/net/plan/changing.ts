/**
 * Random systems of instances that use those before them, and what becomes of them: some go, some come, some are brought up to date or
 * made anew, some are connected otherwise.
 *
 * Every type deploys in a line, and its other behaviors lead from each of its places down to the first one and back: so that a change has a
 * way, whatever it is. They differ in what is held while they withdraw.
 */
import fc from "fast-check";
import { type AnyComponent, type Transition, component } from "../../../src/model/component.ts";
import { data, many, service } from "../../../src/model/port.ts";
import { type Instruction, portName } from "../../../src/model/program.ts";
import type { Wanted, WantedInstance } from "../../../src/net/plan/system.ts";
import type { Wiring } from "../../../src/semantics/assembled.ts";
import { Configuration } from "../../../src/semantics/configuration.ts";
import { canonical } from "../../../src/semantics/explore.ts";
import { settle } from "../../../src/semantics/settle.ts";

const Ready = service("ready");
const Address = data("address", { port: Number });

/** How a type goes out of service: at once, or by a place at which it still serves. */
type Leaves = "at once" | "drained";
interface Shape {
  readonly places: number;
  readonly forks: boolean;
  readonly leaves: Leaves;
}
/**
 * When a use is needed: while a transition of `deploy` runs, as long as it is deployed, or to the end of its withdrawal, too; once more at
 * the end of that, or at its begin.
 */
type Span = "start" | "value" | "deployed" | "withdrawn" | "cleanup" | "parting";
interface Use {
  readonly port: string;
  readonly span: Span;
  readonly isMany: boolean;
}
export interface Member {
  readonly name: string;
  readonly component: AnyComponent;
  /** Made anew, or new, it has this type. */
  readonly other: AnyComponent;
  readonly uses: readonly Use[];
}
/** An instance of one system, with its connections. */
export interface Part {
  readonly member: Member;
  readonly component: AnyComponent;
  readonly wires: readonly Wiring[];
}
export interface Turn {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
  readonly updated: ReadonlySet<string>;
  readonly anew: ReadonlySet<string>;
  /** Who of those before has been suspended. */
  readonly asleep: ReadonlySet<string>;
}

const shapes = fc.record({
  places: fc.integer({ min: 3, max: 4 }),
  forks: fc.boolean(),
  leaves: fc.constantFrom<Leaves>("at once", "at once", "drained"),
});
const plainSpans: readonly Span[] = ["start", "value", "deployed", "deployed", "withdrawn"];
const spans: readonly Span[] = [...plainSpans, "cleanup", "cleanup", "parting"];
const membersWith = (some: readonly Span[]) =>
  fc.record({
    shape: shapes,
    other: shapes,
    uses: fc.array(fc.record({ span: fc.constantFrom(...some), isMany: fc.boolean() }), {
      maxLength: 3,
      size: "max",
    }),
    wires: fc.array(fc.nat(99), { minLength: 6, maxLength: 6 }),
    fate: fc.constantFrom("stays", "stays", "stays", "rewired", "goes", "comes", "updated", "anew"),
  });
type Drawn = ReturnType<typeof membersWith> extends fc.Arbitrary<infer T> ? T : never;

export interface TurnSizes {
  readonly instancesMin?: number;
  readonly instancesMax: number;
  /** Nobody is suspended before, and nobody needs a provider once more to clean up: there is always a way back. */
  readonly isPlain?: boolean;
}

/** Systems of so many instances, and what becomes of them. */
export const turns = (sizes: TurnSizes): fc.Arbitrary<Turn> => {
  const { instancesMin: minLength = 2, instancesMax: maxLength, isPlain = false } = sizes;
  const drawn = membersWith(isPlain ? plainSpans : spans);
  return fc
    .record({
      drawn: fc.array(drawn, { minLength, maxLength, size: "max" }),
      /** Is who uses added before who provides? */
      isReversed: fc.boolean(),
      /** How many are up; those after them have been suspended. */
      up: isPlain ? fc.constant(maxLength) : fc.oneof(fc.constant(maxLength), fc.nat(maxLength)),
    })
    .map((plan) => ({ ...turnOf(plan), [fc.toStringMethod]: () => JSON.stringify(plan) }));
};

function turnOf({
  drawn,
  isReversed,
  up,
}: {
  readonly drawn: readonly Drawn[];
  readonly isReversed: boolean;
  readonly up: number;
}): Turn {
  const all = drawn.map((one, k) => memberOf(one, k));
  const fateOf = (k: number): Drawn["fate"] | undefined => (k === 0 ? "stays" : drawn[k]?.fate);
  const named = (fate: Drawn["fate"]): ReadonlySet<string> =>
    new Set(all.flatMap(({ name }, k) => (fateOf(k) === fate ? [name] : [])));
  const before = partsOf(all, drawn, (k) => fateOf(k) !== "comes", 0);
  const kept = partsOf(all, drawn, (k) => fateOf(k) !== "goes", 0);
  const rewired = partsOf(all, drawn, (k) => fateOf(k) !== "goes", 3);
  const [anew, other] = [named("anew"), named("rewired")];
  const after = kept.map((part, k): Part => {
    const { member, wires } = other.has(part.member.name) ? (rewired[k] ?? part) : part;
    return { member, wires, component: anew.has(member.name) ? member.other : member.component };
  });
  const asleep = new Set(before.slice(up).map(({ member }) => member.name));
  const [first, then] = isReversed ? [before.toReversed(), after.toReversed()] : [before, after];
  return { before: first, after: then, updated: named("updated"), anew, asleep };
}

function memberOf({ shape, other, uses }: Drawn, k: number): Member {
  const own = (k === 0 ? [] : uses).map((use, u) => ({ ...use, port: `u${u}` }));
  return {
    name: `i${k}`,
    component: typeOf(`t${k % 4}`, shape, own),
    other: typeOf(`t${k % 4} anew`, other, own),
    uses: own,
  };
}

/** Those that are there; each uses some of those before it. */
function partsOf(
  all: readonly Member[],
  drawn: readonly Drawn[],
  isThere: (k: number) => boolean,
  turned: number,
): readonly Part[] {
  return all.flatMap((member, k) => {
    if (!isThere(k)) return [];
    const others = all.slice(0, k).filter((_, other) => isThere(other));
    const numbers = drawn[k]?.wires ?? [];
    const wires = member.uses.flatMap(({ port, isMany, span }, u) => {
      const chosen = [0, 1].map((n) => numbers[(2 * u + n + turned) % numbers.length] ?? 0);
      const providers = chosen.slice(0, isMany ? 2 : 1).map((n) => others[n % others.length]);
      return [...new Set(providers)].flatMap((provider) => {
        const provide = portName(`${provider?.name}.${span === "value" ? "address" : "ready"}`);
        return [{ use: { instance: member.name, port }, provide }];
      });
    });
    return [{ member, component: member.component, wires }];
  });
}

/** `p0 -> p1 -> …`, and down again. */
function typeOf(name: string, shape: Shape, uses: readonly Use[]): AnyComponent {
  const behaviors = behaviorsOf(shape);
  const last = `p${shape.places - 1}`;
  const isDrained = shape.leaves === "drained";
  const places = [...placesOf(shape), ...(isDrained ? ["drained"] : [])];
  const known = new Set([...places, ...Object.values(behaviors).flatMap(Object.keys)]);
  return component({
    name,
    places,
    initial: "p0",
    uses: Object.fromEntries(
      uses.map(({ port, span, isMany }) => {
        const one = span === "value" ? Address : Ready;
        const bound = elementsOf(span, shape).filter((element) => known.has(element));
        return [port, { type: isMany ? many(one, { min: 0 }) : one, in: bound }];
      }),
    ),
    provides: {
      ready: { type: Ready, in: isDrained ? [last, "drained"] : [last] },
      address: { type: Address, in: ["p1"] },
    },
    behaviors,
  });
}

const placesOf = ({ places }: Shape): readonly string[] =>
  Array.from({ length: places }, (_, k) => `p${k}`);

function behaviorsOf(shape: Shape): Readonly<Record<string, Record<string, Transition>>> {
  const places = placesOf(shape);
  const [below = "", last = ""] = places.slice(-2);
  const steps = places.slice(1).map((to, k) => [`t${k + 1}`, { from: `p${k}`, to }] as const);
  const down = places.slice(1, -1);
  const out = (word: string): readonly (readonly [string, Transition])[] =>
    shape.leaves === "at once"
      ? [[word, { from: last, to: below }]]
      : [
          [word, { from: last, to: "drained" }],
          [`${word}Rest`, { from: "drained", to: below }],
        ];
  return {
    deploy: acting([
      ...steps,
      ...(shape.forks ? [["side", { from: below, to: last }] as const] : []),
    ]),
    suspend: acting(out("pause")),
    update: acting(out("renew")),
    uninstall: acting([
      ...out("quit"),
      ...down.map((from, k) => [`down${k + 1}`, { from, to: `p${k}` }] as const),
    ]),
  };
}

/** What a use is bound to, of a type that has all of it. */
function elementsOf(span: Span, { places }: Shape): readonly string[] {
  const [start, last] = [`t${places - 1}`, `p${places - 1}`];
  const away = ["renew", "pause", "quit"];
  const held = [start, last, "drained"];
  const bound: Readonly<Record<Span, readonly string[]>> = {
    start: ["t2"],
    value: ["t2"],
    deployed: held,
    withdrawn: [...held, ...away, ...away.map((word) => `${word}Rest`)],
    cleanup: [start, "down1"],
    parting: away,
  };
  return bound[span];
}

const acting = (
  transitions: readonly (readonly [string, Transition])[],
): Record<string, Transition> =>
  Object.fromEntries(transitions.map(([name, one]) => [name, { ...one, run: async () => {} }]));

/** Deploys some from nothing. */
export const deploying = (parts: readonly Part[]): readonly Instruction[] => [
  ...parts.map(
    ({ member, component }): Instruction => ({ op: "add", instance: member.name, component }),
  ),
  ...parts.flatMap(({ wires }) => wires.map((one): Instruction => ({ op: "connect", ...one }))),
  ...parts.map(
    ({ member }): Instruction => ({
      op: "changeBehavior",
      instance: member.name,
      behavior: "deploy",
    }),
  ),
  { op: "wait", instances: [] },
];

/** All deployed from nothing, and some suspended again. */
export function deployed(
  parts: readonly Part[],
  asleep: ReadonlySet<string> = new Set(),
): Configuration {
  const c = new Configuration();
  settle(c, { type: "program", instructions: deploying(parts) });
  // Users before their providers.
  for (const instance of [...asleep].reverse()) {
    const instructions: readonly Instruction[] = [
      { op: "changeBehavior", instance, behavior: "suspend" },
    ];
    settle(c, { type: "program", instructions });
  }
  return c;
}

export const wantedIn = ({ after, updated, anew }: Turn): Wanted => ({
  instances: new Map(
    after.map(({ member: { name }, component }): readonly [string, WantedInstance] => [
      name,
      { component, ...(updated.has(name) && { via: "update" }), anew: anew.has(name) },
    ]),
  ),
  connections: after.flatMap(({ wires }) => wires),
});

/** All but how far its program has come. */
export const standing = (c: Configuration): readonly string[] => canonical(c).split("\n").slice(1);
