/** `madeus doctor`: tries every host of an assembly at once, and says what is wrong with each and what to do. */
import type { HostDescription } from "../model/host.ts";
import { columnsOf, padded } from "../show/column.ts";
import type { DoctorEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import { type FileFlags, withFileFlags } from "./flags.ts";
import { type HostCheck, bytesText, checkHost } from "./host-check.ts";
import type { HostLine } from "./line.ts";
import { loadLocated } from "./locate.ts";
import { type Output, paint } from "./output.ts";
import { sessionIfAny } from "./session.ts";
import { sshPackageWarning } from "./ssh-package.ts";
import { tellFinding } from "./told.ts";
import { type Call, type Verb, fileArguments } from "./verb.ts";

export const doctorVerb: Verb<FileFlags, "doctor"> = {
  name: "doctor",
  summary: "try every host, and say what is wrong with it",
  args: fileArguments,
  flags: withFileFlags,
  examples: {
    "madeus doctor": "the hosts of what ./assembly.ts exports",
    "madeus doctor site.ts --json": "one object a host, with all that was found",
  },
  notes: [
    "Of each host: is it reached and how fast, is its key known, does it let us in, does sudo work, is there a shell",
    "and setsid; its clock, its disks, who holds the locks of apt and dpkg, and whether another deployment is at work",
    "there. Changes nothing. Ends with 3 if a host cannot be worked on; what may be a hindrance is a warning.",
  ],
  perform: doctor,
};

/** Connections that are made at once. */
const atOnceMax = 24;

async function doctor({ args, flags, to }: Call<FileFlags>): Promise<DoctorEnding> {
  const { assembly, directory } = await loadLocated({ file: args[0], name: args[1] }, flags);
  const hosts = Object.entries(assembly.hosts);
  const local = Object.keys(assembly.components).some((one) => assembly.on[one] === undefined);
  const session = sessionIfAny({ directory, mode: "read" });
  const state = session?.file.id;
  session?.close();
  if (hosts.length === 0)
    to.progress(
      `${assembly.name} declares no hosts${local ? ": all of it is on this machine" : ""}`,
    );
  const checks = await each(hosts, ([name, description]) => checkHost(name, description, state));
  tellTable(to, checks);
  for (const check of checks) to.object(lineOf(check));
  for (const finding of checks.flatMap(({ findings }) => findings)) tellFinding(to, finding);
  const warned = sshPackageWarning(hosts.map(([, description]) => description));
  if (warned !== undefined) tellFinding(to, warned);
  const unfit = checks.filter((check) => !isFit(check)).map(({ host }) => host);
  if (hosts.length > 0 && unfit.length === 0)
    to.progress(paint.green(`${hosts.length === 1 ? "it" : "all of them"} can be worked on`));
  return {
    outcome: unfit.length === 0 ? "done" : "unfit",
    exitCode: unfit.length === 0 ? exit.done : exit.host,
    hosts: hosts.length,
    unfit,
  };
}

const isFit = ({ findings }: HostCheck): boolean =>
  findings.every(({ severity }) => severity !== "error");

/** The results in the order of the items, a few at a time. */
async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const one = async (): Promise<void> => {
    for (const [k, item] of queue) results[k] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnceMax }, one));
  return results;
}

const heads = ["host", "address", "reached", "as", "clock", "free", "packages", "lock"];

/** A column is as wide as what is in it; what is wrong is red. */
function tellTable(to: Output, checks: readonly HostCheck[]): void {
  if (checks.length === 0) return;
  const rows = checks.map((check) => ({ check, cells: cellsOf(check) }));
  const widths = heads.map((head, k) =>
    Math.max(columnsOf(head), ...rows.map(({ cells }) => columnsOf(cells[k] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => padded(cell, widths[k] ?? 0))
      .join("  ")
      .trimEnd();
  to.result(paint.bold(line(heads)));
  for (const { check, cells } of rows) {
    const { findings } = check;
    const text = line(cells);
    to.result(!isFit(check) ? paint.red(text) : findings.length > 0 ? paint.yellow(text) : text);
  }
}

function cellsOf({
  host,
  description,
  reachedS,
  facts,
  aheadS = 0,
  findings,
}: HostCheck): string[] {
  const where = addressOf(description);
  if (facts === undefined) return [host, where, findings[0]?.code ?? "no"];
  const { user, freeBytes, apt, lock } = facts;
  return [
    host,
    where,
    `${Math.round(reachedS * 1000)} ms`,
    user,
    `${aheadS < 0 ? "-" : "+"}${Math.abs(aheadS).toFixed(1)} s`,
    bytesText(Math.min(...Object.values(freeBytes))),
    apt === undefined ? "no dpkg" : apt.length === 0 ? "free" : `held by ${apt[0]?.pid}`,
    lock === undefined ? "free" : lock === "unknown" ? "?" : `${lock.user} on ${lock.host}`,
  ];
}

function addressOf(description: HostDescription): string {
  if (description.kind === "local") return "local";
  const { host, port, user, jump } = description;
  const to = `${user === undefined ? "" : `${user}@`}${host}${port === undefined ? "" : `:${port}`}`;
  return jump === undefined ? to : `${to} by ${jump}`;
}

function lineOf({ host, description, reachedS, facts, aheadS, findings }: HostCheck): HostLine {
  const line = { type: "host", host, address: addressOf(description) } as const;
  const isFound = findings.every(({ severity }) => severity !== "error");
  if (facts === undefined || aheadS === undefined) return { ...line, isFit: isFound };
  const { user, freeBytes, apt, lock } = facts;
  return {
    ...line,
    isFit: isFound,
    reachedS,
    user,
    aheadS,
    freeBytes,
    ...(apt === undefined ? {} : { packages: apt }),
    ...(lock === undefined || lock === "unknown" ? {} : { lock }),
  };
}
