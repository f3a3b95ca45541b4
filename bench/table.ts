/** Results as Markdown: all of them for the page on speed, and the few that tell the most for the front page. */
import type { Machine } from "./machine.ts";
import { type Result, boundText, isKept, nameOf, numberText, valueText } from "./result.ts";

/** The benches in the order of the page, with what each is about. */
const titles: Readonly<Record<string, string>> = {
  scheduler: "The rules in virtual time",
  engine: "Actions that do nothing",
  durable: "Durable steps, beside DBOS",
  trace: "OpenStack, replayed",
  start: "The start of a command",
  idle: "Waiting",
  live: "Being looked at",
  compiler: "The compiler",
  journal: "The journal",
  history: "The commits of a run",
  merge: "Queues and ropes",
  sync: "Bringing a history to another store",
  proof: "Proofs",
  openstack: "OpenStack and LAMP on hosts, beside Ansible",
};
export const benches: readonly string[] = Object.keys(titles);
/** Those that take root, a machine of their own and hours: they run only where they are named. */
export const costly: readonly string[] = ["openstack"];

/** All results that no page has to itself, grouped by bench. */
export function fullTable(all: readonly Result[]): string {
  const results = all.filter(({ page }) => page === undefined);
  const rows = benches.flatMap((bench) => {
    const own = results.filter((result) => result.bench === bench);
    return own.length === 0 ? [] : [row(`**${titles[bench]}**`, "", "", "", ""), ...own.map(rowOf)];
  });
  const head = [row("on", "what", "measured", "median", "bound"), "|---|---|--:|--:|--:|"];
  return [...machinesOf(results), ...head, ...rows].join("\n");
}

function rowOf(result: Result): string {
  const { case: on, figure, ratioTo, median, unit } = result;
  const middle = median === undefined ? "" : valueText({ value: median, unit });
  return row(on, nameOf(figure, ratioTo), valueText(result), middle, verdictOn(result));
}

/** A line of the front page: of all cases that match, the worst. */
interface Pick {
  readonly what: string;
  readonly larger: "better" | "worse";
  readonly bench: string;
  readonly figure: RegExp;
  readonly case?: RegExp;
}
const picks: readonly Pick[] = [
  {
    what: "Rules applied in virtual time, a million instances of four transitions, in a second",
    larger: "better",
    bench: "scheduler",
    figure: /^transitions in a second/,
    case: /1,000,000/,
  },
  {
    what: "Time of one of these transitions, to a bare token player: arrays of numbers, nothing else",
    larger: "worse",
    bench: "scheduler",
    figure: /to a bare token player$/,
    case: /1,000,000/,
  },
  {
    what: "Time of a transition among a million instances, to one among a thousand",
    larger: "worse",
    bench: "scheduler",
    figure: /to the same in the smallest graph$/,
    case: /1,000,000/,
  },
  {
    what: "Memory of an instance, besides its name",
    larger: "worse",
    bench: "scheduler",
    figure: /^memory/,
  },
  {
    what: "Time of an action that does nothing, without a journal, to `p-graph`",
    larger: "worse",
    bench: "engine",
    figure: /the engine alone, to p-graph$/,
  },
  {
    what: "The same with a journal, wide graph, to `p-graph`",
    larger: "worse",
    bench: "engine",
    figure: /with its journal, to p-graph$/,
    case: /^wide/,
  },
  {
    what: "Time of a task of `async.auto`, to an action with a journal",
    larger: "better",
    bench: "engine",
    figure: /async\.auto, to /,
  },
  {
    what: "Time of a durable step of DBOS on PostgreSQL, to one of Madeus, each with its defaults",
    larger: "better",
    bench: "durable",
    figure: /DBOS, to Madeus$/,
  },
  {
    what: "The same where neither waits for the disk",
    larger: "better",
    bench: "durable",
    figure: /without waiting for the disk, to Madeus$/,
  },
  {
    what: "The same where both wait for the disk",
    larger: "better",
    bench: "durable",
    figure: /DBOS, to Madeus with --durable$/,
  },
  {
    what: "OpenStack replayed at 1/100 time: makespan, to its critical path",
    larger: "worse",
    bench: "trace",
    figure: /^makespan/,
  },
  {
    what: "Processor time while actions are waited for",
    larger: "worse",
    bench: "idle",
    figure: /while waiting/,
  },
  {
    what: "Type instantiations of 60 components and 75 instructions",
    larger: "worse",
    bench: "compiler",
    figure: /instantiations/,
  },
  {
    what: "Proof that a deployment of 100,000 instances comes to its end, with makespan and critical path",
    larger: "worse",
    bench: "proof",
    figure: /^time to prove its deployment/,
    case: /100,000/,
  },
  {
    what: "Memory for that",
    larger: "worse",
    bench: "proof",
    figure: /^memory/,
  },
  {
    what: "Proof of a program that suspends, updates and deploys 1,000 instances, or finding what is wrong with it",
    larger: "worse",
    bench: "proof",
    figure: /^time to (prove the program|find a (race|missing wait))/,
  },
  {
    what: "OpenStack on three hosts by SSH, the same steps, to Ansible in its fastest strategy",
    larger: "worse",
    bench: "openstack",
    figure: /^Madeus, old steps, to Ansible in its fastest strategy$/,
    case: /OpenStack/,
  },
  {
    what: "The same with our own steps, to Ansible with the old ones",
    larger: "worse",
    bench: "openstack",
    figure: /^Madeus, new steps, to Ansible .* old steps$/,
    case: /OpenStack/,
  },
  {
    what: "LAMP on two hosts, the same steps, to Ansible in its fastest strategy",
    larger: "worse",
    bench: "openstack",
    figure: /^Madeus, old steps, to Ansible in its fastest strategy$/,
    case: /LAMP/,
  },
  {
    what: "50 tasks that do nothing on three hosts, to Ansible, linear or free",
    larger: "worse",
    bench: "openstack",
    figure: /^Madeus, to Ansible, linear or free$/,
  },
];

/** What the front page says; a line whose figure was never measured is left out. */
export function shortTable(results: readonly Result[]): string {
  const rows = picks.flatMap((pick) => {
    const found = results.filter(
      ({ bench, case: on, figure, ratioTo }) =>
        bench === pick.bench &&
        pick.figure.test(nameOf(figure, ratioTo)) &&
        (pick.case?.test(on) ?? true),
    );
    const sorted = found.toSorted((a, b) => a.value - b.value);
    const worst = sorted.at(pick.larger === "worse" ? -1 : 0);
    return worst === undefined ? [] : [row(pick.what, valueText(worst), verdictOn(worst))];
  });
  return [row("what", "measured", "bound"), "|---|--:|--:|", ...rows].join("\n");
}

/** How many lines the front page has when all was measured. */
export const shortLines: number = picks.length;

function verdictOn(result: Result): string {
  const kept = isKept(result);
  if (kept === undefined) return "";
  return `${boundText(result)}${kept ? "" : " **missed**"}`;
}

/** What was measured where: one line for all that was measured under the same circumstances. */
function machinesOf(results: readonly Result[]): readonly string[] {
  const together = Map.groupBy(results, circumstances);
  return [...together].map(([text, group]) => {
    const names = [...new Set(group.map(({ bench }) => bench))].join(", ");
    const load = Math.max(...group.map((result) => result.load));
    return `Measured ${text}; load before it at most ${numberText(load)}: ${names}.\n`;
  });
}

function circumstances({ date, commit, dirty, node, cpu, cores, peers }: Machine): string {
  const at = `commit ${commit.slice(0, 7)}${dirty ? " and changes not yet committed" : ""}`;
  const beside = Object.entries(peers).map((peer) => peer.join(" "));
  return `on ${date.slice(0, 10)} at ${at}, Node ${node}, ${cpu}, ${cores} cores, beside ${beside.join(", ")}`;
}

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
