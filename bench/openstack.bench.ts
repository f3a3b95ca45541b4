/**
 * How long does a real deployment take, beside Ansible?
 *
 * All packages are on the hosts, which are as new before each run. Who deploys takes turns. The *old steps* are those of the playbook, text
 * for text: Ansible follows the order of the file, a bare runner and Madeus follow the same graph. The *new steps* are those of
 * `assemblies/`: they ask by HTTP and start fewer processes.
 *
 * It takes root, Debian 12, `ansible-core` and `ansible-mitogen`, and a quiet machine of its own. `ROUNDS` (default 3) says how many rounds,
 * `CASES=trivial,lamp,openstack` which of these, `WHO` is a regular expression for the names of those who take part.
 */
import { best, median } from "./contest.ts";
import { type Measured, measure } from "./openstack/contender.ts";
import { type Rivalry, rivalries } from "./openstack/rivalry.ts";
import { siteOf } from "./openstack/site.ts";
import { report } from "./result.ts";

const rounds = Number(process.env["ROUNDS"] ?? 3);
const who = new RegExp(process.env["WHO"] ?? "");
const cases = process.env["CASES"]?.split(",") ?? Object.keys(rivalries);

for (const name of cases) {
  const rivalry = rivalries[name];
  if (rivalry === undefined) throw new Error(`there is no case ${name}`);
  await hold(among(rivalry()));
}

/** Only those who take part, and what they are compared in. */
function among(rivalry: Rivalry): Rivalry {
  const contenders = rivalry.contenders.filter(({ name }) => who.test(name));
  const there = new Set(contenders.map(({ name }) => name));
  const ratios = rivalry.ratios
    .map((ratio) => ({ ...ratio, to: ratio.to.filter((name) => there.has(name)) }))
    .filter(({ of, to }) => there.has(of) && to.length > 0);
  return { ...rivalry, contenders, ratios };
}

async function hold(rivalry: Rivalry): Promise<void> {
  const { name: on, contenders, ratios, criticalPathS } = rivalry;
  const scores = await rate(rivalry);
  const wallsOf = (name: string): readonly number[] =>
    scores.get(name)?.map(({ wallS }) => wallS) ?? [];
  for (const { name } of contenders) {
    const walls = wallsOf(name);
    const figure = { case: on, unit: "s" } as const;
    report({ ...figure, figure: name, value: best(walls), median: median(walls) });
    const cpus = scores.get(name)?.map(({ cpuS }) => cpuS) ?? [];
    const what = `${name}: processors of the whole machine`;
    report({ ...figure, figure: what, value: best(cpus), median: median(cpus) });
  }
  const criticalS = criticalPathS?.() ?? Number.POSITIVE_INFINITY;
  if (Number.isFinite(criticalS))
    report({ case: on, figure: "critical path, old steps", value: criticalS, unit: "s" });
  for (const { of, to, toWhat, atMost } of ratios) {
    const fastest = to.toSorted((a, b) => median(wallsOf(a)) - median(wallsOf(b)))[0] ?? "";
    const pairs = wallsOf(of).map(
      (wallS, round) => wallS / (wallsOf(fastest)[round] ?? Number.NaN),
    );
    report({
      case: on,
      figure: of,
      ratioTo: toWhat,
      value: best(wallsOf(of)) / best(wallsOf(fastest)),
      median: median(pairs),
      unit: "×",
      ...(atMost !== undefined && { bound: { atMost } }),
    });
  }
}

/** What each took in each round; who begins is another one in each. */
async function rate({
  hosts,
  contenders,
}: Rivalry): Promise<ReadonlyMap<string, readonly Measured[]>> {
  await using site = await siteOf(hosts);
  const scores = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < contenders.length; k++) {
      const contender = contenders[(round + k) % contenders.length];
      if (contender === undefined) continue;
      const measured = await measure(contender, site);
      scores.get(contender.name)?.push(measured);
      process.stderr.write(`${contender.name}: ${measured.wallS.toFixed(1)} s\n`);
    }
  return scores;
}
