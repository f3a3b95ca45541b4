/**
 * A server that uses many dependencies at once, and a program that updates all of them while it stands aside; for any number of
 * dependencies and any durations.
 *
 *     madeus simulate assemblies/server-dependencies.ts --set dependencies=5
 *     madeus check assemblies/server-dependencies.ts
 *     madeus deploy assemblies/server-dependencies.ts --set scale=0.1
 *     madeus reconfigure assemblies/server-dependencies.ts
 *
 * The server is configured for each dependency as soon as it knows its address, and runs once all of them serve. To be suspended it
 * lets go of them one by one, all at once. Each action is a process that sleeps for as long as it takes.
 */
import {
  type AnyComponent,
  type Assembly,
  type Program,
  type Transition,
  assembly,
  component,
  data,
  reconfigure,
  service,
  setting,
} from "madeus";

/** How long everything takes, in seconds. */
export interface Times {
  readonly server: {
    readonly allocateS: number;
    readonly runS: number;
  };
  /** For each dependency what it takes itself, and what the server does because of it. */
  readonly dependencies: readonly DependencyTimes[];
}
export interface DependencyTimes {
  readonly installS: number;
  readonly runS: number;
  readonly updateS: number;
  readonly configureS: number;
  readonly suspendS: number;
  readonly prepareS: number;
}

const Address = data("address", { ip: String });
const Service = service("service");

/** The server `server` and its dependencies `dep1`, `dep2`, … */
export function serverWith(times: Times): Assembly {
  const numbers = numbersOf(times);
  return assembly({
    name: "server-dependencies",
    components: {
      server: serverOf(times),
      ...Object.fromEntries(times.dependencies.map((one, k) => [`dep${k + 1}`, dependency(one)])),
    },
    wires: {
      server: Object.fromEntries(
        numbers.flatMap((i) => [
          [`ip${i}`, `dep${i}.ip`],
          [`service${i}`, `dep${i}.service`],
        ]),
      ),
    },
  });
}

/** Suspends the server, updates its dependencies, and starts all again. */
export function updateOf(times: Times): Program {
  const dependencies = numbersOf(times).map((i) => `dep${i}`);
  let program: Program = reconfigure(serverWith(times)).changeBehavior("server", "suspend");
  for (const one of dependencies) program = program.changeBehavior(one, "update");
  for (const one of [...dependencies, "server"]) program = program.changeBehavior(one, "deploy");
  return program.wait();
}

/** What the deployment takes: each dependency by itself, and the server after the slowest of its preparations. */
export function deploymentS({ server, dependencies }: Times): number {
  const configuredS = dependencies.map(
    ({ configureS, installS }) => configureS + Math.max(server.allocateS, installS),
  );
  return Math.max(
    ...dependencies.map(({ installS, runS }) => installS + runS),
    server.runS + Math.max(...configuredS),
  );
}

/** What the update takes: a dependency is updated as soon as the server has let go of it. */
export function updateS({ server, dependencies }: Times): number {
  return Math.max(
    ...dependencies.map(({ updateS, suspendS, runS }) => updateS + suspendS + runS),
    server.runS + Math.max(...dependencies.map(({ suspendS, prepareS }) => suspendS + prepareS)),
  );
}

function serverOf({ server, dependencies }: Times): AnyComponent {
  const numbers = dependencies.map((_, k) => k + 1);
  const all = <Value>(of: (times: DependencyTimes, i: number) => readonly [string, Value]) =>
    Object.fromEntries(dependencies.map((times, k) => of(times, k + 1)));
  return component({
    name: "server",
    places: ["undeployed", "allocated", "configured", "running", ...numbers.map(suspended)],
    initial: "undeployed",
    uses: {
      ...all((_, i) => [`ip${i}`, { type: Address, in: [`configure${i}`] }]),
      ...all((_, i) => [`service${i}`, { type: Service, in: ["running", suspended(i)] }]),
    },
    provides: {
      ip: { type: Address, in: ["allocated"] },
      service: { type: Service, in: ["running"] },
    },
    behaviors: {
      deploy: {
        allocate: giving("undeployed", "allocated", server.allocateS),
        ...all(({ configureS }, i) => [
          `configure${i}`,
          taking("allocated", "configured", configureS),
        ]),
        run: taking("configured", "running", server.runS),
      },
      suspend: {
        ...all(({ suspendS }, i) => [`suspend${i}`, taking("running", suspended(i), suspendS)]),
        ...all(({ prepareS }, i) => [`prepare${i}`, taking(suspended(i), "configured", prepareS)]),
      },
    },
  });
}

const dependency = ({ installS, runS, updateS: updatingS }: DependencyTimes): AnyComponent =>
  component({
    name: "dependency",
    places: ["undeployed", "installed", "running"],
    initial: "undeployed",
    provides: {
      ip: { type: Address, in: ["installed"] },
      service: { type: Service, in: ["running"] },
    },
    behaviors: {
      deploy: {
        install: giving("undeployed", "installed", installS),
        run: taking("installed", "running", runS),
      },
      update: { update: taking("running", "installed", updatingS) },
    },
  });

type AnyTransition = Transition<any, any, any>;

const suspended = (i: number): string => `suspended${i}`;

const taking = (from: string, to: string, durationS: number): AnyTransition => ({
  from,
  to,
  durationS,
  run: ({ exec }) => exec("sleep", [`${durationS}`]),
});

/** Its address is known at the end. */
const giving = (from: string, to: string, durationS: number): AnyTransition => ({
  ...taking(from, to, durationS),
  async run({ exec, give }) {
    await exec("sleep", [`${durationS}`]);
    give("ip", { ip: "127.0.0.1" });
  },
});

const numbersOf = ({ dependencies }: Times): readonly number[] => dependencies.map((_, k) => k + 1);

const dependencies = setting("dependencies", Number, 3);
/** Everything takes so many times as long. */
const scale = setting("scale", Number, 1);

/** No two dependencies take the same. */
export const times: Times = {
  server: { allocateS: 5 * scale, runS: 3 * scale },
  dependencies: Array.from({ length: dependencies }, (_, k) => ({
    installS: (3 + k) * scale,
    runS: 4 * scale,
    updateS: (2 + k) * scale,
    configureS: 2 * scale,
    suspendS: 1 * scale,
    prepareS: 2 * scale,
  })),
};

export const serverDependencies = serverWith(times);
export const updateDependencies = updateOf(times);
