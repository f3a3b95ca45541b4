/**
 * How fast is the semantics alone, in virtual time?
 *
 *     node --expose-gc bench/scheduler.bench.ts [instances …]
 *
 * Instances of four transitions, without a connection (wide), each waiting for the one before (chain), or in layers that wait for
 * three instances of the layer before (stratified). The next action to end is taken from a heap of virtual times. Making the
 * assembly is not counted; asking its instances to deploy is.
 */
import { type AnyComponent, component } from "../src/model/component.ts";
import { many, service } from "../src/model/port.ts";
import type { Instruction } from "../src/model/program.ts";
import { advance } from "../src/semantics/advance.ts";
import { Configuration } from "../src/semantics/configuration.ts";
import type { Step } from "../src/semantics/event.ts";

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

/** Virtual times in a binary heap; equal times come out in the order in which they went in. */
class Agenda {
  readonly #times: Float64Array;
  readonly #tasks: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
    this.#tasks = new Float64Array(capacity);
  }
  get size(): number {
    return this.#size;
  }
  get time(): number {
    return this.#times[0] ?? 0;
  }
  push(time: number, task: number): void {
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#times[parent] ?? 0) <= time) break;
      this.#times[at] = this.#times[parent] ?? 0;
      this.#tasks[at] = this.#tasks[parent] ?? 0;
      at = parent;
    }
    this.#times[at] = time;
    this.#tasks[at] = task;
  }
  pop(): number {
    const task = this.#tasks[0] ?? 0;
    const size = --this.#size;
    const time = this.#times[size] ?? 0;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (this.#times[child + 1] ?? 0) < (this.#times[child] ?? 0)) child++;
      if ((this.#times[child] ?? 0) >= time) break;
      this.#times[at] = this.#times[child] ?? 0;
      this.#tasks[at] = this.#tasks[child] ?? 0;
      at = child;
    }
    this.#times[at] = time;
    this.#tasks[at] = this.#tasks[size] ?? 0;
    return task;
  }
}

const transitionsMax = 4;
/** Seconds, the same in each run. */
const duration = (task: number): number => 1 + ((task * 2_654_435_761) % 997) / 100;

/** Deploys everything in virtual time; gives the transitions passed and the makespan. */
function run(c: Configuration, instances: number): { transitions: number; makespan: number } {
  const agenda = new Agenda(instances + 1);
  let transitions = 0;
  let now = 0;
  const start = (steps: readonly Step[]): void => {
    for (const { rule, instance, element } of steps)
      if (rule === "fire") {
        const task = instance * transitionsMax + element;
        agenda.push(now + duration(task), task);
      }
  };
  const instructions = c.names.map(
    (instance): Instruction => ({ op: "changeBehavior", instance, behavior: "deploy" }),
  );
  start(advance(c, { type: "program", instructions }));
  while (agenda.size > 0) {
    now = agenda.time;
    const task = agenda.pop();
    const transition = task % transitionsMax;
    start(advance(c, { type: "ended", instance: (task - transition) / transitionsMax, transition }));
    transitions++;
  }
  if (!c.done) throw new Error("the deployment did not end");
  return { transitions, makespan: now };
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

/** Bytes of the configuration alone: the program and the names are the user's. */
function bytesOf(shape: string, instances: number): number {
  const used = (): number => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const c = assembled(shape, instances);
  run(c, instances);
  c.program.length = 0;
  const after = used();
  return (after - before) / instances / Number(c.names.length === instances);
}

function measure(shape: string, instances: number): void {
  const repeats = Math.max(3, Math.ceil(20_000 / instances));
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < repeats; k++) {
    const c = assembled(shape, instances);
    const begun = performance.now();
    const { transitions } = run(c, instances);
    best = Math.min(best, (performance.now() - begun) / transitions);
  }
  const perSecond = Math.round(1000 / best).toLocaleString("en");
  const bytes = globalThis.gc === undefined ? "?" : Math.round(bytesOf(shape, instances));
  console.log(
    `${shape.padEnd(10)} ${String(instances).padStart(9)} instances ${perSecond.padStart(11)} transitions/s ${bytes} B/instance`,
  );
}

const sizes = process.argv.slice(2).map(Number);
for (const shape of Object.keys(shapes))
  for (const instances of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]) measure(shape, instances);
