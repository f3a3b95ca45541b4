/**
 * How fast is the semantics alone, in virtual time?
 *
 *     node bench/scheduler.bench.ts [instances …]
 *
 * Instances of four transitions; the third waits for those that the instance depends on. What ends next is looked up in a calendar of
 * virtual ticks. Making the assembly is not counted; asking its instances to deploy is. Beside it the same graph is played by a bare
 * token player: the limit. Seconds are those of the processor: other work on the machine counts little.
 */
import type { Instruction } from "../src/model/program.ts";
import { advance } from "../src/semantics/advance.ts";
import { Configuration } from "../src/semantics/configuration.ts";
import type { Steps } from "../src/semantics/event.ts";
import { Calendar, delayOf } from "./calendar.ts";
import { best, collectGarbage, contest, median, ratio, type Trial } from "./contest.ts";
import { type Shape, assembling, caseOf, deploying, shapes, stageOf, steps } from "./graph.ts";
import { report } from "./result.ts";
import { tokenPlayer } from "./token-player.ts";

const waits = "configure";
const stage = stageOf(steps, { waits });
const sizes = process.argv.slice(2).map(Number);
const rows = Object.keys(shapes) as readonly Shape[];

for (const shape of rows) {
  const smallest: number[] = [];
  for (const instances of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000, 1_000_000])
    await measure(shape, instances, smallest);
}

/** @param smallest  seconds of a transition in the smallest graph; filled if it is empty */
async function measure(shape: Shape, instances: number, smallest: number[]): Promise<void> {
  const copies = Math.ceil(20_000 / instances);
  const rounds = Math.min(10, Math.max(2, Math.ceil(300_000 / instances)));
  const ends = new Set<number>();
  const bytes: number[] = [];
  const madeus = (): Trial => {
    const assemblies = [assembled(shape, instances)];
    const program = deploying(instances);
    return {
      run: () => assemblies.forEach((c) => ends.add(play(c, program))),
      // What fewer need is lost among all else that the process holds.
      close() {
        if (instances >= 100_000) bytes.push(bytesOf(assemblies) / instances);
      },
    };
  };
  const player = (): Trial => {
    const playOnce = tokenPlayer(shape, instances, steps.indexOf(waits));
    return { run: () => ends.add(playOnce()) };
  };
  const scores = await contest(rounds, [
    { name: "madeus", copies, prepare: madeus },
    { name: "player", copies, prepare: player },
  ]);
  if (ends.size !== 1) throw new Error(`the graph was played in ${[...ends].join(" and ")} ticks`);
  const each = (name: string): number[] =>
    (scores.get(name)?.cpuS ?? []).map((seconds) => seconds / (instances * steps.length));
  tell(caseOf(shape, instances), each("madeus"), each("player"), smallest);
  if (bytes.length > 0)
    report({
      case: caseOf(shape, instances),
      figure: "memory of an instance besides its name",
      value: median(bytes),
      unit: "B",
      bound: { atMost: 400 },
    });
}

function tell(on: string, ours: readonly number[], bare: readonly number[], smallest: number[]) {
  report({
    case: on,
    figure: "transitions in a second of processor time",
    value: 1 / best(ours),
    median: 1 / median(ours),
    unit: "/s",
    bound: { atLeast: 1_000_000 },
  });
  report({
    case: on,
    figure: "time of a transition",
    ratioTo: "a bare token player",
    ...ratio(ours, bare),
    unit: "×",
  });
  if (smallest.length === 0) return void smallest.push(...ours);
  report({
    case: on,
    figure: "time of a transition",
    ratioTo: "the same in the smallest graph",
    value: best(ours) / best(smallest),
    median: median(ours) / median(smallest),
    unit: "×",
    bound: { atMost: 2 },
  });
}

function assembled(shape: Shape, instances: number): Configuration {
  const c = new Configuration();
  advance(c, { type: "program", instructions: assembling(shape, instances, stage) });
  return c;
}

/** Deploys everything in virtual time; gives the tick at which it has ended. */
function play(c: Configuration, instructions: readonly Instruction[]): number {
  const calendar = new Calendar();
  const start = (taken: Steps): void => {
    for (let k = 0; k < taken.length; k++) {
      if (taken.rule(k) !== "fire") continue;
      const [instance, transition] = [taken.instance(k), taken.element(k)];
      calendar.push(delayOf(instance, transition), instance, transition);
    }
  };
  const end = (instance: number, transition: number): void =>
    start(advance(c, { type: "ended", instance, transition }));
  start(advance(c, { type: "program", instructions }));
  while (calendar.size > 0) calendar.each(end);
  if (!c.done) throw new Error("the deployment did not end");
  return calendar.now;
}

/** Bytes that deployed assemblies need besides the strings that are their names. They are forgotten. */
function bytesOf(assemblies: Configuration[]): number {
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const names = assemblies.map(stripped);
  const full = used();
  assemblies.length = 0;
  const bytes = full - used();
  names.length = 0;
  return bytes;
}

/** Forgets how it was made, and gives its names. A function of its own: a frame keeps alive what it has seen. */
function stripped(c: Configuration): readonly string[] {
  c.program.length = 0;
  return [...c.names];
}
