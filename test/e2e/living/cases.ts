/** What is done to a guestbook while it is visited, and what came of it. */
import { awayTogetherS } from "./interruption.ts";
import { type StandingGuestbook, assembly } from "./standing-guestbook.ts";
import { type Visits, visitedWhile } from "./visitors.ts";

const oneByOne = "assemblies/update-replicas.ts";
const atOnce = "assemblies/update-replicas-at-once.ts";

/** A change under load: what the visitors saw, and what was written and is no longer there. */
export interface Changed {
  readonly visits: Visits;
  readonly lost: number;
  /** What the change took. */
  readonly makespanS: number;
}
export interface Interrupted extends Changed {
  /** How long nobody was to be served, by what was known beforehand, and was not, by the record. */
  readonly predictedS: number;
  readonly recordedS: number;
}

/** One replica after the other. */
export const upgradeOneByOne = (site: StandingGuestbook): Promise<Changed> =>
  under(site, () => site.madeus("reconfigure", oneByOne, "--yes"));

/** All replicas together: nobody is served meanwhile. */
export async function upgradeAtOnce(site: StandingGuestbook): Promise<Interrupted> {
  const expected = await site.madeus("reconfigure", atOnce, "--dry-run");
  const changed = await under(site, () => site.madeus("reconfigure", atOnce, "--yes"));
  const recorded = await site.madeus("report", assembly);
  const replicas = [1, 2];
  const predictedS = awayTogetherS(expected, replicas);
  return { ...changed, predictedS, recordedS: awayTogetherS(recorded, replicas) };
}

export const scale = (site: StandingGuestbook, replicas: number): Promise<Changed> =>
  under(site, () => site.madeus("deploy", assembly, "--set", `replicas=${replicas}`, "--yes"));

async function under(
  site: StandingGuestbook,
  change: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<Changed> {
  let makespanS = 0;
  const visits = await visitedWhile(site.url, async () => {
    makespanS = Number((await change())["makespanS"]);
  });
  const lost = visits.acknowledged.length - (await site.kept(visits.acknowledged));
  return { visits, lost, makespanS };
}
