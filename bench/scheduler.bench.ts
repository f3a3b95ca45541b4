/**
 * How fast is the semantics alone, in virtual time?
 *
 *     node bench/scheduler.bench.ts [instances …]
 *
 * Instances of four transitions, without a connection (wide), each waiting for the one before (chain), or in layers that wait for
 * three instances of the layer before (stratified). What ends next is looked up in a calendar of virtual ticks. Making the assembly is
 * not counted; asking its instances to deploy is. Seconds are those of the processor: other work on the machine counts little.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type AnyComponent, component } from "../src/model/component.ts";
import { many, service } from "../src/model/port.ts";
import type { Instruction } from "../src/model/program.ts";
import { advance } from "../src/semantics/advance.ts";
import { Configuration } from "../src/semantics/configuration.ts";
import type { Step } from "../src/semantics/event.ts";
import { Pairs } from "../src/semantics/table.ts";

const Ready = service("ready");
const stage = component({
  name: "stage",
  places: ["absent", "fetched", "installed", "configured", "ready"],
  initial: "absent",
  uses: { before: { type: many(Ready, { min: 0 }), in: ["configure"] } },
  provides: { ready: { type: Ready, in: ["ready"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "fetched" },
      install: { from: "fetched", to: "installed" },
      configure: { from: "installed", to: "configured" },
      start: { from: "configured", to: "ready" },
    },
  },
}) as AnyComponent;

/** instance → those that it waits for. */
const shapes: Record<string, (instance: number, instances: number) => readonly number[]> = {
  wide: () => [],
  chain: (instance) => (instance === 0 ? [] : [instance - 1]),
  stratified: (instance, instances) => {
    const width = Math.ceil(Math.sqrt(instances));
    const layer = Math.floor(instance / width);
    return layer === 0 ? [] : [0, 7, 31].map((k) => (layer - 1) * width + ((instance + k) % width));
  },
};

/** What ends when: a list of tasks for each of the next ticks, round and round. Tasks of one tick end in the order in which they began. */
class Calendar {
  now = 0;
  size = 0;
  readonly #ticks: readonly Pairs[] = Array.from({ length: ticksMax + 1 }, () => new Pairs());

  push(delay: number, instance: number, transition: number): void {
    this.size++;
    this.#ticks[(this.now + delay) % (ticksMax + 1)]?.push(instance, transition);
  }
  /** Turns to the next tick at which something ends, and hands it over. */
  each(end: (instance: number, transition: number) => void): void {
    const tick = this.#ticks[this.now % (ticksMax + 1)] as Pairs;
    for (let k = 0; k < tick.length; k++) end(tick.first(k), tick.second(k));
    this.size -= tick.length;
    tick.clear();
    this.now++;
  }
}

/** Ticks, the same in each run. */
const duration = (instance: number, transition: number): number =>
  1 + (((4 * instance + transition) * 2_654_435_761) % ticksMax);
const ticksMax = 16;

/** Deploys everything in virtual time; gives the number of transitions passed. */
function run(c: Configuration, instructions: readonly Instruction[]): number {
  const calendar = new Calendar();
  let transitions = 0;
  const start = (steps: readonly Step[]): void => {
    for (const { rule, instance, element } of steps)
      if (rule === "fire") calendar.push(duration(instance, element), instance, element);
  };
  const end = (instance: number, transition: number): void => {
    transitions++;
    start(advance(c, { type: "ended", instance, transition }));
  };
  start(advance(c, { type: "program", instructions }));
  while (calendar.size > 0) calendar.each(end);
  if (!c.done) throw new Error("the deployment did not end");
  return transitions;
}

function assembled(shape: string, instances: number): Configuration {
  const c = new Configuration();
  const name = (instance: number): string => `stage${instance}`;
  const all = Array.from({ length: instances }, (_, instance) => instance);
  const adds = all.map((i): Instruction => ({ op: "add", instance: name(i), component: stage }));
  const connects = all.flatMap((i) =>
    (shapes[shape]?.(i, instances) ?? []).map(
      (other): Instruction => ({
        op: "connect",
        use: { instance: name(i), port: "before" },
        provide: { instance: name(other), port: "ready" },
      }),
    ),
  );
  advance(c, { type: "program", instructions: [...adds, ...connects] });
  return c;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const deployments = (c: Configuration): readonly Instruction[] =>
  c.names.map((instance): Instruction => ({ op: "changeBehavior", instance, behavior: "deploy" }));

/** Bytes that the configuration needs for each instance besides the strings that are its names. */
function bytesOf(shape: string, instances: number): number {
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  let c: Configuration | undefined = assembled(shape, instances);
  run(c, deployments(c));
  c.program.length = 0;
  const names = [...c.names];
  const full = used();
  c = undefined;
  return (full - used()) / names.length;
}

function measure(shape: string, instances: number): void {
  const repeats = Math.max(3, Math.ceil(20_000 / instances));
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < repeats; k++) {
    const c = assembled(shape, instances);
    const instructions = deployments(c);
    const begun = process.cpuUsage();
    const transitions = run(c, instructions);
    const { user, system } = process.cpuUsage(begun);
    best = Math.min(best, (user + system) / transitions);
  }
  const perSecond = Math.round(1_000_000 / best).toLocaleString("en");
  // The memory of fewer is lost among what else the process holds.
  const bytes = instances < 100_000 ? "?" : Math.round(bytesOf(shape, instances));
  console.log(
    `${shape.padEnd(10)} ${String(instances).padStart(9)} instances ${perSecond.padStart(11)} transitions/s ${bytes} B/instance`,
  );
}

const sizes = process.argv.slice(2).map(Number);
for (const shape of Object.keys(shapes))
  for (const instances of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000])
    measure(shape, instances);
