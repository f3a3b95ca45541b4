/**
 * Random layered assemblies in which nothing can go wrong by itself, and runs of them.
 *
 * Every instance uses some of the layer before it: services and values, of one provider or of many, in a transition or in its last
 * place.
 */
import fc from "fast-check";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { data, many, service } from "../../src/model/port.ts";
import { type Instruction, portName } from "../../src/model/program.ts";
import { advance } from "../../src/semantics/advance.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";
import type { Event } from "../../src/semantics/event.ts";
import { everything } from "../../src/semantics/step.ts";

export interface Plan {
  readonly name: string;
  readonly places: number;
  /** Does it come to its last place by two ways? */
  readonly forks: boolean;
  readonly uses: readonly Use[];
}
interface Use {
  readonly port: string;
  readonly providers: readonly string[];
  readonly isData: boolean;
  /** Counted through its transitions; for a service its last place follows them. */
  readonly where: number;
}

const uses = fc.array(
  fc.record({
    of: fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }),
    isData: fc.boolean(),
    where: fc.nat(9),
  }),
  { minLength: 1, maxLength: 3 },
);
const instances = fc.array(
  fc.record({ places: fc.integer({ min: 2, max: 4 }), forks: fc.boolean(), uses }),
  { minLength: 10, maxLength: 60, size: "max" },
);

/** Assemblies of 10 to 60 instances in 2 to 6 layers. */
export const layered: fc.Arbitrary<readonly Plan[]> = fc
  .record({ layers: fc.integer({ min: 2, max: 6 }), drawn: instances })
  .map(({ layers, drawn }) => {
    const width = Math.ceil(drawn.length / layers);
    return drawn.map(({ uses: wanted, ...rest }, k): Plan => {
      const layer = Math.floor(k / width);
      const before = (one: number): string => `i${(layer - 1) * width + (one % width)}`;
      const own = wanted.map(({ of, ...use }, u) => {
        return { ...use, port: `u${u}`, providers: [...new Set(of.map(before))] };
      });
      return { ...rest, name: `i${k}`, uses: layer === 0 ? [] : own };
    });
  });

const Ready = service("ready");
const Address = data("address", { port: Number });

/** `p0 -> p1 -> …`; `tune` stays in the group of `ready`, `suspend` leaves it. */
export function typeOf({ places: count, forks, uses: wanted, name }: Plan): AnyComponent {
  const places = Array.from({ length: count }, (_, k) => `p${k}`);
  const last = lastPlace({ places: count });
  const steps = places.slice(1).map((to, k) => [`t${k + 1}`, { from: `p${k}`, to }] as const);
  const side = forks ? [["side", { from: `p${count - 2}`, to: last }] as const] : [];
  const behaviors = {
    deploy: Object.fromEntries([...steps, ...side]),
    tuning: { tune: { from: last, to: "tuned" } },
    suspending: { suspend: { from: last, to: "p0" } },
  };
  const boundTo = ({ isData, where }: Use): string => {
    const elements = [...Object.keys(behaviors.deploy), ...(isData ? [] : [last])];
    return elements[where % elements.length] ?? last;
  };
  return component({
    name: `type of ${name}`,
    places: [...places, "tuned"],
    initial: "p0",
    uses: Object.fromEntries(
      wanted.map((use) => {
        const one = use.isData ? Address : Ready;
        const type = use.providers.length === 1 ? one : many(one, { min: use.providers.length });
        return [use.port, { type, in: [boundTo(use)] }];
      }),
    ),
    provides: {
      ready: { type: Ready, in: [last, "tuned"] },
      address: { type: Address, in: ["p1"] },
    },
    behaviors,
  });
}

export const lastPlace = ({ places }: Pick<Plan, "places">): string => `p${places - 1}`;

/** Adds and connects all of them. */
export const assembling = (all: readonly Plan[]): readonly Instruction[] => [
  ...all.map((plan): Instruction => ({ op: "add", instance: plan.name, component: typeOf(plan) })),
  ...all.flatMap(({ name, uses: wanted }) =>
    wanted.flatMap(({ port, providers, isData }) =>
      providers.map((provider): Instruction => {
        const provide = portName(`${provider}.${isData ? "address" : "ready"}`);
        return { op: "connect", use: { instance: name, port }, provide };
      }),
    ),
  ),
];

/** What becomes of the action of one transition, `instance.transition`. */
export interface Spoiled {
  readonly transition: string;
  readonly how: "failed" | "unknown";
}

/** Tells `c` an event and lets it run until nothing moves; actions end in an order that is drawn. */
export function run(c: Configuration, event: Event, drawn: number, spoiled?: Spoiled): void {
  const atWork = [...advance(c, event)].filter(({ rule }) => rule === "fire");
  for (let k = 0; atWork.length > 0; k++) {
    const [step] = atWork.splice((drawn + 7 * k) % atWork.length, 1);
    const { instance = 0, element: transition = 0 } = step ?? {};
    const name = `${c.names[instance]}.${c.life(instance).transitions[transition]?.name}`;
    const how = name === spoiled?.transition ? spoiled.how : "ended";
    const after = advance(c, outcome(c, instance, transition, how));
    atWork.push(...[...after].filter(({ rule }) => rule === "fire"));
  }
}

function outcome(
  c: Configuration,
  instance: number,
  transition: number,
  how: Spoiled["how"] | "ended",
): Event {
  if (how === "unknown") return { type: how, instance, transition };
  const error = { code: "PLANTED", message: "exit 1" };
  return how === "failed"
    ? { type: how, instance, transition, error }
    : { type: how, instance, transition, values: everything(c, instance) };
}
