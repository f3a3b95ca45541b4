/**
 * How long does a proof take, and how much memory: of deployments and programs, sound ones and such with one fault?
 *
 *     node bench/proof.bench.ts [part …]      the parts are: deployments programs planning spin
 *
 * Every answer is compared with what is known: makespans that were reckoned by hand, faults that were planted. A wrong one ends the bench.
 */
import { faults, rollout, rolloutShapes, userOf, victimOf } from "./proof-program.ts";
import { deploymentShapes, makespanS, wronglyWired } from "./proof-deployment.ts";
import { type Answer, ask } from "./proof-question.ts";
import { hasSpin, spinCount } from "./proof-spin.ts";
import { type Bound, report } from "./result.ts";
import { prove } from "../src/net/proof/proof.ts";
import { changes, structures } from "../test/net/proof/planning/case.ts";

const parts: Readonly<Record<string, () => Promise<void>>> = {
  deployments,
  programs,
  planning,
  spin,
};
/** SPIN may take so long, and so much memory. */
const limits = { limitS: 30, limitMb: 4096 };

for (const part of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts))
  await parts[part]?.();

async function deployments(): Promise<void> {
  for (const shape of deploymentShapes)
    for (const instances of [1_000, 10_000, 100_000]) {
      const answer = await ask({ about: "deployment", shape, instances });
      expectProved(answer, makespanS(shape, instances), shape);
      tell(caseOf(shape, instances), "time to prove its deployment", answer, instances);
    }
  const instances = 100_000;
  const answer = await ask({ about: "wrong wire", instances });
  expectNamed(answer, wronglyWired(instances).wrong);
  tell(caseOf("chain", instances), "time to find a wrong wire", answer, instances);
}

async function programs(): Promise<void> {
  const instances = 1_000;
  const bound = { atMost: 30 };
  for (const shape of rolloutShapes) {
    const answer = await ask({ about: "rollout", shape, instances });
    expectProved(answer, answer.makespanS, shape);
    time(`rollout of a ${shape}, 1,000 instances`, "time to prove the program", answer, bound);
    for (const fault of faults) {
      const found = await ask({ about: "rollout", shape, instances, fault });
      expectNamed(found, victimOf(shape, instances), userOf(shape, instances));
      time(`rollout of a ${shape}, 1,000 instances`, `time to find a ${fault}`, found, bound);
    }
  }
  for (const change of ["deployment", "update"] as const) {
    const answer = await ask({ about: "dependencies", change, instances });
    expectProved(answer, change === "deployment" ? 14 : 11, change);
    time("server with 999 dependencies", `time to prove its ${change}`, answer, bound);
  }
}

async function planning(): Promise<void> {
  for (const structure of structures)
    for (const change of changes) {
      const answer = await ask({ about: "planning", structure, change, instances: 1_000 });
      expectProved(answer, answer.makespanS, structure);
      time(`${structure}, n = 1,000`, `time to prove its ${change}`, answer);
    }
}

/** All markings, counted by SPIN and by us, until SPIN does not come to an end; and our proof of the same, which needs few of them. */
async function spin(): Promise<void> {
  if (!hasSpin) return console.log("spin and gcc are not installed: not compared");
  for (const shape of rolloutShapes)
    for (let instances = 3; ; instances++) {
      const on = `rollout of a ${shape}, ${instances} instances`;
      const program = rollout(shape, instances);
      const ours = await ask({ about: "rollout", shape, instances });
      const { cases } = prove(program, { full: true, statesMax: 1_000_000 });
      const [one] = cases;
      if (one === undefined) throw new Error(`${on}: no net`);
      const count = spinCount(one.translation, limits);
      if (count === undefined) {
        report({
          case: on,
          figure: "time of our proof; SPIN: none in 30 s and 4 GB",
          value: ours.wallS,
          unit: "s",
        });
        break;
      }
      const { states, stop } = one.exploration;
      if (stop === undefined && count.states !== states + 2)
        throw new Error(`${on}: SPIN counts ${count.states} states, we ${states} markings`);
      report({ case: on, figure: "markings", value: count.states - 2, unit: "" });
      report({
        case: on,
        figure: "time, SPIN",
        ratioTo: "our proof",
        value: count.wallS / ours.wallS,
        unit: "×",
      });
    }
}

function tell(on: string, figure: string, answer: Answer, instances: number): void {
  const isLarge = instances === 100_000;
  time(on, figure, answer, isLarge ? { atMost: 10 } : undefined);
  if (isLarge)
    report({
      case: on,
      figure: "memory for that",
      value: answer.bytes / 1e6,
      unit: "MB",
      bound: { atMost: 2_000 },
    });
}

function time(on: string, figure: string, { wallS }: Answer, bound?: Bound): void {
  report({ case: on, figure, value: wallS, unit: "s", ...(bound && { bound }) });
}

function expectProved(answer: Answer, makespan: number | undefined, what: string): void {
  const { verdict, makespanS: found = Number.NaN, critical = 0 } = answer;
  if (verdict !== "proved") throw new Error(`${what}: ${verdict}: ${answer.texts.join("; ")}`);
  if (!(Math.abs(found - (makespan ?? Number.NaN)) < 1e-6) || critical === 0)
    throw new Error(`${what}: the makespan is ${makespan} s, ${found} s was proved`);
}

/** Something was found, and these instances are named. */
function expectNamed({ verdict, texts }: Answer, ...instances: readonly string[]): void {
  const [text = ""] = texts;
  const words = new Set(text.split(/[^\w-]+/));
  if (verdict !== "violated" || texts.length !== 1 || instances.some((one) => !words.has(one)))
    throw new Error(`${instances.join(" and ")} should be named: ${verdict}: ${texts.join("; ")}`);
}

function caseOf(shape: string, instances: number): string {
  return `${shape}, ${instances.toLocaleString("en")} instances`;
}
