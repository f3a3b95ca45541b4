/** `npm run durable -- [POINTS] [SEED]`: so many interruptions of each kind, by default all there are, and what came of them. */
import { type Recording, cutTrial, recording } from "./power-cut.ts";
import { type Swept, coursesOf, kills, refusals, sample, sweep } from "./sweep.ts";
import { workNames } from "./work.ts";

const [count = Number.POSITIVE_INFINITY, seed = Date.now() % 1_000_000] = process.argv
  .slice(2)
  .map(Number);
/** What is lost is drawn anew for each. */
const cutsOfPoint = 4;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

say(`seed ${seed}`);
const courses = [...(await coursesOf(workNames, false)), ...(await coursesOf(workNames, true))];
const killed = kills(courses);
await told("killed", killed.length, () => sweep(sample(killed, count, seed), say));
const refused = refusals(courses);
await told("refused", refused.length, () => sweep(sample(refused, count, seed), say));
const cuts: (readonly [Recording, number])[] = [];
for (const durable of [false, true])
  for (const work of workNames) {
    const taken = await recording(work, durable);
    for (let passed = 0; passed <= taken.events.length * cutsOfPoint; passed += 1)
      cuts.push([taken, Math.floor(passed / cutsOfPoint)]);
  }
await told("cut off from power", cuts.length, async () => {
  const chosen = sample(cuts, count, seed);
  const faults: string[] = [];
  for (const [k, [taken, passed]] of chosen.entries())
    for (const fault of await cutTrial(taken, passed, seed + k)) {
      faults.push(fault);
      say(fault);
    }
  return { tried: chosen.length, interrupted: chosen.length, faults };
});

async function told(what: string, all: number, work: () => Promise<Swept>): Promise<void> {
  const beganMs = Date.now();
  const { tried, interrupted, faults } = await work();
  const seconds = Math.round((Date.now() - beganMs) / 1000);
  say(
    `${what}: ${tried} of ${all} points, ${interrupted} showed, ${seconds} s: ${faults.length} faults`,
  );
  if (faults.length > 0) process.exitCode = 1;
}
