/**
 * Changes a guestbook that runs and is visited all the time, and measures what its visitors notice: `npm run e2e:living`.
 *
 * No root and no network; a minute. Ends with 1 where something was lost, or where nobody was served for a time that differs by more
 * than a fifth from what was predicted: after five upgrades to learn from, the medians of five more. On a machine that is busier at one
 * time than at another that may be.
 */
import {
  type Changed,
  type Interrupted,
  scale,
  upgradeAtOnce,
  upgradeOneByOne,
} from "./living/cases.ts";
import { standingGuestbook } from "./living/standing-guestbook.ts";

const rounds = 5;
const deviationMax = 0.2;
const complaints: string[] = [];

await using site = await standingGuestbook();
say("| what is done | takes | requests | failed | median | longest | entries lost |");
say("|---|--:|--:|--:|--:|--:|--:|");
smooth("replicas upgraded one by one", await upgradeOneByOne(site));
const interrupted: Interrupted[] = [];
for (let n = 1; n <= 2 * rounds; n++) {
  const one = await upgradeAtOnce(site);
  // How long it takes is learned from the first ones.
  if (n > rounds) interrupted.push(one);
  if (n === 1 || n === 2 * rounds) row(`replicas upgraded at once, time ${n}`, one);
}
smooth("2 replicas become 20", await scale(site, 20));
smooth("20 replicas become 2", await scale(site, 2));
tellInterruption();
for (const complaint of complaints) say(complaint);
if (complaints.length > 0) process.exitCode = 1;

function row(what: string, { visits, lost, makespanS }: Changed): void {
  const { requests, failed, medianS, longestS } = visits;
  const times = [medianS, longestS].map((timeS) => `${Math.round(timeS * 1000)} ms`);
  const cells = [what, `${makespanS.toFixed(1)} s`, requests, failed, ...times, lost];
  say(`| ${cells.join(" | ")} |`);
  if (lost > 0) complaints.push(`${what}: ${lost} acknowledged entries are not there`);
}

function smooth(what: string, changed: Changed): void {
  row(what, changed);
  const { failed } = changed.visits;
  if (failed > 0) complaints.push(`${what}: ${failed} requests failed`);
}

function tellInterruption(): void {
  const predictedS = median((one) => one.predictedS);
  const recordedS = median((one) => one.recordedS);
  const seenS = median((one) => one.visits.awayS);
  say(`\n| nobody is served, all replicas at once | median of ${rounds} |\n|---|--:|`);
  say(`| predicted by \`--dry-run\` | ${predictedS.toFixed(2)} s |`);
  say(`| on record | ${recordedS.toFixed(2)} s |`);
  say(`| seen by the visitors | ${seenS.toFixed(2)} s |`);
  for (const measuredS of [recordedS, seenS])
    if (Math.abs(measuredS - predictedS) > deviationMax * predictedS)
      complaints.push(`${measuredS.toFixed(2)} s is not within a fifth of what was predicted`);
}

function median(of: (one: Interrupted) => number): number {
  const all = interrupted.map(of).toSorted((a, b) => a - b);
  return all[all.length >> 1] ?? Number.NaN;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
