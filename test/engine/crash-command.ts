/** `npm run crash -- CUTS [SEED]`: as many crashes as asked for, in trials of random assemblies, and what came of them. */
import { concurrently, randomCuts, trial } from "./crash-trial.ts";

const [cuts = 1_000, seedFirst = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const cutsOfTrial = 6;
const beganMs = Date.now();
const total = { trials: 0, lives: 0, cuts: 0, faults: 0 };
const say = (text: string): void => void process.stdout.write(`${text}\n`);

say(`${cuts} cuts, seeds from ${seedFirst}`);
await concurrently(Array.from({ length: cuts }), async () => {
  if (total.cuts >= cuts) return;
  const seed = seedFirst + total.trials++;
  const result = await trial(seed, 2 + (seed % 5), randomCuts(seed, cutsOfTrial));
  total.lives += result.lives;
  total.cuts += result.cuts;
  total.faults += result.faults.length;
  for (const fault of result.faults) say(`seed ${seed}: ${fault}`);
});
const seconds = Math.round((Date.now() - beganMs) / 1000);
say(
  `${total.cuts} cuts in ${total.lives} lives of ${total.trials} trials, ${seconds} s: ${total.faults} faults`,
);
if (total.faults > 0) process.exitCode = 1;
