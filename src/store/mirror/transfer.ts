/** Between a mirror and another repository, wherever that is: git carries it, and says what became of it. */
import { existsSync } from "node:fs";
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import { type ObjectId, isObjectId } from "../object-id.ts";
import { type GitEnd, git, said } from "./git.ts";
import { type Mirror, makeRepository } from "./mirror.ts";
import { isPath } from "./remote.ts";

/** Another repository. */
export interface Remote {
  /** Under which its branches are known here. */
  readonly name: string;
  /** As git takes it. */
  readonly address: string;
}

export type Pushed = "made" | "forward" | "same";

/**
 * Sets a branch of another repository to a commit, if nothing is lost there by that. A directory of this machine that is not there is
 * made.
 *
 * @throws MadeusError  `MADEUS_PUSH_REFUSED` where it has gone on, or does not want it; `MADEUS_REMOTE_FAILED` where it cannot be reached
 */
export async function push(
  mirror: Mirror,
  { name, address }: Remote,
  branch: string,
  id: ObjectId,
): Promise<Pushed> {
  if (isPath(address) && !existsSync(address)) await makeRepository(address);
  const flags = ["--porcelain", "--no-verify", "--no-signed", "--no-force"];
  const order = ["push", ...flags, "--", address, `${id}:refs/heads/${branch}`];
  const end = await reaching(mirror, order);
  const told = /^([ *=!+-])\t[^\t]*\t(.*)$/m.exec(end.stdout.toString("utf8"));
  if (told?.[1] === "!") throw pushRefused({ name, address }, branch, told[2] ?? "");
  if (end.code !== 0 || told === null) throw remoteFailed(address, end.stderr);
  await mirror.note(`refs/remotes/${name}/${branch}`, id);
  return told[1] === "*" ? "made" : told[1] === "=" ? "same" : "forward";
}

/**
 * Brings branches of another repository to the mirror.
 *
 * @param wanted  one of them; undefined: all
 * @param depth  how many commits of each; undefined: all, but for those before the ends of a partial copy; `whole`: those, too
 * @returns  where they stand there
 * @throws MadeusError  `MADEUS_UNKNOWN_BRANCH` where it does not have the one; `MADEUS_REMOTE_FAILED`
 */
export async function fetch(
  mirror: Mirror,
  { name, address }: Remote,
  wanted: string | undefined,
  depth?: number | "whole",
): Promise<ReadonlyMap<string, ObjectId>> {
  const own = `refs/remotes/${name}/`;
  const one = wanted ?? "*";
  const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--update-shallow"];
  if (wanted === undefined) flags.push("--prune");
  // Git takes it for a slip where nothing was cut.
  if (depth === "whole") flags.push(...(mirror.isPartial ? ["--unshallow"] : []));
  else if (depth !== undefined) flags.push(`--depth=${depth}`);
  const order = `+refs/heads/${one}:${own}${one}`;
  const end = await reaching(mirror, ["fetch", ...flags, "--", address, order]);
  if (end.code !== 0) {
    if (wanted !== undefined && /couldn't find remote ref/.test(end.stderr))
      throw noSuchBranch(address, wanted);
    throw remoteFailed(address, end.stderr);
  }
  const found = [...(await mirror.refs())].flatMap(([ref, id]) =>
    ref.startsWith(own) ? [[ref.slice(own.length), id] as const] : [],
  );
  return new Map(found.filter(([branch]) => wanted === undefined || branch === wanted));
}

/** The branch that another repository takes for its main one; undefined where it has none. */
export async function headBranch(mirror: Mirror, address: string): Promise<string | undefined> {
  const flags = ["--symref", "--", address, "HEAD"];
  const end = await reaching(mirror, ["ls-remote", ...flags]);
  if (end.code !== 0) throw remoteFailed(address, end.stderr);
  const told = end.stdout.toString("utf8");
  const named = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(told)?.[1];
  return isObjectId(/^([0-9a-f]+)\tHEAD$/m.exec(told)?.[1] ?? "") ? named : undefined;
}

/** Tried again where another process moved the same branch in the same moment: then it shows what has become of that. */
async function reaching(mirror: Mirror, order: readonly string[]): Promise<GitEnd> {
  for (let tries = 1; ; tries += 1) {
    const end = await git(order, mirror.call({ reaches: true }));
    const isOver = end.code === 0 || !isRace(`${end.stdout.toString("utf8")}${end.stderr}`);
    if (isOver || tries >= triesMax) return end;
  }
}
const triesMax = 5;

const isRace = (said: string): boolean =>
  /cannot lock ref|failed to update ref|reference already exists|incorrect old value/.test(said);

function pushRefused({ name, address }: Remote, branch: string, told: string): MadeusError {
  const why = /\((.*)\)$/.exec(told)?.[1] ?? told;
  return /fetch first|non-fast-forward|stale info/.test(why) || isRace(why)
    ? new MadeusError(
        "MADEUS_PUSH_REFUSED",
        `The branch ${quote(branch)} has gone on in ${quote(address)}, and what it has there would be lost.`,
        {
          hint: `First take it in: madeus pull ${name} ${branch}, then madeus merge ${name}/${branch}; then push again.`,
        },
      )
    : new MadeusError(
        "MADEUS_PUSH_REFUSED",
        `${quote(address)} does not take the branch ${quote(branch)}: ${said(why)}`,
        {
          hint: /shallow update not allowed/.test(why)
            ? "The history ends here, after a prune or in a partial copy, before it begins. Push to where the rest is, or allow it there: git config receive.shallowUpdate true"
            : "See what its hooks and settings say. Nothing was changed.",
        },
      );
}

const remoteFailed = (address: string, stderr: string): MadeusError =>
  new MadeusError(
    "MADEUS_REMOTE_FAILED",
    `git could not talk to ${quote(address)}: ${said(stderr)}`,
    { hint: "See whether git ls-remote reaches it. Nothing was changed." },
  );

const noSuchBranch = (address: string, branch: string): MadeusError =>
  new MadeusError(
    "MADEUS_UNKNOWN_BRANCH",
    `There is no branch ${quote(branch)} in ${quote(address)}.`,
    {
      hint: "git ls-remote --heads shows those that there are.",
    },
  );
