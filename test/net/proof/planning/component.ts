/**
 * The components of the planning cases that were published with Concerto: a provider, a transformer that uses what one provides and
 * provides it in turn, and a user of many at once. What they are configured with is held like a service: to renew it all who hold it
 * must let go.
 */
import { type AnyComponent, type Transition, component } from "../../../../src/model/component.ts";
import { service } from "../../../../src/model/port.ts";

const Config = service("config");
const Service = service("service");

/** 3 places, 5 transitions, 2 ports. */
export const provider: AnyComponent = component({
  name: "provider",
  places: ["undeployed", "configured", "running"],
  initial: "undeployed",
  provides: {
    config: { type: Config, in: ["configured", "running"] },
    service: { type: Service, in: ["running"] },
  },
  behaviors: {
    deploy: {
      configure: { from: "undeployed", to: "configured", durationS: 5 },
      start: { from: "configured", to: "running", durationS: 3 },
    },
    interrupt: { interrupt: { from: "running", to: "configured", durationS: 1 } },
    update: { update: { from: "running", to: "undeployed", durationS: 4 } },
    uninstall: { uninstall: { from: "configured", to: "undeployed", durationS: 2 } },
  },
});

/** 4 places, 8 transitions, 4 ports. */
export const transformer: AnyComponent = component({
  name: "transformer",
  places: ["undeployed", "installed", "configured", "running"],
  initial: "undeployed",
  uses: {
    config: { type: Config, in: ["configure", "configured", "running"] },
    service: { type: Service, in: ["start", "running"] },
  },
  provides: {
    config_out: { type: Config, in: ["configured", "running"] },
    service_out: { type: Service, in: ["running"] },
  },
  behaviors: {
    deploy: {
      install: { from: "undeployed", to: "installed", durationS: 6 },
      configure: { from: "installed", to: "configured", durationS: 2 },
      start: { from: "configured", to: "running", durationS: 1 },
    },
    interrupt: { interrupt: { from: "running", to: "configured", durationS: 1 } },
    update: {
      suspend: { from: "running", to: "configured", durationS: 2 },
      clear: { from: "configured", to: "installed", durationS: 1 },
    },
    uninstall: {
      unload: { from: "configured", to: "installed", durationS: 1 },
      uninstall: { from: "installed", to: "undeployed", durationS: 2 },
    },
  },
});

/** 4 + 2n places, 3 + 4n transitions, 2 + 2n ports: uses `config1` and `service1`, `config2` and `service2`, … */
export function parallelUser(n: number): AnyComponent {
  const all = <Value>(of: (i: number) => Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.assign({}, ...Array.from({ length: n }, (_, k) => of(k + 1)));
  const numbers = Array.from({ length: n }, (_, k) => k + 1);
  return component({
    name: "parallel_user",
    places: [
      "undeployed",
      "allocated",
      ...numbers.map((i) => `installed${i}`),
      "configured",
      "running",
      ...numbers.map((i) => `suspended${i}`),
    ],
    initial: "undeployed",
    uses: {
      ...all((i) => ({ [`config${i}`]: { type: Config, in: configured(i) } })),
      ...all((i) => ({
        [`service${i}`]: { type: Service, in: ["start", "running", `suspended${i}`] },
      })),
    },
    provides: {
      config: { type: Config, in: ["configured", "running"] },
      service: { type: Service, in: ["running"] },
    },
    behaviors: {
      deploy: {
        allocate: { from: "undeployed", to: "allocated", durationS: 4 },
        ...all((i) => ({
          [`install${i}`]: edge("allocated", `installed${i}`, 1 + (i % 3)),
          [`configure${i}`]: edge(`installed${i}`, "configured", 2),
        })),
        start: { from: "configured", to: "running", durationS: 2 },
      },
      interrupt: all((i) => ({
        [`suspend${i}`]: edge("running", `suspended${i}`, 1 + (i % 2)),
        [`resume${i}`]: edge(`suspended${i}`, "configured", 1),
      })),
      uninstall: { uninstall: { from: "configured", to: "undeployed", durationS: 3 } },
    },
  });
}

/** Where the user holds what it was configured with. */
const configured = (i: number): readonly string[] => [
  `install${i}`,
  `installed${i}`,
  "configured",
  "running",
  `suspended${i}`,
];

const edge = (from: string, to: string, durationS: number): Transition => ({ from, to, durationS });
